// RuleSelection: the matchers' indexes for a hunt, one for each set of rules that some artifact still has to be run
// under. Nearly always that is one set, all of them; after a change of rules, artifacts that are in the case already
// are run under the changed ones only.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "cases/finding.h"
#include "match/matchers.h"

namespace hoptrace::hunt {

struct Selection {
  std::shared_ptr<const rules::RuleSet> rules;    // numbering as in the full set: those left out have no lane
  std::shared_ptr<const match::RuleIndex> index;  // null where the slow matcher is asked for
};

class RuleSelection {
 public:
  // `rows[i]` is the case's row of `rules->rules[i]`. `kept`, which may be null, must outlive the selection.
  RuleSelection(std::shared_ptr<const rules::RuleSet> rules, std::vector<cases::RuleRow> rows, bool slow,
                match::IndexStore* kept = nullptr);

  // The selection of exactly the rules whose row is in `wanted`. Not for several threads; what it returns is shared.
  [[nodiscard]] std::shared_ptr<const Selection> of(const std::vector<cases::RuleRow>& wanted);

 private:
  std::shared_ptr<const rules::RuleSet> rules_;
  std::vector<cases::RuleRow> rows_;
  bool slow_;
  match::IndexStore* kept_;
  std::map<std::vector<bool>, std::shared_ptr<const Selection>> made_;
};

[[nodiscard]] std::unique_ptr<match::Matcher> make_matcher(const Selection& selection);

}  // namespace hoptrace::hunt
