#include "hunt/fingerprint.h"

#include <algorithm>
#include <utility>

namespace hoptrace::hunt {

Fingerprint::Fingerprint(evidence::ByteStream& stream, base::Sha256 begun, std::uint64_t begun_to, bool apart,
                         Profile* profile)
    : stream_(stream),
      digest_(std::make_shared<base::Sha256>(std::move(begun))),
      begun_to_(begun_to),
      apart_(apart),
      profile_(profile) {}

base::Result<std::size_t> Fingerprint::read(std::span<std::uint8_t> into) {
  const auto got = stream_.read(into);
  if (!got) return got;
  const std::uint64_t from = std::clamp(begun_to_, position_, position_ + *got) - position_;
  const base::Bytes fresh = base::Bytes(into).first(*got).subspan(from);
  position_ += *got;
  if (apart_) {
    kept_.insert(kept_.end(), fresh.begin(), fresh.end());
  } else {
    const InStage timed(clock_here(profile_), Stage::kHashing);
    digest_->add(fresh);
  }
  return got;
}

std::shared_ptr<Fingerprint::Mark> Fingerprint::mark() {
  auto mark = std::make_shared<Mark>();
  mark->digest_ = digest_;
  mark->hashed_.to = std::max(position_, begun_to_);
  mark->profile_ = profile_;
  mark->bytes_ = std::exchange(kept_, {});
  kept_.reserve(mark->bytes_.size());
  return mark;
}

void Fingerprint::Mark::take() {
  const InStage timed(clock_here(profile_), Stage::kHashing);
  digest_->add(bytes_);
  bytes_ = {};
  hashed_.sha256 = digest_->hex();
}

Hashed hash_stream(evidence::ByteStream& stream, std::uint64_t most, base::Sha256& digest, Profile* profile) {
  const InStage timed(clock_here(profile), Stage::kHashing);
  constexpr std::size_t kReadBytes = 256 * 1024;
  std::vector<std::uint8_t> buffer(kReadBytes);
  Hashed out;
  while (out.to < most) {
    const auto wanted = std::min<std::uint64_t>(buffer.size(), most - out.to);
    const std::size_t got = stream.read(std::span(buffer).first(wanted)).value_or(0);
    if (got == 0) break;
    digest.add(base::Bytes(buffer).first(got));
    out.to += got;
  }
  out.sha256 = digest.hex();
  return out;
}

}  // namespace hoptrace::hunt
