// What rules, correlations and filters have in common: title, id, level, log source.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"
#include "rules/fault.h"
#include "rules/rule.h"

namespace hoptrace::rules {

// The texts under `key`: a list, or one alone; empty where it is not there.
[[nodiscard]] Parsed<std::vector<std::string>> read_texts(const base::Yaml& map, std::string_view key);
// The one text under `key`, or an empty one where it is not there.
[[nodiscard]] Parsed<std::string> read_text(const base::Yaml& map, std::string_view key);

[[nodiscard]] Parsed<LogSource> read_logsource(const base::Yaml& document);

// Fills in the members that Rule and Correlation share. Refuses a missing title, unknown levels and statuses, and a
// taxonomy other than Sigma's own: its names would mean nothing here.
template <class Any>
[[nodiscard]] Parsed<void> read_metadata(const base::Yaml& document, Any& out);
extern template Parsed<void> read_metadata(const base::Yaml&, Rule&);
extern template Parsed<void> read_metadata(const base::Yaml&, Correlation&);

}  // namespace hoptrace::rules
