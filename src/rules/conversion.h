// Conversions: the text that Sysmon would have written, made from what another event says.
//
// Each function takes texts of a record and gives the converted text, in `arena` or a view of its input. Whatever is
// not what the documentation promises is handed on unchanged: a strange value stays visible to rules and readers.
// Sources: Microsoft's "Advanced security audit events" (4657, 4688, 5156), Sysmon's documentation (registry root
// abbreviations), [MS-DTYP] 2.4.2.4 (well-known SIDs), IANA protocol numbers.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "rules/log_source.h"

namespace hoptrace::rules {

// The name of a conversion as content/fields/ writes it ("hex_to_decimal"), and back.
[[nodiscard]] std::optional<Conversion> conversion_of(std::string_view name);
[[nodiscard]] std::string_view name(Conversion conversion);

// How many sources a conversion takes: exactly `step`, or any multiple of it where `many`.
struct SourceCount {
  std::size_t step = 1;
  bool many = false;
};
[[nodiscard]] SourceCount source_count(Conversion conversion);

// `texts` are the sources' texts in the table's order; a source that the record lacks has a text without data().
// Nothing where the record has none of what it needs. Not for kSame and kConstant, which need no making.
[[nodiscard]] std::optional<std::string_view> convert(Conversion conversion, std::span<const std::string_view> texts,
                                                      base::Arena& arena);

}  // namespace hoptrace::rules
