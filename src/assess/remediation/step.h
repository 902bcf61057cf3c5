// Step: one thing to be done so that the intruder is out everywhere at the same moment and stays out, with the reason
// and the records that it rests on.
//
// Phases come one after another. What an intruder would notice waits for the second, which begins in all
// organisations at one moment that they agree on; until then only what cannot be seen from a host is done.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/origin.h"
#include "base/time.h"

namespace hoptrace::assess::remediation {

enum class Phase : std::uint8_t { kPrepare, kCut, kReset, kWatch };
[[nodiscard]] std::string_view name(Phase phase);   // "prepare"
[[nodiscard]] std::string_view title(Phase phase);  // for people
[[nodiscard]] std::string_view when(Phase phase);   // a sentence

enum class Action : std::uint8_t { kPreserve, kAgree, kIsolate, kBlock, kDisable, kRevoke, kReset, kRebuild, kWatch };
[[nodiscard]] std::string_view name(Action action);

struct Ground {  // a record or finding or hop that a step rests on
  base::ArtifactId artifact{};
  std::uint64_t offset = 0, record_id = 0;
  std::uint32_t event_id = 0;
  base::Time time;
  std::string hop;  // id, where it is one's record
  std::string says;
};

struct Step {
  std::string id;  // stable: the same for the same target and action
  std::string tenant;
  Phase phase = Phase::kPrepare;
  Action action = Action::kPreserve;
  std::string kind, target;  // "host" "FS01", "account" "ACME\\w-ann", "directory" "acme.example"
  std::string what, reason;  // sentences
  bool together = false;     // at the moment agreed on, in all organisations
  int order = 0;             // within its phase
  std::vector<Ground> grounds;
};

}  // namespace hoptrace::assess::remediation
