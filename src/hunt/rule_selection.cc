#include "hunt/rule_selection.h"

#include <algorithm>
#include <unordered_set>

namespace hoptrace::hunt {

RuleSelection::RuleSelection(std::shared_ptr<const rules::RuleSet> rules, std::vector<cases::RuleRow> rows, bool slow,
                             match::IndexStore* kept)
    : rules_(std::move(rules)), rows_(std::move(rows)), slow_(slow), kept_(kept) {}

std::shared_ptr<const Selection> RuleSelection::of(const std::vector<cases::RuleRow>& wanted) {
  const std::unordered_set<cases::RuleRow> set(wanted.begin(), wanted.end());
  std::vector<bool> in(rows_.size());
  for (std::size_t i = 0; i < rows_.size(); ++i) in[i] = set.contains(rows_[i]);
  if (const auto known = made_.find(in); known != made_.end()) return known->second;

  auto selection = std::make_shared<Selection>();
  selection->rules = rules_;
  if (std::find(in.begin(), in.end(), false) != in.end()) {
    auto some = std::make_shared<rules::RuleSet>(*rules_);
    for (std::size_t i = 0; i < in.size(); ++i) {
      if (!in[i]) some->compiled[i].lanes.clear();
    }
    selection->rules = std::move(some);
  }
  if (!slow_) selection->index = match::build_index(selection->rules, kept_);
  made_.emplace(std::move(in), selection);
  return selection;
}

std::unique_ptr<match::Matcher> make_matcher(const Selection& selection) {
  return selection.index ? match::make_indexed_matcher(selection.index) : match::make_slow_matcher(selection.rules);
}

}  // namespace hoptrace::hunt
