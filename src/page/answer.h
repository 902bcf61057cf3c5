// The answer: whether an intruder was there, since when, where, and how sure that is, in sentences for people who
// have never seen a log; each with what it rests on.
//
// "No sign" is always said with what was looked at, never as "nothing happened". How probable who it was is (PHIA's
// words with their number) never stands in one sentence with how good the evidence for saying so is.
#pragma once

#include <optional>

#include "page/finding_table.h"
#include "page/looked_at.h"
#include "page/view.h"

namespace hoptrace::page {

enum class State : std::uint8_t {
  kNoSign,
  kSuspected,    // grave findings, or a path of which no step has a record
  kCompromised,  // an intrusion was traced, with records of at least one step
};
[[nodiscard]] std::string_view state_name(State state);

struct Told {  // what the sentences are made of
  View& view;
  const FindingTable& findings;
  const LookedAt& looked_at;
};

[[nodiscard]] State state_of(const View& view, const FindingTable& findings);
[[nodiscard]] std::string headline(const Told& told);
[[nodiscard]] Json answer_sentences(const Told& told);
// {"time","rests_on"} of the first and of the last step; null without one.
[[nodiscard]] Json since(const View& view);
[[nodiscard]] Json until(const View& view);
[[nodiscard]] Json tenant_states(const Told& told);

// "2025-11-19 22:29 UTC"
[[nodiscard]] std::string minute(base::Time time);
// "1 host", "3 hosts"
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view one, std::string_view many);
// "a, b and c", at most `most` of them by name
[[nodiscard]] std::string listed(const std::vector<std::string>& names, std::size_t most);

}  // namespace hoptrace::page
