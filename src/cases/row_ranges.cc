#include "cases/row_ranges.h"

#include <charconv>

namespace hoptrace::cases {
namespace {

constexpr std::size_t kMostRows = 1'000'000;
constexpr RuleRow kHighestRow = 1'000'000'000'000;

bool take_number(std::string_view& text, RuleRow& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0 || number > kHighestRow) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

}  // namespace

std::string to_ranges(const std::vector<RuleRow>& rows) {
  std::string text;
  for (std::size_t i = 0; i < rows.size();) {
    std::size_t last = i;
    while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1) ++last;
    if (!text.empty()) text += ' ';
    text += std::to_string(rows[i]);
    if (last > i) text += '-' + std::to_string(rows[last]);
    i = last + 1;
  }
  return text;
}

std::vector<RuleRow> from_ranges(std::string_view text) {
  std::vector<RuleRow> rows;
  while (!text.empty() && rows.size() < kMostRows) {
    RuleRow first = 0;
    if (text.front() == ' ') text.remove_prefix(1);
    if (!take_number(text, first)) break;
    RuleRow last = first;
    if (text.starts_with('-')) {
      text.remove_prefix(1);
      if (!take_number(text, last)) break;
    }
    for (RuleRow row = first; row <= last && rows.size() < kMostRows; ++row) rows.push_back(row);
  }
  return rows;
}

}  // namespace hoptrace::cases
