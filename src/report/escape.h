// Escapes: log text is the attacker's. It is made harmless for wherever it is shown, and stays readable.
//
// What cannot be seen or turns what can be seen around is shown by its name: control characters, direction overrides
// and isolates, line separators as <U+202E>, bytes that are not UTF-8 as <0xFF>. Every result is valid UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace hoptrace::report {

// One line of text for a terminal: line breaks and tabs are shown by name as well.
[[nodiscard]] std::string terminal(std::string_view text);

// One cell of a CSV file (RFC 4180), quoted where needed. A cell that a spreadsheet would take for a formula (it
// begins, also behind quotes and blanks, with = + - @, tab or carriage return, also in full width) gets a ' in front.
// Sources: RFC 4180; OWASP "CSV Injection"; CWE-1236.
[[nodiscard]] std::string csv_cell(std::string_view text);

// Text within a paragraph or table cell of Markdown (CommonMark 0.31, with GitHub's tables and links that need no
// brackets): it makes no markup, no link and no HTML.
[[nodiscard]] std::string markdown(std::string_view text);

// How many columns valid UTF-8 takes on a terminal (utf8proc's widths).
[[nodiscard]] std::size_t columns(std::string_view text);
// `text`, or as much of it as fits `width` columns, with … at its end.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);

}  // namespace hoptrace::report
