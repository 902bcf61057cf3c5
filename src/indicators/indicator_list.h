// Indicator lists: CSV (our own columns, or just type and value), STIX 2.1 bundles and MISP events, told by content.
//
// What a list says that cannot be looked up (a pattern with AND, a network instead of an address, a hash of the wrong
// length) is refused with its place; the rest of the list is used.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "indicators/indicator.h"

namespace hoptrace::indicators {

struct Refusal {
  std::string place;  // "list.csv:12", or "bundle.json: indicator--…"
  std::string why;
};
auto members(base::Either<Refusal> auto& refusal) {
  return std::tie(refusal.place, refusal.why);
}

struct IndicatorList {
  std::vector<Indicator> indicators;
  std::vector<Refusal> refused;
};

// Errors: the file cannot be read, or is none of the three.
[[nodiscard]] base::Result<IndicatorList> read_indicators(const std::string& path);
// The same for a text at hand; `place` names it.
[[nodiscard]] base::Result<IndicatorList> parse_indicators(std::string_view text, std::string_view place);

// The one column of a text with a name a line; blanks, empty lines and lines with '#' are passed over. For the shared
// names of IndicatorIndex.
[[nodiscard]] base::Result<std::vector<std::string>> read_names(const std::string& path);

// Refangs `indicator` and adds it, or a refusal.
void admit(Indicator indicator, IndicatorList& list);

// The readers behind parse_indicators().
[[nodiscard]] base::Result<IndicatorList> parse_csv(std::string_view text, std::string_view place);
[[nodiscard]] base::Result<IndicatorList> parse_json(std::string_view text, std::string_view place);

}  // namespace hoptrace::indicators
