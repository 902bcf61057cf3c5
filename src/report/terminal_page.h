// TerminalPage: lines of text in columns of a fixed width, with colours or without.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hoptrace::report {

enum class Ink : std::uint8_t { kPlain, kStrong, kFaint, kGrave, kBad, kWarn, kNote };

class TerminalPage {
 public:
  TerminalPage(std::size_t width, bool colour) : width_(width), colour_(colour) {}

  [[nodiscard]] std::size_t width() const { return width_; }
  void set_width(std::size_t width) { width_ = width; }
  // `text` is escaped and cut to `size` columns; padded to them where `fill`.
  TerminalPage& cell(std::string_view text, std::size_t size, Ink ink = Ink::kPlain, bool fill = true);
  // A number with its thousands apart, at the right of `size` columns; nothing is shown faintly as a dot.
  TerminalPage& number(std::uint64_t value, std::size_t size);
  // The program's own words, as they are.
  TerminalPage& words(std::string_view text, Ink ink = Ink::kPlain);
  TerminalPage& end_line();
  // A blank line, then `title`.
  TerminalPage& heading(std::string_view title);
  // How many columns the current line has left.
  [[nodiscard]] std::size_t left() const { return used_ < width_ ? width_ - used_ : 0; }
  // "… and 12 more", where there is more.
  TerminalPage& left_out(std::uint64_t count, std::string_view indent);

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::size_t width_;
  bool colour_;
  std::size_t used_ = 0;  // columns of the current line
  std::string text_;
};

// 1234567 as "1,234,567".
[[nodiscard]] std::string with_thousands(std::uint64_t value);

}  // namespace hoptrace::report
