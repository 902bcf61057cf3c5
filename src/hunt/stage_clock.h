// StageClock: what one thread of a hunt spends its time on.
//
// A thread is in exactly one stage at a time. A stage is timed where it happens, to the end of a scope:
//
//   const InStage timed(clock_here(options.profile), Stage::kMatching);   // profile.h
//
// A stage inside another stops the outer one, so the stages of a thread never overlap and add up to its time. A null
// clock measures nothing and costs a look at a pointer. Entering and leaving cost a reading of the clock each (some
// 25 ns), so stages may be entered per record when somebody has asked for it, not per field.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

namespace hoptrace::hunt {

enum class Stage : std::uint8_t {
  kRules,    // reading and compiling rules, indicators, tables
  kIndex,    // the matcher's index: made anew or taken from the kept set
  kOpening,  // opening the case, entering the rules
  kReading,
  kHashing,
  kDecoding,
  kMatching,  // rules and indicators
  kFacts,     // facts for hops, out of records
  kKeeping,   // making findings, coverage and the rest of a stretch from what was found
  kWriting,   // committing to the case
  kTelling,   // --findings
  kCorrelating,
  kTracing,  // hops and intrusions, out of facts
  kClosing,  // the closing table
  kWaiting,  // for another thread
  kOther,
};
inline constexpr std::size_t kStages = static_cast<std::size_t>(Stage::kOther) + 1;

struct StageInfo {
  std::string_view name;   // for machines
  std::string_view title;  // for people
  bool start;              // paid once, however much evidence there is
};
[[nodiscard]] const StageInfo& info(Stage stage);

struct StageTime {
  std::uint64_t nanoseconds = 0;
  std::uint64_t entries = 0;  // how often the stage was entered
};
using StageTimes = std::array<StageTime, kStages>;

// One thread's clock: it is always in exactly one stage.
class StageClock {
 public:
  explicit StageClock(Stage resting) : current_(resting), since_(std::chrono::steady_clock::now()) {}

  // Ends the stage at hand, enters `next`, and returns the one that ended.
  Stage enter(Stage next) {
    ++times_[static_cast<std::size_t>(next)].entries;
    return return_to(next);
  }
  Stage return_to(Stage next) {
    const auto now = std::chrono::steady_clock::now();
    times_[static_cast<std::size_t>(current_)].nanoseconds += static_cast<std::uint64_t>((now - since_).count());
    since_ = now;
    return std::exchange(current_, next);
  }
  [[nodiscard]] const StageTimes& times() const { return times_; }

 private:
  StageTimes times_{};
  Stage current_;
  std::chrono::steady_clock::time_point since_;
};

// Is in `stage` to the end of the scope, then in the stage that it came from.
class InStage {
 public:
  InStage(StageClock* clock, Stage stage) : clock_(clock) {
    if (clock_ != nullptr) before_ = clock_->enter(stage);
  }
  ~InStage() {
    if (clock_ != nullptr) clock_->return_to(before_);
  }
  InStage(const InStage&) = delete;
  InStage& operator=(const InStage&) = delete;

 private:
  StageClock* clock_;
  Stage before_ = Stage::kOther;
};

}  // namespace hoptrace::hunt
