// Profile: where the time of a hunt went, by stage and by rule, for `hunt --profile`.
//
// Made before the hunt and asked for its report after it; HuntOptions::profile is null where nobody asked, and then
// nothing is measured. Each thread has a clock of its own (stage_clock.h): here() and what is built on it may be
// called by any thread, and what they return is for that thread only. report() once every other thread that called
// here() is joined.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "hunt/stage_clock.h"
#include "match/rule_costs.h"
#include "rules/rule_set.h"

namespace hoptrace::hunt {

struct DearRule {
  std::string id, title;
  match::RuleCost cost;
};

struct ProfileReport {
  std::uint64_t wall = 0, processor = 0;  // nanoseconds, of the whole program since the profile was made
  std::size_t threads = 0;
  StageTimes caller{};   // of the thread that hunted: adds up to `wall`
  StageTimes workers{};  // of all other threads together
  std::size_t rules = 0;
  std::uint64_t records = 0, findings = 0;
  std::optional<bool> index_kept;  // whether the index came from the kept set; none: there was none to make
  std::vector<DearRule> dearest;   // at most kDearest, by time
};
inline constexpr std::size_t kDearest = 10;

class Profile {
 public:
  Profile();

  struct Thread {
    explicit Thread(Stage resting) : clock(resting) {}
    StageClock clock;
    match::RuleCosts rules;
  };
  [[nodiscard]] Thread& here();

  void use_rules(std::shared_ptr<const rules::RuleSet> rules) { rules_ = std::move(rules); }
  void note_work(std::uint64_t records, std::uint64_t findings) { records_ = records, findings_ = findings; }
  void note_index(bool kept) {
    const std::lock_guard lock(mutex_);
    index_kept_ = index_kept_.value_or(true) && kept;
  }
  // What the thread at hand's matchers count into.
  [[nodiscard]] match::RuleCosts* rule_costs_here();

  [[nodiscard]] ProfileReport report();

 private:
  [[nodiscard]] std::vector<DearRule> dearest() const;

  std::chrono::steady_clock::time_point begun_;
  std::uint64_t processor_before_;
  std::thread::id caller_;
  std::mutex mutex_;  // guards threads_: the map, not what is in it
  std::map<std::thread::id, Thread> threads_;
  std::shared_ptr<const rules::RuleSet> rules_;
  std::optional<bool> index_kept_;
  std::uint64_t records_ = 0, findings_ = 0;
};

[[nodiscard]] inline StageClock* clock_here(Profile* profile) {
  return profile == nullptr ? nullptr : &profile->here().clock;
}

// What `work` returns, its time charged to `stage`.
template <class Work>
auto timed(Profile* profile, Stage stage, Work&& work) {
  const InStage in_stage(clock_here(profile), stage);
  return std::forward<Work>(work)();
}

}  // namespace hoptrace::hunt
