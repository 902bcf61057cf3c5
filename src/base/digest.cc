#include "base/digest.h"

#include <openssl/evp.h>

#include <array>

#include "base/check.h"

namespace hoptrace::base {

struct Sha256::State {
  State() : context(EVP_MD_CTX_new()) {
    check(context != nullptr && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1, "SHA-256 is built in");
  }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  EVP_MD_CTX* context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(Bytes bytes) {
  EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
}

std::string Sha256::bytes() const {
  const State copy;
  std::array<unsigned char, 32> digest{};
  EVP_MD_CTX_copy_ex(copy.context, state_->context);
  EVP_DigestFinal_ex(copy.context, digest.data(), nullptr);
  return {digest.begin(), digest.end()};
}

std::string Sha256::hex() const {
  std::string out;
  for (const char c : bytes()) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back("0123456789abcdef"[byte >> 4]);
    out.push_back("0123456789abcdef"[byte & 15]);
  }
  return out;
}

std::string sha256_hex(std::string_view text) {
  Sha256 digest;
  digest.add(bytes_of(text));
  return digest.hex();
}

std::string sha256_bytes(std::string_view text) {
  Sha256 digest;
  digest.add(bytes_of(text));
  return digest.bytes();
}

}  // namespace hoptrace::base
