#include "rules/windash.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/unicode.h"

namespace hoptrace::rules {
namespace {

constexpr std::array<std::string_view, 5> kSigns = {"-", "/", "\u2013", "\u2014", "\u2015"};

// Letters, digits, underscore. Of what is not ASCII, all but spaces and punctuation (general punctuation block).
bool is_word(char32_t c) {
  if (c < 0x80) return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  return c >= 0xAA && !(c >= 0x2000 && c <= 0x206F) && c != 0xFFFD;
}

std::string_view sign_at(std::string_view text) {
  const auto found =
      std::find_if(kSigns.begin(), kSigns.end(), [text](std::string_view sign) { return text.starts_with(sign); });
  return found == kSigns.end() ? std::string_view() : *found;
}

// `text` cut at its option signs: between two pieces stands one sign.
std::vector<std::string_view> cut(std::string_view text) {
  std::vector<std::string_view> pieces;
  bool word_before = false;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint here = base::code_point(text.substr(at));
    const std::string_view sign = sign_at(text.substr(at));
    const std::size_t after = at + here.length;
    if (!sign.empty() && !word_before && after < text.size() && is_word(base::code_point(text.substr(after)).value)) {
      pieces.push_back(text.substr(start, at - start));
      start = after;
    }
    word_before = is_word(here.value);
    at = after;
  }
  pieces.push_back(text.substr(start));
  return pieces;
}

}  // namespace

std::optional<std::vector<Parts>> permute_dashes(const Parts& parts, std::size_t limit) {
  std::vector<Parts> out(1);
  for (const Glob::Part& part : parts) {
    if (part.kind != Glob::Part::Kind::kLiteral) {
      for (Parts& one : out) append(one, {part});
      continue;
    }
    const auto pieces = cut(part.literal);
    for (Parts& one : out) append_literal(one, pieces.front());
    for (std::size_t i = 1; i < pieces.size(); ++i) {
      if (out.size() > limit / kSigns.size()) return std::nullopt;
      std::vector<Parts> longer;
      for (const Parts& one : out) {
        for (const std::string_view sign : kSigns) {
          append_literal(longer.emplace_back(one), sign);
          append_literal(longer.back(), pieces[i]);
        }
      }
      out = std::move(longer);
    }
  }
  return out;
}

}  // namespace hoptrace::rules
