// CorrelationFields: which fields of a match the case has to keep, so that correlations can be evaluated from it:
// what they group by, count, sum, and reach through aliases.
#pragma once

#include <string>
#include <vector>

#include "cases/finding.h"
#include "rules/field_view.h"
#include "rules/rule_set.h"

namespace hoptrace::hunt {

class CorrelationFields {
 public:
  CorrelationFields(const rules::RuleSet& rules, const event::FieldDictionary& fields);

  // The names of all of them, in one text: where it changes, kept matches lack what is asked of them.
  [[nodiscard]] std::string names() const;
  // The fields as the rules of `lane` read them; those that the record does not have are left out.
  [[nodiscard]] cases::Pairs of(const event::Event& event, const rules::Lane& lane, rules::FieldView& view) const;

 private:
  std::vector<std::pair<std::string, event::FieldId>> names_;
};

}  // namespace hoptrace::hunt
