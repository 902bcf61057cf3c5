#include "report/escape.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include "base/unicode.h"

namespace hoptrace::report {
namespace {

bool is_line_space(char32_t c) {
  return c == '\n' || c == '\r' || c == '\t';
}

bool hides_or_turns(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
  const bool direction =
      c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  const bool separator = c == 0x2028 || c == 0x2029;
  const bool tag = c >= 0xE0000 && c <= 0xE007F;  // letters that nothing shows
  return control || direction || separator || tag || c == 0xFEFF;
}

// Calls put(code point, its bytes) for what may be shown; appends the names of all else to `out`.
template <class Put>
void each_visible(std::string_view text, bool line_spaces, std::string& out, Put&& put) {
  while (!text.empty()) {
    const base::CodePoint point = base::code_point(text);
    const std::string_view bytes = text.substr(0, point.length);
    const bool invalid = point.length == 1 && static_cast<unsigned char>(bytes[0]) >= 0x80;
    if (invalid) {
      out += fmt::format("<0x{:02X}>", static_cast<unsigned char>(bytes[0]));
    } else if (hides_or_turns(point.value) && !(line_spaces && is_line_space(point.value))) {
      out += fmt::format("<U+{:04X}>", static_cast<std::uint32_t>(point.value));
    } else {
      put(point.value, bytes);
    }
    text.remove_prefix(point.length);
  }
}

std::string visible(std::string_view text, bool line_spaces) {
  std::string out;
  out.reserve(text.size());
  each_visible(text, line_spaces, out, [&](char32_t, std::string_view bytes) { out += bytes; });
  return out;
}

bool begins_a_formula(std::string_view cell) {
  cell.remove_prefix(std::min(cell.find_first_not_of("\"' "), cell.size()));
  if (cell.empty()) return false;
  constexpr std::string_view kSigns = "=+-@\t\r\n";
  if (kSigns.find(cell.front()) != std::string_view::npos) return true;
  for (const std::string_view wide : {"＝", "＋", "－", "＠"}) {
    if (cell.starts_with(wide)) return true;
  }
  return false;
}

bool is_punctuation(char32_t c) {
  return c < 0x80 &&
         ((c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~'));
}

}  // namespace

std::string terminal(std::string_view text) {
  return visible(text, false);
}

std::string csv_cell(std::string_view text) {
  std::string cell = visible(text, true);
  if (begins_a_formula(cell)) cell.insert(0, 1, '\'');
  if (cell.find_first_of("\",;\t\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string markdown(std::string_view text) {
  std::string out;
  each_visible(text, true, out, [&](char32_t c, std::string_view bytes) {
    if (is_line_space(c)) {
      out += ' ';
    } else if (c == '<' || c == '>' || c == '&') {
      out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
    } else {
      if (is_punctuation(c)) out += '\\';
      out += bytes;
    }
  });
  return out;
}

std::size_t columns(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const base::CodePoint point = base::code_point(text);
    width += static_cast<std::size_t>(std::max(utf8proc_charwidth(static_cast<utf8proc_int32_t>(point.value)), 0));
    text.remove_prefix(point.length);
  }
  return width;
}

std::string shortened(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  std::size_t used = 0, end = 0;
  while (end < text.size()) {
    const base::CodePoint point = base::code_point(text.substr(end));
    const std::size_t next = columns(text.substr(end, point.length));
    if (used + next + 1 > width) break;
    used += next;
    end += point.length;
  }
  return width == 0 ? std::string() : std::string(text.substr(0, end)) + "…";
}

}  // namespace hoptrace::report
