#include "match/readings.h"

#include "base/unicode.h"

namespace hoptrace::match {
namespace {

// The empty text, told apart from a text that nobody asked for yet.
std::string_view made(std::string_view text) {
  return text.data() == nullptr ? std::string_view("") : text;
}

}  // namespace

void Readings::look_at(const event::Event& event, const rules::Lane& lane) {
  view_.look_at(event, lane);
  readings_.clear();
  ++round_;
}

Readings::Range Readings::of(event::FieldId rule_field) {
  const auto index = static_cast<std::size_t>(rule_field);
  if (index >= known_.size()) known_.resize(index + 1);
  Known& known = known_[index];
  if (known.round == round_) return known.range;
  Range range{.unknown = false, .first = static_cast<std::uint32_t>(readings_.size()), .count = 0};
  view_.any_value(rule_field, [&](const rules::SeenValue& seen) {
    readings_.push_back({seen, {}, {}});
    return false;
  });
  range.count = static_cast<std::uint32_t>(readings_.size()) - range.first;
  range.unknown = range.count == 0 && view_.presence(rule_field) == rules::Presence::kUnknown;
  known = {round_, range};
  return range;
}

Readings::Range Readings::all() {
  if (all_.round == round_) return all_.range;
  Range range{.unknown = false, .first = static_cast<std::uint32_t>(readings_.size()), .count = 0};
  view_.any_in_record([&](const rules::SeenValue& seen) {
    readings_.push_back({seen, {}, {}});
    return false;
  });
  range.count = static_cast<std::uint32_t>(readings_.size()) - range.first;
  all_ = {round_, range};
  return range;
}

std::string_view Readings::text(std::uint32_t reading) {
  Reading& r = readings_[reading];
  if (r.text.data() == nullptr) r.text = made(base::valid_utf8(r.seen.text(), event().arena()));
  return r.text;
}

std::string_view Readings::folded(std::uint32_t reading) {
  if (readings_[reading].folded.data() == nullptr) {
    const std::string_view plain = text(reading);
    readings_[reading].folded = made(base::fold(plain, event().arena()));
  }
  return readings_[reading].folded;
}

}  // namespace hoptrace::match
