#include "serve/target.h"

#include <algorithm>

#include "base/unicode.h"

namespace hoptrace::serve {
namespace {

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

// `plus`: a plus is a blank, as in forms.
std::optional<std::string> decoded(std::string_view text, bool plus) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '%') {
      const auto high = at + 1 < text.size() ? hex_digit(text[at + 1]) : std::nullopt;
      const auto low = at + 2 < text.size() ? hex_digit(text[at + 2]) : std::nullopt;
      if (!high || !low) return std::nullopt;
      c = static_cast<char>(*high << 4U | *low);
      at += 2;
    } else if (c == '+' && plus) {
      c = ' ';
    }
    if (is_control(c)) return std::nullopt;
    out += c;
  }
  if (!base::is_valid_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace

std::optional<std::string_view> Target::parameter(std::string_view name) const {
  const auto found = std::ranges::find(query, name, &Pairs::value_type::first);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

std::optional<Pairs> parse_form(std::string_view text) {
  Pairs pairs;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    if (one.empty()) continue;
    const std::size_t equals = one.find('=');
    auto name = decoded(one.substr(0, equals), true);
    auto value = equals == std::string_view::npos ? std::string() : decoded(one.substr(equals + 1), true);
    if (!name || !value || pairs.size() >= kMaxParameters) return std::nullopt;
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

std::optional<Target> parse_target(std::string_view target) {
  if (target.size() > kMaxTarget || !target.starts_with('/')) return std::nullopt;
  Target read;
  const std::size_t question = target.find('?');
  if (question != std::string_view::npos) {
    auto query = parse_form(target.substr(question + 1));
    if (!query) return std::nullopt;
    read.query = std::move(*query);
  }
  std::string_view path = target.substr(1, question == std::string_view::npos ? question : question - 1);
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    auto segment = decoded(path.substr(0, slash), false);
    if (!segment || segment->empty() || *segment == "." || *segment == ".." || segment->contains('/'))
      return std::nullopt;
    read.segments.push_back(std::move(*segment));
    if (read.segments.size() > kMaxSegments || slash + 1 == path.size()) return std::nullopt;
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return read;
}

}  // namespace hoptrace::serve
