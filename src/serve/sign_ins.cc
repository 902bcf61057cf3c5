#include "serve/sign_ins.h"

#include "base/digest.h"
#include "base/name_uuid.h"

namespace hoptrace::serve {
namespace {

constexpr std::size_t kSecretBytes = 32;

}  // namespace

std::string SignIns::sign_in(Reader reader, Clock::time_point now) {
  const std::string secret = base::random_hex(kSecretBytes);
  const std::scoped_lock lock(mutex_);
  if (order_.size() >= kMost) {
    signed_in_.erase(order_.front());
    order_.pop_front();
  }
  order_.push_back(base::sha256_hex(secret));
  signed_in_[order_.back()] = {std::move(reader), now + kLasts};
  return secret;
}

std::optional<Reader> SignIns::find(std::string_view secret, Clock::time_point now) const {
  const std::string hash = base::sha256_hex(secret);
  const std::scoped_lock lock(mutex_);
  const auto found = signed_in_.find(hash);
  if (found == signed_in_.end() || found->second.ends <= now) return std::nullopt;
  return found->second.reader;
}

void SignIns::sign_out(std::string_view secret) {
  const std::string hash = base::sha256_hex(secret);
  const std::scoped_lock lock(mutex_);
  signed_in_.erase(hash);
}

std::string SignIns::make_link(Reader reader, Clock::time_point now) {
  const std::string secret = base::random_hex(kSecretBytes);
  const std::scoped_lock lock(mutex_);
  links_[base::sha256_hex(secret)] = {std::move(reader), now + kLinkLasts};
  return secret;
}

std::optional<Reader> SignIns::use_link(std::string_view secret, Clock::time_point now) {
  const std::string hash = base::sha256_hex(secret);
  const std::scoped_lock lock(mutex_);
  const auto found = links_.find(hash);
  if (found == links_.end()) return std::nullopt;
  const Entry entry = std::move(found->second);
  links_.erase(found);
  if (entry.ends <= now) return std::nullopt;
  return entry.reader;
}

}  // namespace hoptrace::serve
