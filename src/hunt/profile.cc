#include "hunt/profile.h"

#include <sys/resource.h>

#include <algorithm>

namespace hoptrace::hunt {
namespace {

std::uint64_t processor_time() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto nanoseconds = [](const timeval& t) {
    return static_cast<std::uint64_t>(t.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(t.tv_usec) * 1'000U;
  };
  return nanoseconds(used.ru_utime) + nanoseconds(used.ru_stime);
}

void add(StageTimes& sum, const StageTimes& times) {
  for (std::size_t i = 0; i < kStages; ++i) {
    sum[i].nanoseconds += times[i].nanoseconds;
    sum[i].entries += times[i].entries;
  }
}

}  // namespace

Profile::Profile()
    : begun_(std::chrono::steady_clock::now()),
      processor_before_(processor_time()),
      caller_(std::this_thread::get_id()) {
  threads_.try_emplace(caller_, Stage::kOther);
}

Profile::Thread& Profile::here() {
  const std::lock_guard lock(mutex_);
  return threads_.try_emplace(std::this_thread::get_id(), Stage::kWaiting).first->second;
}

match::RuleCosts* Profile::rule_costs_here() {
  match::RuleCosts& costs = here().rules;
  if (rules_) costs.resize(rules_->rules.size());
  return &costs;
}

std::vector<DearRule> Profile::dearest() const {
  if (!rules_) return {};
  match::RuleCosts sum(rules_->rules.size());
  for (const auto& [id, thread] : threads_) {
    for (std::size_t i = 0; i < std::min(sum.size(), thread.rules.size()); ++i) {
      sum[i].evaluations += thread.rules[i].evaluations;
      sum[i].matches += thread.rules[i].matches;
      sum[i].nanoseconds += thread.rules[i].nanoseconds;
    }
  }
  std::vector<DearRule> out;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    if (sum[i].evaluations > 0) out.push_back({rules_->rules[i].id, rules_->rules[i].title, sum[i]});
  }
  const auto dearer = [](const DearRule& a, const DearRule& b) { return a.cost.nanoseconds > b.cost.nanoseconds; };
  std::ranges::stable_sort(out, dearer);
  out.resize(std::min(out.size(), kDearest));
  return out;
}

ProfileReport Profile::report() {
  ProfileReport out;
  StageClock& clock = here().clock;
  clock.return_to(Stage::kOther);  // charges the stage at hand up to now
  out.wall = static_cast<std::uint64_t>((std::chrono::steady_clock::now() - begun_).count());
  out.processor = processor_time() - processor_before_;
  const std::lock_guard lock(mutex_);
  out.threads = threads_.size();
  for (const auto& [id, thread] : threads_) add(id == caller_ ? out.caller : out.workers, thread.clock.times());
  out.rules = rules_ ? rules_->rules.size() : 0;
  out.index_kept = index_kept_;
  out.records = records_;
  out.findings = findings_;
  out.dearest = dearest();
  return out;
}

}  // namespace hoptrace::hunt
