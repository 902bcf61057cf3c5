#include "hunt/fingerprint.h"

#include <algorithm>
#include <utility>

#include "decode/decoder.h"

namespace hoptrace::hunt {
namespace {

// What is read for a piece, with the look ahead: grown step by step, a buffer would be twice as large as it need be,
// and fewer pieces would be under way (crew.h, kWeight).
constexpr std::size_t kUsual = decode::kPieceBytes + decode::kPieceBytes / 8;

}  // namespace

Fingerprint::Fingerprint(evidence::ByteStream& stream, base::Sha256 begun, std::uint64_t begun_to, bool apart,
                         Profile* profile)
    : stream_(stream),
      digest_(std::make_shared<base::Sha256>(std::move(begun))),
      begun_to_(begun_to),
      apart_(apart),
      profile_(profile) {
  if (apart_) kept_.reserve(kUsual);
}

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
  if (apart_) kept_.reserve(std::max(mark->bytes_.size(), kUsual));
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
