// parse_rule(), parse_correlation(), parse_filter(): one checked YAML document each into what rule.h describes.
//
// Names that refer to other documents stay names here; rule_set.cc resolves them. Sources: Sigma specification 2.1
// (rules, correlation rules, filters); where it is silent, pySigma 2.0's reading, named at the place.
#pragma once

#include <string>

#include "base/yaml.h"
#include "rules/fault.h"
#include "rules/rule.h"
#include "rules/rule_set.h"

namespace hoptrace::rules {

[[nodiscard]] Parsed<Rule> parse_rule(const base::Yaml& document, const PlaceholderValues& placeholders);
[[nodiscard]] Parsed<Correlation> parse_correlation(const base::Yaml& document);
// A filter's condition says what must hold beside the rule ("not selection" takes matches away), so pySigma's
// SigmaFilter.apply_on_rule: "(rule) and (filter)". The specification's one example, `condition: selection`,
// contradicts its own title; the filter's introduction in SigmaHQ/pySigma#226 writes `condition: not selection`.
[[nodiscard]] Parsed<Filter> parse_filter(const base::Yaml& document, const PlaceholderValues& placeholders);

}  // namespace hoptrace::rules
