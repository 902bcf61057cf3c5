#include "match/glob.h"

#include "base/unicode.h"
#include "match/literal_search.h"

namespace hoptrace::match {
namespace {

using Part = rules::Glob::Part;

bool drop_front_characters(std::string_view& text, std::size_t count) {
  for (; count > 0; --count) {
    if (text.empty()) return false;
    text.remove_prefix(base::code_point(text).length);
  }
  return true;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

bool drop_back_characters(std::string_view& text, std::size_t count) {
  for (; count > 0; --count) {
    if (text.empty()) return false;
    while (text.size() > 1 && is_continuation(text.back())) text.remove_suffix(1);
    text.remove_suffix(1);
  }
  return true;
}

}  // namespace

CompiledGlob::CompiledGlob(const rules::Glob& glob) : cased_(glob.cased) {
  if (take_simple(glob.parts)) return;
  shape_ = Shape::kGeneral;
  stretches_.emplace_back();
  for (const Part& part : glob.parts) add_part(part);
}

bool CompiledGlob::take_simple(const std::vector<Part>& parts) {
  const Part* literal = nullptr;
  bool many_before = false, many_behind = false;
  for (const Part& part : parts) {
    if (part.kind == Part::Kind::kOne) return false;
    if (part.kind == Part::Kind::kMany) {
      (literal == nullptr ? many_before : many_behind) = true;
    } else if (!part.literal.empty()) {
      if (literal != nullptr) return false;
      literal = &part;
    }
  }
  if (literal == nullptr) {
    shape_ = many_before ? Shape::kContains : Shape::kEquals;
    return true;
  }
  if (many_before) {
    shape_ = many_behind ? Shape::kContains : Shape::kSuffix;
  } else {
    shape_ = many_behind ? Shape::kPrefix : Shape::kEquals;
  }
  literal_ = cased_ ? literal->literal : base::fold(literal->literal);
  return true;
}

void CompiledGlob::add_part(const Part& part) {
  if (part.kind == Part::Kind::kMany) {
    stretches_.emplace_back();
    return;
  }
  Stretch& stretch = stretches_.back();
  if (part.kind == Part::Kind::kOne) {
    if (stretch.empty() || !stretch.back().literal.empty()) stretch.emplace_back();
    ++stretch.back().ones;
    return;
  }
  if (part.literal.empty()) return;
  if (stretch.empty()) stretch.emplace_back();
  stretch.back().literal += cased_ ? part.literal : base::fold(part.literal);
}

bool CompiledGlob::matches(std::string_view text) const {
  switch (shape_) {
    case Shape::kEquals:
      return text == literal_;
    case Shape::kPrefix:
      return text.starts_with(literal_);
    case Shape::kSuffix:
      return text.ends_with(literal_);
    case Shape::kContains:
      return find_literal(text, literal_) != std::string_view::npos;
    case Shape::kGeneral:
      return matches_general(text);
  }
  return false;
}

// The first stretch stands at the start, the last at the end, and each one between is taken where it is found first:
// a later place could only leave less for those that follow.
bool CompiledGlob::matches_general(std::string_view text) const {
  if (!take_front(stretches_.front(), text)) return false;
  if (stretches_.size() == 1) return text.empty();
  if (!take_back(stretches_.back(), text)) return false;
  for (std::size_t i = 1; i + 1 < stretches_.size(); ++i) {
    if (!take_first(stretches_[i], text)) return false;
  }
  return true;
}

bool CompiledGlob::take_front(const Stretch& stretch, std::string_view& text) {
  for (const Piece& piece : stretch) {
    if (!drop_front_characters(text, piece.ones) || !text.starts_with(piece.literal)) return false;
    text.remove_prefix(piece.literal.size());
  }
  return true;
}

bool CompiledGlob::take_back(const Stretch& stretch, std::string_view& text) {
  for (auto piece = stretch.rbegin(); piece != stretch.rend(); ++piece) {
    if (!text.ends_with(piece->literal)) return false;
    text.remove_suffix(piece->literal.size());
    if (!drop_back_characters(text, piece->ones)) return false;
  }
  return true;
}

bool CompiledGlob::take_first(const Stretch& stretch, std::string_view& text) {
  if (stretch.empty()) return true;
  const Piece& first = stretch.front();
  for (std::string_view rest = text; !rest.empty(); drop_front_characters(rest, 1)) {
    if (first.ones == 0) {
      const std::size_t at = find_literal(rest, first.literal);
      if (at == std::string_view::npos) return false;
      rest.remove_prefix(at);
    }
    std::string_view behind = rest;
    if (take_front(stretch, behind)) {
      text = behind;
      return true;
    }
  }
  return false;
}

}  // namespace hoptrace::match
