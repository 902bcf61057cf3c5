#include "report/terminal_page.h"

#include <array>

#include "report/escape.h"

namespace hoptrace::report {
namespace {

constexpr std::array<std::string_view, 7> kInks{
    "", "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[31m", "\x1b[33m", "\x1b[36m",
};
constexpr std::string_view kInkEnd = "\x1b[0m";

}  // namespace

std::string with_thousands(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

TerminalPage& TerminalPage::words(std::string_view text, Ink ink) {
  used_ += columns(text);
  const bool inked = colour_ && ink != Ink::kPlain && !text.empty();
  if (inked) text_ += kInks[static_cast<std::size_t>(ink)];
  text_ += text;
  if (inked) text_ += kInkEnd;
  return *this;
}

TerminalPage& TerminalPage::cell(std::string_view text, std::size_t size, Ink ink, bool fill) {
  const std::string shown = shortened(terminal(text), size);
  words(shown, ink);
  const std::size_t taken = columns(shown);
  if (fill && taken < size) words(std::string(size - taken, ' '));
  return *this;
}

TerminalPage& TerminalPage::number(std::uint64_t value, std::size_t size) {
  const std::string digits = value == 0 ? "·" : with_thousands(value);
  const std::size_t taken = columns(digits);
  if (taken < size) words(std::string(size - taken, ' '));
  return words(digits, value == 0 ? Ink::kFaint : Ink::kPlain);
}

TerminalPage& TerminalPage::end_line() {
  while (text_.ends_with(' ')) text_.pop_back();
  text_ += '\n';
  used_ = 0;
  return *this;
}

TerminalPage& TerminalPage::heading(std::string_view title) {
  return end_line().words(title, Ink::kStrong);
}

TerminalPage& TerminalPage::left_out(std::uint64_t count, std::string_view indent) {
  if (count == 0) return *this;
  return words(indent).words("… and " + with_thousands(count) + " more", Ink::kFaint).end_line();
}

}  // namespace hoptrace::report
