// Lists of texts inside one column of the case, as JSON: readable with any SQLite tool (json_each).
// Pairs are a list of two-item lists, because names repeat and have an order. Text that is not valid UTF-8 is kept
// with replacement characters. Unpacking never fails: what is not such a list reads as empty.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cases/finding.h"

namespace hoptrace::cases {

[[nodiscard]] std::string pack(const std::vector<std::string>& texts);
[[nodiscard]] std::string pack(const Pairs& pairs);
// The same into memory that is used again: what `json` holds is replaced.
void pack(const std::vector<std::string>& texts, std::string& json);
void pack(const Pairs& pairs, std::string& json);
[[nodiscard]] SharedDetail detail_of(const Pairs& matched, const std::vector<std::string>& missing,
                                     const std::vector<std::string>& context);
[[nodiscard]] SharedDetail with_context(const Detail& detail, const std::vector<std::string>& context);
[[nodiscard]] std::vector<std::string> unpack_texts(std::string_view json);
[[nodiscard]] Pairs unpack_pairs(std::string_view json);

}  // namespace hoptrace::cases
