#include "match/gap_regex.h"

namespace hoptrace::match {
namespace {

bool is_punctuation(char c) {
  const auto code = static_cast<unsigned char>(c);
  return (code > 0x20 && code < 0x30) || (code > 0x39 && code < 0x41) || (code > 0x5A && code < 0x61) ||
         (code > 0x7A && code < 0x7F);
}

// One character that stands for itself and has no case, as it is written; empty if `rest` begins with anything else.
std::string_view take_character(std::string_view& rest) {
  constexpr std::string_view kOperators = "\\^$.|?*+()[]{}";
  std::size_t size = 0;
  if (rest.size() > 1 && rest[0] == '\\' && is_punctuation(rest[1])) {
    size = 2;
  } else if (!rest.empty() && is_punctuation(rest[0]) && kOperators.find(rest[0]) == std::string_view::npos) {
    size = 1;
  }
  const std::string_view taken = rest.substr(0, size);
  rest.remove_prefix(size);
  return taken;
}

}  // namespace

std::optional<std::string> without_going_back(std::string_view pattern) {
  constexpr std::string_view kGap = ".*";
  std::string_view rest = pattern;
  std::string out(take_character(rest));
  if (out.empty() || rest.empty()) return std::nullopt;
  while (!rest.empty()) {
    if (!rest.starts_with(kGap)) return std::nullopt;
    rest.remove_prefix(kGap.size());
    const std::string_view character = take_character(rest);
    if (character.empty()) return std::nullopt;
    // What `.` means (is a line's end in it?) is left to the options.
    out.append("(?:(?!").append(character).append(").)*+").append(character);
  }
  return out;
}

}  // namespace hoptrace::match
