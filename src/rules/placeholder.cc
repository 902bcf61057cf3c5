#include "rules/placeholder.h"

#include <fmt/format.h>

namespace hoptrace::rules {
namespace {

struct Piece {
  bool placeholder = false;
  std::string text;  // its name, or the text as written
};

// The name of the placeholder that starts at `text` ("%name%…"), or an empty one. It starts with a letter, a digit or
// an underscore, so that "50% of %hosts%" has one placeholder.
std::string_view name_at(std::string_view text) {
  const auto end = text.find('%', 1);
  if (end == std::string_view::npos) return {};
  const std::string_view name = text.substr(1, end - 1);
  const auto starts_name = [](char c) {
    const auto lower = static_cast<unsigned char>(c | 0x20);
    return c == '_' || (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z') || lower >= 0x80;
  };
  const bool named = !name.empty() && starts_name(name.front()) && name.find('\\') == std::string_view::npos;
  return named ? name : std::string_view();
}

std::vector<Piece> split(std::string_view written) {
  std::vector<Piece> pieces(1);
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char next = i + 1 < written.size() ? written[i + 1] : '\0';
    if (written[i] == '\\' && next == '%') {
      pieces.back().text += '%';
      ++i;
    } else if (written[i] == '\\' && next == '\\') {
      pieces.back().text += "\\\\";
      ++i;
    } else if (const auto name = written[i] == '%' ? name_at(written.substr(i)) : ""; !name.empty()) {
      pieces.push_back({true, std::string(name)});
      pieces.emplace_back();
      i += name.size() + 1;
    } else {
      pieces.back().text += written[i];
    }
  }
  return pieces;
}

}  // namespace

Parsed<std::vector<std::string>> fill_placeholders(std::string_view written, const PlaceholderValues& values,
                                                   std::size_t limit, std::set<std::string>& missing) {
  const std::vector<Piece> pieces = split(written);
  std::vector<std::string> texts(1);
  bool complete = true;
  for (const Piece& piece : pieces) {
    const auto found = piece.placeholder ? values.find(piece.text) : values.end();
    if (!piece.placeholder) {
      for (std::string& text : texts) text += piece.text;
    } else if (found == values.end() || found->second.empty()) {
      missing.insert(piece.text);
      complete = false;
    } else if (complete) {
      if (found->second.size() > limit / texts.size()) {
        return fault(0, fmt::format("the placeholders of one value make more than {} texts", limit));
      }
      std::vector<std::string> longer;
      for (const std::string& text : texts) {
        for (const std::string& value : found->second) longer.push_back(text + value);
      }
      texts = std::move(longer);
    }
  }
  if (!complete) texts.clear();
  return texts;
}

}  // namespace hoptrace::rules
