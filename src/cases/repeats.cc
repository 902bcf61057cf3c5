#include "cases/repeats.h"

#include <algorithm>
#include <bit>
#include <random>
#include <utility>

namespace hoptrace::cases {
namespace {

constexpr std::uint64_t kKeysOfAPass = 1 << 20;

// The part of an event key that is looked at here; findings that share it by chance are told apart by the whole key.
std::uint64_t short_key(const PackedFinding& finding) {
  return finding.key.high;
}

// Numbers that were seen before. Where each is looked for is random, so that no log can crowd them on one place.
class Seen {
 public:
  explicit Seen(std::uint64_t most) : places_(std::bit_ceil(std::max<std::uint64_t>(most, 8) * 2)) {
    std::random_device random;
    factor_ = ((std::uint64_t{random()} << 32) ^ random()) | 1;
    shift_ = 64 - std::countr_zero(places_.size());
  }

  [[nodiscard]] bool before(std::uint64_t key) {
    if (key == 0) return std::exchange(zero_, true);
    for (std::size_t at = (key * factor_) >> shift_;; at = (at + 1) & (places_.size() - 1)) {
      if (places_[at] == key) return true;
      if (places_[at] == 0) {
        if (++held_ >= places_.size()) return true;  // more than it was made for: whatever comes may be a copy
        places_[at] = key;
        return false;
      }
    }
  }

 private:
  std::vector<std::uint64_t> places_;
  std::uint64_t factor_ = 1, held_ = 0;
  int shift_ = 0;
  bool zero_ = false;
};

}  // namespace

void Repeats::run(const OnFinding& each, const OnFinding& repeated) {
  const std::uint64_t count = FindingBlocks::count(database_);
  passes_ = count / kKeysOfAPass + 1;
  for (pass_ = 0; pass_ < passes_; ++pass_) {
    const std::vector<std::uint64_t> twice =
        keys_met_twice(count / passes_ + count / 16, pass_ == 0 ? each : nullptr);
    if (twice.empty()) continue;
    FindingBlocks again(database_, FindingBlocks::Of::kFinished);
    while (again.next()) {
      for (const PackedFinding& finding : again.findings()) {
        const std::uint64_t key = short_key(finding);
        if (key % passes_ == pass_ && std::ranges::binary_search(twice, key)) repeated(finding, again.artifact());
      }
    }
  }
}

std::vector<std::uint64_t> Repeats::keys_met_twice(std::uint64_t most, const OnFinding& each) {
  Seen seen(most);
  std::vector<std::uint64_t> twice;
  FindingBlocks all(database_, FindingBlocks::Of::kFinished);
  while (all.next()) {
    for (const PackedFinding& finding : all.findings()) {
      if (each) each(finding, all.artifact());
      const std::uint64_t key = short_key(finding);
      if (key % passes_ == pass_ && seen.before(key)) twice.push_back(key);
    }
  }
  std::ranges::sort(twice);
  twice.erase(std::ranges::unique(twice).begin(), twice.end());
  return twice;
}

}  // namespace hoptrace::cases
