// RuleCosts: what each rule cost a matcher, for `hunt --profile`. A matcher that is given none measures nothing.
//
// One a thread; added up at the end. Times are of the evaluator alone: what the index spends on a rule cannot be told
// apart.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace hoptrace::match {

struct RuleCost {
  std::uint64_t evaluations = 0;  // times the rule was asked; a rule that the index left out is not
  std::uint64_t matches = 0;      // certain and uncertain
  std::uint64_t nanoseconds = 0;
};

using RuleCosts = std::vector<RuleCost>;  // by number in RuleSet::rules

// Measures from here to the end of the scope, where `costs` is not null.
class RuleStopwatch {
 public:
  RuleStopwatch(RuleCosts* costs, std::uint32_t rule) : cost_(costs == nullptr ? nullptr : &(*costs)[rule]) {
    if (cost_ != nullptr) since_ = std::chrono::steady_clock::now();
  }
  ~RuleStopwatch() {
    if (cost_ == nullptr) return;
    ++cost_->evaluations;
    cost_->nanoseconds += static_cast<std::uint64_t>((std::chrono::steady_clock::now() - since_).count());
  }
  RuleStopwatch(const RuleStopwatch&) = delete;
  RuleStopwatch& operator=(const RuleStopwatch&) = delete;

 private:
  RuleCost* cost_;
  std::chrono::steady_clock::time_point since_;
};

}  // namespace hoptrace::match
