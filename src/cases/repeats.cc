#include "cases/repeats.h"

#include <algorithm>
#include <bit>
#include <random>
#include <utility>
#include <vector>

namespace hoptrace::cases {
namespace {

constexpr std::uint64_t kKeysOfAPass = 1 << 20;

// The part of an event key that is looked at here; findings that share it by chance are told apart by the whole key.
std::uint64_t short_key(const PackedFinding& finding) {
  return finding.key.high;
}

}  // namespace

// Numbers that were seen before. Where each is looked for is random, so that no log can crowd them on one place.
class Repeats::Seen {
 public:
  explicit Seen(std::uint64_t most)
      : places_(std::bit_ceil(std::max<std::uint64_t>(most, 8) * 2)), twice_(places_.size()) {
    std::random_device random;
    factor_ = ((std::uint64_t{random()} << 32) ^ random()) | 1;
    shift_ = 64 - std::countr_zero(places_.size());
  }

  void see(std::uint64_t key) {
    if (key == 0) {
      zero_twice_ = std::exchange(zero_, true);
      any_twice_ = any_twice_ || zero_twice_;
      return;
    }
    const std::size_t at = place_of(key);
    if (places_[at] == key) {
      twice_[at] = any_twice_ = true;
    } else if (held_ + 1 < places_.size()) {
      places_[at] = key;
      ++held_;
    } else {
      overfull_ = any_twice_ = true;
    }
  }
  // At the end: whether it came twice, for all that is known.
  [[nodiscard]] bool twice(std::uint64_t key) const {
    if (key == 0) return zero_twice_;
    const std::size_t at = place_of(key);
    return places_[at] == key ? twice_[at] : overfull_;
  }
  [[nodiscard]] bool any_twice() const { return any_twice_; }

 private:
  // Where it stands, or a free place; there always is one.
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const {
    std::size_t at = (key * factor_) >> shift_;
    while (places_[at] != key && places_[at] != 0) at = (at + 1) & (places_.size() - 1);
    return at;
  }

  std::vector<std::uint64_t> places_;
  std::vector<bool> twice_;  // by place
  std::uint64_t factor_ = 1, held_ = 0;
  int shift_ = 0;
  bool zero_ = false, zero_twice_ = false, any_twice_ = false;
  bool overfull_ = false;  // there were more than it was made for: whatever it does not hold may be a copy
};

void Repeats::run(const OnFinding& each, const OnFinding& repeated) {
  const std::uint64_t count = FindingBlocks::count(database_);
  passes_ = count / kKeysOfAPass + 1;
  for (pass_ = 0; pass_ < passes_; ++pass_) {
    Seen seen(count / passes_ + count / 16);
    look_through(seen, pass_ == 0 ? each : nullptr);
    if (!seen.any_twice()) continue;
    FindingBlocks again(database_, FindingBlocks::Of::kFinished);
    while (again.next()) {
      for (const PackedFinding& finding : again.findings()) {
        const std::uint64_t key = short_key(finding);
        if (key % passes_ == pass_ && seen.twice(key)) repeated(finding, again.artifact());
      }
    }
  }
}

void Repeats::look_through(Seen& seen, const OnFinding& each) {
  FindingBlocks all(database_, FindingBlocks::Of::kFinished);
  while (all.next()) {
    for (const PackedFinding& finding : all.findings()) {
      if (each) each(finding, all.artifact());
      const std::uint64_t key = short_key(finding);
      if (key % passes_ == pass_) seen.see(key);
    }
  }
}

}  // namespace hoptrace::cases
