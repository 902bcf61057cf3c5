// Comparing words of logs (channels, file names, switches) without regard to the case of ASCII letters, and the parts
// of paths. Nothing is copied.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

namespace hoptrace::sessions {

[[nodiscard]] constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] constexpr bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}
[[nodiscard]] constexpr bool begins(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && same(text.substr(0, with.size()), with);
}
[[nodiscard]] constexpr bool ends(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && same(text.substr(text.size() - with.size()), with);
}
// Where `word` (in small letters) begins in `text` at or after `from`; npos: nowhere.
[[nodiscard]] constexpr std::size_t find(std::string_view text, std::string_view word, std::size_t from = 0) {
  if (from > text.size()) return std::string_view::npos;
  const auto at = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), word.begin(), word.end(),
                              [](char x, char y) { return lower(x) == y; });
  return at == text.end() && !word.empty() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
}
[[nodiscard]] constexpr bool contains(std::string_view text, std::string_view word) {
  return find(text, word) != std::string_view::npos;
}
[[nodiscard]] constexpr bool is_one_of(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return same(text, word); });
}
[[nodiscard]] constexpr bool ends_in_one_of(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return ends(text, word); });
}

[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) {
  constexpr auto kIsBlank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && kIsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && kIsBlank(text.back())) text.remove_suffix(1);
  return text;
}
// The last part of a path: "cmd.exe".
[[nodiscard]] constexpr std::string_view file_name(std::string_view path) {
  return path.substr(path.find_last_of("\\/") + 1);
}
// A host's name without its domain.
[[nodiscard]] constexpr std::string_view first_label(std::string_view host) {
  return host.substr(0, host.find('.'));
}
[[nodiscard]] constexpr bool is_same_host(std::string_view a, std::string_view b) {
  return !a.empty() && same(first_label(a), first_label(b));
}

}  // namespace hoptrace::sessions
