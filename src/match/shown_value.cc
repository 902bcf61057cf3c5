#include "match/shown_value.h"

#include <cmath>

#include "base/unicode.h"

namespace hoptrace::match {
namespace {

void append(const Posts& posts, Posts& out) {
  out.insert(out.end(), posts.begin(), posts.end());
}

}  // namespace

void ShownValue::find(const Watch& watch, Posts& out) {
  append(watch.present, out);
  if (value_.is_null() || !watch.wants_values()) return;
  if (!watch.numbers.empty()) {
    const auto number = this->number();
    const auto waiting = number ? watch.numbers.find(*number) : watch.numbers.end();
    if (waiting != watch.numbers.end()) append(waiting->second, out);
  }
  if (!watch.exact.empty()) {
    if (const auto waiting = watch.exact.find(folded()); waiting != watch.exact.end()) append(waiting->second, out);
  }
  if (!watch.literals.empty()) find_literals(watch, out);
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

void ShownValue::find_literals(const Watch& watch, Posts& out) {
  if (scan_ == Scan::kNotYet) {
    tools_.hits.clear();
    scan_ = tools_.set->scan(folded(), *tools_.scratch, tools_.hits) ? Scan::kDone : Scan::kGaveUp;
  }
  if (scan_ == Scan::kGaveUp) {
    for (const auto& [literal, posts] : watch.literals) append(posts, out);
    return;
  }
  for (const std::uint32_t literal : tools_.hits) {
    if (const auto waiting = watch.literals.find(literal); waiting != watch.literals.end()) {
      append(waiting->second, out);
    }
  }
}

}  // namespace hoptrace::match
