#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "rules/metadata.h"
#include "rules/parse_rule.h"
#include "rules/rule_hash.h"

namespace hoptrace::rules {
namespace {

using base::Yaml;

struct TypeRow {
  std::string_view name;
  CorrelationType type;
  bool temporal;       // needs no condition
  std::size_t fields;  // how many fields the condition may name; 0: none
};
constexpr std::size_t kAnyNumber = 64;
constexpr std::array<TypeRow, 8> kTypes = {{
    {"event_count", CorrelationType::kEventCount, false, 0},
    {"value_count", CorrelationType::kValueCount, false, kAnyNumber},
    {"temporal", CorrelationType::kTemporal, true, 0},
    {"temporal_ordered", CorrelationType::kTemporalOrdered, true, 0},
    {"value_sum", CorrelationType::kValueSum, false, 1},
    {"value_avg", CorrelationType::kValueAvg, false, 1},
    {"value_percentile", CorrelationType::kValuePercentile, false, 1},
    {"value_median", CorrelationType::kValueMedian, false, 1},
}};

constexpr std::array<std::pair<std::string_view, Comparison>, 6> kComparisons = {{
    {"lt", Comparison::kLess},
    {"lte", Comparison::kLessOrEqual},
    {"gt", Comparison::kGreater},
    {"gte", Comparison::kGreaterOrEqual},
    {"eq", Comparison::kEqual},
    {"neq", Comparison::kNotEqual},  // pySigma's, not in the specification's list
}};

// s, m, h, d are the specification's; w, M and y (the mean month and year) pySigma's.
constexpr std::array<std::pair<char, std::int64_t>, 7> kUnits = {
    {{'s', 1}, {'m', 60}, {'h', 3'600}, {'d', 86'400}, {'w', 604'800}, {'M', 2'629'746}, {'y', 31'556'952}}};
constexpr std::int64_t kLongestTimespan = 100LL * 31'556'952;

Parsed<const TypeRow*> read_type(const Yaml& section) {
  const Yaml* const type = section.find("type");
  if (!type || !type->is_scalar() || type->is_null()) return fault(section.line, "the correlation has no `type`");
  for (const TypeRow& row : kTypes) {
    if (row.name == type->text) return &row;
  }
  return fault(type->line, fmt::format("`{}` is no type of correlation", type->text));
}

Parsed<std::int64_t> read_timespan(const Yaml& section) {
  const Yaml* const span = section.find("timespan");
  if (!span || !span->is_scalar() || span->is_null()) return fault(section.line, "the correlation has no `timespan`");
  const std::string& text = span->text;
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [end](const auto& row) { return row.first == *end; });
  if (error != std::errc{} || count <= 0 || end + 1 != text.data() + text.size() || unit == kUnits.end()) {
    return fault(span->line, fmt::format("`{}` is no timespan: write a number and one of s, m, h, d, w, M, y", text));
  }
  if (count > kLongestTimespan / unit->second)
    return fault(span->line, fmt::format("`{}` is more than 100 years", text));
  return count * unit->second;
}

Parsed<double> read_number(const Yaml& value, std::string_view key) {
  const bool number = value.kind == Yaml::Kind::kInteger || value.kind == Yaml::Kind::kFloat;
  if (number && std::isfinite(value.number)) return value.number;
  return fault(value.line, fmt::format("`{}` must be a number", key));
}

Parsed<void> read_criterion(std::string_view key, const Yaml& value, const Yaml& condition,
                            CorrelationCondition& out) {
  if (key == "field") {
    auto fields = read_texts(condition, "field");
    if (!fields) return std::unexpected(std::move(fields.error()));
    out.fields = std::move(*fields);
    return {};
  }
  const auto row =
      std::find_if(kComparisons.begin(), kComparisons.end(), [key](const auto& r) { return r.first == key; });
  if (row == kComparisons.end() && key != "percentile") {
    return fault(value.line, fmt::format("`{}` means nothing in the condition of a correlation", key));
  }
  auto number = read_number(value, key);
  if (!number) return std::unexpected(std::move(number.error()));
  if (row == kComparisons.end()) {
    out.percentile = *number;
  } else {
    out.comparisons.push_back({row->second, *number});
  }
  return {};
}

Parsed<void> check_condition(const TypeRow& type, const Yaml& condition, const CorrelationCondition& found) {
  if (found.comparisons.empty())
    return fault(condition.line, "the condition compares nothing: gt, gte, lt, lte, eq or neq");
  if (type.fields > 0 && found.fields.empty()) {
    return fault(condition.line, fmt::format("{} needs a `field` in its condition", type.name));
  }
  if (found.fields.size() > type.fields) {
    const std::string_view most = type.fields == 0 ? "no field" : "one field";
    return fault(condition.line, fmt::format("the condition of {} takes {}", type.name, most));
  }
  const bool percentile = type.type == CorrelationType::kValuePercentile;
  if (percentile != (condition.find("percentile") != nullptr)) {
    return fault(condition.line, percentile ? "value_percentile needs a `percentile` in its condition"
                                            : "`percentile` belongs to value_percentile");
  }
  if (found.percentile < 0 || found.percentile > 100) return fault(condition.line, "a percentile is from 0 to 100");
  return {};
}

// Temporal types may go without: then all of their rules are meant, as the specification says of temporal proximity.
Parsed<CorrelationCondition> read_condition(const Yaml& section, const TypeRow& type, std::size_t rules) {
  CorrelationCondition out;
  const Yaml* const condition = section.find("condition");
  if (!condition && type.temporal) {
    out.comparisons.push_back({Comparison::kGreaterOrEqual, static_cast<double>(rules)});
    return out;
  }
  if (!condition) return fault(section.line, fmt::format("{} needs a `condition`", type.name));
  if (condition->is_scalar()) {
    return fault(
        condition->line,
        "a condition in words is not in Sigma 2.1: compare the number of rules (gte: 2), or chain correlations");
  }
  if (!condition->is_map()) return fault(condition->line, "the condition must be a map such as `gte: 10`");
  for (const auto& [key, value] : condition->map) {
    if (auto fine = read_criterion(key, value, *condition, out); !fine)
      return std::unexpected(std::move(fine.error()));
  }
  if (auto fine = check_condition(type, *condition, out); !fine) return std::unexpected(std::move(fine.error()));
  return out;
}

Parsed<void> read_aliases(const Yaml& section, std::vector<Correlation::Alias>& out) {
  const Yaml* const aliases = section.find("aliases");
  if (!aliases || aliases->is_null()) return {};
  if (!aliases->is_map()) return fault(aliases->line, "`aliases` must be a map of names");
  for (const auto& [name, mapping] : aliases->map) {
    if (!mapping.is_map() || mapping.map.empty()) {
      return fault(mapping.line, fmt::format("the alias `{}` must map rules to fields", name));
    }
    Correlation::Alias& alias = out.emplace_back();
    alias.name = name;
    for (const auto& [rule, field] : mapping.map) {
      if (!field.is_scalar() || field.text.empty()) {
        return fault(field.line, fmt::format("the alias `{}` needs one field for `{}`", name, rule));
      }
      alias.field_of_rule.emplace_back(rule, field.text);
    }
  }
  return {};
}

Parsed<std::vector<std::string>> read_rules(const Yaml& section) {
  auto rules = read_texts(section, "rules");
  if (!rules) return rules;
  if (rules->empty()) return fault(section.line, "the correlation has no `rules`");
  auto sorted = *rules;
  std::sort(sorted.begin(), sorted.end());
  if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end()) {
    return fault(section.find("rules")->line, fmt::format("the rule `{}` stands here twice", *twice));
  }
  return rules;
}

Parsed<void> read_section(const Yaml& section, Correlation& out) {
  auto type = read_type(section);
  if (!type) return std::unexpected(std::move(type.error()));
  out.type = (*type)->type;
  auto rules = read_rules(section);
  if (!rules) return std::unexpected(std::move(rules.error()));
  out.rules = std::move(*rules);
  auto group_by = read_texts(section, "group-by");
  if (!group_by) return std::unexpected(std::move(group_by.error()));
  out.group_by = std::move(*group_by);
  auto timespan = read_timespan(section);
  if (!timespan) return std::unexpected(std::move(timespan.error()));
  out.timespan_seconds = *timespan;
  auto condition = read_condition(section, **type, out.rules.size());
  if (!condition) return std::unexpected(std::move(condition.error()));
  out.condition = std::move(*condition);
  return read_aliases(section, out.aliases);
}

// The specification has it beside `correlation`, pySigma inside: either is taken.
Parsed<bool> read_generate(const Yaml& document, const Yaml& section) {
  const Yaml* const outside = document.find("generate");
  const Yaml* const generate = outside ? outside : section.find("generate");
  if (!generate || generate->is_null()) return false;
  if (generate->kind != Yaml::Kind::kBool) return fault(generate->line, "`generate` must be true or false");
  return generate->boolean;
}

// Ours (Sigma lets rules carry attributes of a tool's own): the only other scope than a tenant's.
Parsed<bool> read_scope(const Yaml& document) {
  const Yaml* const scope = document.find("hoptrace-scope");
  if (!scope || scope->is_null()) return false;
  if (scope->is_scalar() && scope->text == "tenant") return false;
  if (scope->is_scalar() && scope->text == "all-tenants") return true;
  return fault(scope->line, "`hoptrace-scope` must be tenant or all-tenants");
}

}  // namespace

Parsed<Correlation> parse_correlation(const Yaml& document) {
  Correlation out;
  if (auto fine = read_metadata(document, out); !fine) return std::unexpected(std::move(fine.error()));
  const Yaml* const section = document.find("correlation");
  if (!section || !section->is_map()) return fault(document.line, "`correlation` must be a map");
  if (auto fine = read_section(*section, out); !fine) return std::unexpected(std::move(fine.error()));
  auto generate = read_generate(document, *section);
  if (!generate) return std::unexpected(std::move(generate.error()));
  out.generate = *generate;
  auto scope = read_scope(document);
  if (!scope) return std::unexpected(std::move(scope.error()));
  out.all_tenants = *scope;
  out.hash = hash_of(out);
  if (out.id.empty()) out.id = make_id(out.hash, out.title, out.name);
  return out;
}

}  // namespace hoptrace::rules
