// What a rule's tags and title say in the terms of others: ATT&CK ids, and the published thing of an indicator.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cases/reading.h"

namespace hoptrace::report {

// "attack.t1027.013" → "T1027.013"; "attack.s0153" → "S0153"; in the order of the tags, each once.
[[nodiscard]] std::vector<std::string> techniques_of(const cases::RuleRecord& rule);
[[nodiscard]] std::vector<std::string> software_of(const cases::RuleRecord& rule);

// An indicator as its rule's title tells it: "Published indicator: domain evil.example (RedLeaves)".
struct Published {
  std::string type, value, whose;  // whose: a malware's or an actor's name as the source has it; may be empty
};
// Nothing for what is no indicator. `seen`: the text that was met, which tells a value with brackets from its owner.
[[nodiscard]] std::optional<Published> published(const cases::RuleRecord& rule, const std::string& seen = {});

}  // namespace hoptrace::report
