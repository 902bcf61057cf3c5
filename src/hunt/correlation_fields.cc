#include "hunt/correlation_fields.h"

#include <set>

namespace hoptrace::hunt {

CorrelationFields::CorrelationFields(const rules::RuleSet& rules, const event::FieldDictionary& fields) {
  std::set<std::string> names;
  for (const rules::Correlation& correlation : rules.correlations) {
    names.insert(correlation.group_by.begin(), correlation.group_by.end());
    names.insert(correlation.condition.fields.begin(), correlation.condition.fields.end());
    for (const auto& alias : correlation.aliases) {
      names.erase(alias.name);  // resolved below; a field of that very name is interned by those who use it
      for (const auto& [rule, field] : alias.field_of_rule) names.insert(field);
    }
  }
  for (const std::string& name : names) names_.emplace_back(name, fields.find(name));
}

std::string CorrelationFields::names() const {
  std::string out;
  for (const auto& [name, id] : names_) out += name + "\n";
  return out;
}

cases::Pairs CorrelationFields::of(const event::Event& event, const rules::Lane& lane, rules::FieldView& view) const {
  view.look_at(event, lane);
  cases::Pairs out;
  for (const auto& [name, id] : names_) {
    view.any_value(id, [&](const rules::SeenValue& value) {
      if (!value.value().is_null()) out.emplace_back(name, std::string(value.text()));
      return true;  // the first value speaks for the field
    });
  }
  return out;
}

}  // namespace hoptrace::hunt
