#include "correlate/grouping.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/unicode.h"
#include "correlate/aggregate.h"

namespace hoptrace::correlate {
namespace {

using Combination = std::vector<std::string>;

std::vector<std::string> values_of(const cases::Pairs& fields, const std::string& name) {
  std::vector<std::string> values;
  for (const auto& [field, value] : fields) {
    const auto same = [&value](const std::string& known) { return base::equal_folded(known, value); };
    if (base::equal_folded(field, name) && std::ranges::none_of(values, same)) values.push_back(value);
  }
  return values;
}

// Every way to take one value of each field, at most kMostGroups; none if a field is not there.
std::vector<Combination> combinations(const std::vector<std::string>& names, const cases::Pairs& fields) {
  std::vector<Combination> all{{}};
  for (const std::string& name : names) {
    std::vector<Combination> longer;
    for (const std::string& value : values_of(fields, name)) {
      for (const Combination& combination : all) {
        if (longer.size() >= kMostGroups) break;
        longer.push_back(combination);
        longer.back().push_back(value);
      }
    }
    all = std::move(longer);
  }
  return all;
}

// One text for a combination without case; lengths keep the values apart.
std::string key_of(const Combination& values) {
  std::string key;
  for (const std::string& value : values) {
    const std::string folded = base::fold(value);
    key += std::to_string(folded.size()) + ':' + folded;
  }
  return key;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

}  // namespace

std::optional<double> number_of(std::string_view text) {
  const std::string number = trimmed(text);
  const char* const end = number.data() + number.size();
  if (number.starts_with("0x") || number.starts_with("0X")) {
    std::uint64_t value = 0;
    const auto [stop, error] = std::from_chars(number.data() + 2, end, value, 16);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return static_cast<double>(value);
  }
  double value = 0;
  const char* const begin = number.data() + (number.starts_with('+') ? 1 : 0);
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (error != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

Grouping::Grouping(const rules::RuleSet& rules, std::size_t correlation)
    : correlation_(rules.correlations[correlation]) {
  const std::vector<std::uint32_t>& members = rules.correlation_members[correlation];
  for (std::size_t member = 0; member < members.size(); ++member) {
    std::vector<std::string>& group = group_fields_.emplace_back();
    for (const std::string& name : correlation_.group_by) {
      group.push_back(field_for(member, name, rules, members[member]));
    }
    std::vector<std::string>& value = value_fields_.emplace_back();
    for (const std::string& name : correlation_.condition.fields) {
      value.push_back(field_for(member, name, rules, members[member]));
    }
  }
}

std::string Grouping::field_for(std::size_t member, const std::string& name, const rules::RuleSet& rules,
                                std::uint32_t target) const {
  const bool rule = target < rules.rules.size();
  const std::size_t at = rule ? target : target - rules.rules.size();
  const std::string& id = rule ? rules.rules[at].id : rules.correlations[at].id;
  const std::string& rule_name = rule ? rules.rules[at].name : rules.correlations[at].name;
  for (const rules::Correlation::Alias& alias : correlation_.aliases) {
    if (alias.name != name) continue;
    for (const auto& [reference, field] : alias.field_of_rule) {
      if (reference.empty()) continue;
      if (reference == correlation_.rules[member] || reference == id || reference == rule_name) return field;
    }
  }
  return name;
}

bool Grouping::take_values(const std::vector<std::string>& names, const cases::Pairs& fields,
                           std::vector<std::string>& out) const {
  switch (needs(correlation_.type)) {
    case Needs::kNothing:
      return true;
    case Needs::kValues:
      for (const Combination& combination : combinations(names, fields)) out.push_back(key_of(combination));
      break;
    case Needs::kNumbers:
      for (const auto& [field, value] : fields) {
        if (base::equal_folded(field, names.front()) && number_of(value)) out.push_back(value);
      }
      break;
  }
  return !out.empty();
}

std::vector<cases::GroupedItem> Grouping::of(std::uint32_t member, const std::string& tenant,
                                             const cases::Pairs& fields) const {
  std::vector<cases::GroupedItem> items;
  std::vector<std::string> values;
  if (!take_values(value_fields_[member], fields, values)) return items;
  for (const Combination& combination : combinations(group_fields_[member], fields)) {
    cases::GroupedItem& item = items.emplace_back();
    item.group.tenant = correlation_.all_tenants ? std::string() : tenant;
    item.group.key = key_of(combination);
    for (std::size_t i = 0; i < combination.size(); ++i) {
      item.group.shown.emplace_back(correlation_.group_by[i], combination[i]);
    }
    item.values = values;
  }
  return items;
}

}  // namespace hoptrace::correlate
