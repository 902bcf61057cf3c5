// The bytes of a finding: flags; the rule; then of level, log, event id, place and detail what the flags say is not
// as before, numbers as zigzag differences in groups of seven bits, the lowest first; the key's sixteen bytes.
#include "cases/finding_block.h"

#include <algorithm>
#include <cstring>

#include "base/zigzag.h"

namespace hoptrace::cases {

using base::bits, base::unzigzag, base::zigzag;

namespace {

enum Flag : std::uint8_t {
  kCertain = 1,
  kTimed = 2,
  kSameRecord = 4,  // offset, record id, time, event id, log
  kSameLevel = 8,
  kSameLog = 16,
  kSameEventId = 32,
  kSameDetail = 64,
};
constexpr std::size_t kKeyBytes = 16, kLeastBytes = 2 + kKeyBytes;  // of a finding
constexpr std::size_t kMostBytes = 2 + 8 * 10 + kKeyBytes;

char* put(char* at, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) *at++ = static_cast<char>((number & 0x7F) | 0x80);
  *at++ = static_cast<char>(number);
  return at;
}

template <class Number>
char* put_step(char* at, Number now, Number before) {
  return put(at, zigzag(bits(now) - bits(before)));
}

// Reads that cannot leave the bytes; after the first that would, nothing is good.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return at_ == end_; }

  std::uint8_t byte() {
    if (at_ == end_) return good_ = false, std::uint8_t{0};
    return static_cast<std::uint8_t>(*at_++);
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      value |= std::uint64_t{next & 0x7FU} << shift;
      if ((next & 0x80) == 0) return value;
    }
    good_ = false;
    return 0;
  }
  template <class Number>
  void step(Number& value) {
    value = static_cast<Number>(bits(value) + unzigzag(number()));
  }
  void key(base::Fingerprint& key) {
    if (end_ - at_ < static_cast<std::ptrdiff_t>(kKeyBytes)) {
      good_ = false;
      return;
    }
    std::memcpy(&key.high, at_, sizeof key.high);
    std::memcpy(&key.low, at_ + sizeof key.high, sizeof key.low);
    at_ += kKeyBytes;
  }

 private:
  const char* at_;
  const char* end_;
  bool good_ = true;
};

std::uint8_t flags_of(const PackedFinding& now, const PackedFinding& before) {
  const auto flag = [](bool holds, Flag which) { return holds ? static_cast<unsigned>(which) : 0U; };
  const bool same_log = now.log == before.log, same_id = now.event_id == before.event_id;
  const bool same_record = same_log && same_id && now.offset == before.offset && now.time == before.time &&
                           now.record_id == before.record_id;
  return static_cast<std::uint8_t>(flag(now.certain, kCertain) | flag(now.timed, kTimed) |
                                   flag(same_record, kSameRecord) | flag(now.level == before.level, kSameLevel) |
                                   flag(same_log, kSameLog) | flag(same_id, kSameEventId) |
                                   flag(now.detail == before.detail, kSameDetail));
}

void read(Reader& from, PackedFinding& finding) {
  const std::uint8_t flags = from.byte();
  finding.certain = (flags & kCertain) != 0;
  finding.timed = (flags & kTimed) != 0;
  finding.rule = static_cast<RuleRow>(from.number());
  if ((flags & kSameLevel) == 0) from.step(finding.level);
  if ((flags & kSameRecord) == 0) {
    if ((flags & kSameLog) == 0) from.step(finding.log);
    if ((flags & kSameEventId) == 0) from.step(finding.event_id);
    from.step(finding.offset);
    from.step(finding.record_id);
    from.step(finding.time);
  }
  if ((flags & kSameDetail) == 0) from.step(finding.detail);
  from.key(finding.key);
}

}  // namespace

void FindingBlock::add(const PackedFinding& finding) {
  const std::size_t size = bytes_.size();
  bytes_.resize(size + kMostBytes);
  char* at = bytes_.data() + size;
  const std::uint8_t flags = flags_of(finding, before_);
  *at++ = static_cast<char>(flags);
  at = put(at, bits(finding.rule));
  if ((flags & kSameLevel) == 0) at = put_step(at, finding.level, before_.level);
  if ((flags & kSameRecord) == 0) {
    if ((flags & kSameLog) == 0) at = put_step(at, finding.log, before_.log);
    if ((flags & kSameEventId) == 0) at = put_step(at, finding.event_id, before_.event_id);
    at = put_step(at, finding.offset, before_.offset);
    at = put_step(at, finding.record_id, before_.record_id);
    at = put_step(at, finding.time, before_.time);
  }
  if ((flags & kSameDetail) == 0) at = put_step(at, finding.detail, before_.detail);
  std::memcpy(at, &finding.key.high, sizeof finding.key.high);
  std::memcpy(at + sizeof finding.key.high, &finding.key.low, sizeof finding.key.low);
  at += kKeyBytes;
  bytes_.resize(static_cast<std::size_t>(at - bytes_.data()));
  first_ = count_ == 0 ? finding.offset : std::min(first_, finding.offset);
  last_ = count_ == 0 ? finding.offset : std::max(last_, finding.offset);
  ++count_;
  before_ = finding;
}

void FindingBlock::clear() {
  bytes_.clear();
  before_ = {};
  count_ = 0;
}

bool FindingBlock::unpack(std::string_view bytes, std::vector<PackedFinding>& findings) {
  findings.clear();
  findings.reserve(bytes.size() / kLeastBytes);
  Reader from(bytes);
  PackedFinding finding;
  while (!from.at_end()) {
    read(from, finding);
    if (!from.good()) return false;
    findings.push_back(finding);
  }
  return true;
}

}  // namespace hoptrace::cases
