#include "match/shown_value.h"

#include <cmath>

#include "base/unicode.h"
#include "match/literal_search.h"

namespace hoptrace::match {
namespace {

constexpr std::size_t kFew = 4;  // literals that are quicker looked for one by one

void append(std::span<const Post> posts, Posts& out) {
  out.insert(out.end(), posts.begin(), posts.end());
}

}  // namespace

bool LiteralSearch::find(std::string_view folded) {
  hits_.clear();
  if (set_ == nullptr) {
    set_ = index_.literal_set(number_);
    if (set_ == nullptr) return false;
    scratch_.emplace(*set_);
  }
  return set_->scan(folded, *scratch_, hits_);
}

void ShownValue::find(const Watch& watch, event::FieldId of, Posts& out) {
  append(watch.any_value, out);
  if (!watch.numbers.empty()) {
    if (const auto number = this->number()) append(watch.numbers.find(*number), out);
  }
  if (!watch.exact.empty()) append(watch.exact.find(folded()), out);
  if (watch.literals.empty()) return;
  watch.literals.size() <= kFew ? find_few(watch, of, out) : find_literals(watch, of, out);
}

std::string_view ShownValue::text() {
  if (!text_) text_ = base::valid_utf8(value_.as_text(arena_), arena_);
  return *text_;
}

std::string_view ShownValue::folded() {
  if (!folded_) folded_ = base::fold(text(), arena_);
  return *folded_;
}

std::optional<double> ShownValue::number() {
  const auto number = value_.is_text() ? event::parse_number(text()) : value_.as_number(arena_);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

void ShownValue::find_few(const Watch& watch, event::FieldId of, Posts& out) {
  for (std::size_t i = 0; i < watch.literals.size(); ++i) {
    const std::string_view literal = tools_.index().literal(of, watch.literals.key(i));
    if (find_literal(folded(), literal) != std::string_view::npos) append(watch.literals.posts(i), out);
  }
}

void ShownValue::find_literals(const Watch& watch, event::FieldId of, Posts& out) {
  const RuleIndex::Place& place = tools_.index().place_of(of);
  LiteralSearch& search = tools_.search(place.set);
  const std::uint64_t bit = std::uint64_t{1} << (place.set % 64);  // a set beyond is looked through again
  if ((searched_ & bit) == 0 || place.set >= 64) {
    searched_ |= bit;
    gave_up_ = search.find(folded()) ? gave_up_ & ~bit : gave_up_ | bit;
  }
  if ((gave_up_ & bit) != 0) {
    for (std::size_t i = 0; i < watch.literals.size(); ++i) append(watch.literals.posts(i), out);
    return;
  }
  for (const std::uint32_t hit : search.hits()) {
    if (hit < place.first || hit >= place.first + place.count) continue;
    append(watch.literals.find(hit - place.first), out);
  }
}

}  // namespace hoptrace::match
