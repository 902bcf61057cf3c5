// Grouping: to which groups of a correlation a match belongs, and what of it is computed with.
//
// `group-by` names fields, or aliases that name another field for each rule. Two values are the same if they are so
// without case, as everywhere in Sigma. What the specification leaves open and what is done here:
//   - A match that lacks one of the fields is in no group: "must all have the same value" cannot be said of a value
//     that is not there (pySigma's queries lose such events in `stats … by` likewise). A field that is there and
//     empty has a value, the empty one. How many matches were left out is kept in the case.
//   - A field with several values puts the match into the group of each (at most kMostGroups).
//   - An alias that does not name a rule of the correlation means the field of its own name there.
//   - Groups are per tenant: host names, accounts and private addresses mean nothing without their tenant. Only
//     `hoptrace-scope: all-tenants` in the rule groups over all tenants (docs/correlation.md).
#pragma once

#include <string>
#include <vector>

#include "cases/correlations.h"
#include "rules/rule_set.h"

namespace hoptrace::correlate {

constexpr std::size_t kMostGroups = 64;

class Grouping {
 public:
  // `correlation` is an index into RuleSet::correlations. The RuleSet must outlive this.
  Grouping(const rules::RuleSet& rules, std::size_t correlation);

  // `fields` as the case keeps them of a match of the member at position `member`. No groups: it takes no part.
  [[nodiscard]] std::vector<cases::GroupedItem> of(std::uint32_t member, const std::string& tenant,
                                                   const cases::Pairs& fields) const;

 private:
  [[nodiscard]] bool take_values(const std::vector<std::string>& names, const cases::Pairs& fields,
                                 std::vector<std::string>& out) const;
  [[nodiscard]] std::string field_for(std::size_t member, const std::string& name, const rules::RuleSet& rules,
                                      std::uint32_t target) const;

  const rules::Correlation& correlation_;
  std::vector<std::vector<std::string>> group_fields_;  // by member: what group-by means there
  std::vector<std::vector<std::string>> value_fields_;  // by member: what the condition's fields mean there
};

// A number as logs write it: decimal, with a fraction or exponent, or 0x… ; nothing else.
[[nodiscard]] std::optional<double> number_of(std::string_view text);

}  // namespace hoptrace::correlate
