#include "sessions/record_view.h"

#include <algorithm>
#include <charconv>

#include "base/fingerprint.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {

void RecordView::declare(event::FieldDictionary& fields) {
  for (const SlotName& row : slot_names()) fields.intern(row.name);
}

RecordView::RecordView(const event::FieldDictionary& fields) {
  for (const SlotName& row : slot_names()) {
    const auto number = static_cast<std::size_t>(fields.find(row.name));
    if (number == 0) continue;
    if (number >= slots_.size()) slots_.resize(number + 1, Slot::kNone);
    slots_[number] = row.slot;
  }
}

void RecordView::look(const event::Event& event) {
  event_ = &event;
  record_ = {event.origin, event.time, event.timed, event.record_id, event.event_id, event.computer};
  at_.fill(kNowhere);
  const auto& fields = event.fields();
  const std::size_t count = std::min<std::size_t>(fields.size(), kNowhere);
  for (std::size_t i = 0; i < count; ++i) {
    const Slot slot = slot_of(fields[i].id);
    if (slot == Slot::kNone) continue;
    std::uint16_t& at = at_[static_cast<std::size_t>(slot)];
    if (at == kNowhere || (fields[at].system && !fields[i].system)) at = static_cast<std::uint16_t>(i);
  }
}

void RecordView::look(const RecordMembers& record, const RecordValues& values, const SlotPlaces& places) {
  event_ = nullptr;
  record_ = record;
  values_ = &values;
  places_ = &places;
  arena_.reset();
  ++records_;
}

SlotPlaces RecordView::places(std::span<const SlotPlaces::Field> fields) const {
  SlotPlaces made;
  made.first_.assign(kSlots, kNowhere);
  const std::size_t count = std::min<std::size_t>(fields.size(), kNowhere);
  for (std::size_t i = 0; i < count; ++i) {
    const Slot slot = slot_of(fields[i].id);
    if (slot != Slot::kNone) made.places_.push_back({slot, fields[i].system, static_cast<std::uint16_t>(i)});
  }
  std::ranges::stable_sort(made.places_, {}, &SlotPlaces::Place::slot);
  for (std::size_t i = made.places_.size(); i > 0; --i) {
    made.first_[static_cast<std::size_t>(made.places_[i - 1].slot)] = static_cast<std::uint16_t>(i - 1);
  }
  return made;
}

RecordView::Seen& RecordView::seen(Slot slot) const {
  Seen& seen = seen_[static_cast<std::size_t>(slot)];
  if (seen.record != records_) find(slot, seen);
  return seen;
}

// The first field that the record has, but data before the record's header.
void RecordView::find(Slot slot, Seen& seen) const {
  seen.record = records_;
  seen.place = kNowhere;
  seen.rendered = false;
  const auto& all = places_->all();
  bool system = true;
  for (std::size_t i = places_->first(slot); i < all.size() && all[i].slot == slot && system; ++i) {
    if (seen.place != kNowhere && all[i].system) continue;
    const std::optional<event::Value> value = values_->value(all[i].field);
    if (!value) continue;
    seen.place = static_cast<std::uint16_t>(i);
    seen.value = *value;
    system = all[i].system;
  }
}

std::string_view RecordView::rendered(Slot slot) const {
  if (event_ != nullptr) {
    const std::uint16_t at = at_[static_cast<std::size_t>(slot)];
    return at == kNowhere ? std::string_view{} : event_->text(at);
  }
  Seen& seen = this->seen(slot);
  if (seen.place == kNowhere) return {};
  if (!seen.rendered) seen.text = seen.value.as_text(arena_);
  seen.rendered = true;
  return seen.text;
}

std::optional<event::Value> RecordView::value(Slot slot) const {
  if (event_ == nullptr) {
    const Seen& seen = this->seen(slot);
    return seen.place == kNowhere ? std::nullopt : std::optional(seen.value);
  }
  const std::uint16_t at = at_[static_cast<std::size_t>(slot)];
  return at == kNowhere ? std::nullopt : std::optional(event_->fields()[at].value);
}

std::string_view RecordView::text(Slot slot) const {
  const std::string_view text = trimmed(rendered(slot));
  return text == "-" ? std::string_view{} : text;
}

std::uint64_t RecordView::number(Slot slot) const {
  const std::optional<event::Value> value = this->value(slot);
  if (!value) return 0;
  using event::Kind;
  if (value->kind() == Kind::kInt || value->kind() == Kind::kUint || value->kind() == Kind::kHex) {
    return static_cast<std::uint64_t>(value->raw_integer());
  }
  std::string_view text = this->text(slot);
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  if (hex) text.remove_prefix(2);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, hex ? 16 : 10);
  if (error != std::errc{} || (end != text.data() + text.size() && *end != '.')) return 0;
  return number;
}

std::uint64_t RecordView::guid(Slot slot) const {
  std::string_view text = this->text(slot);
  if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
  if (text.find_first_not_of("0-") == std::string_view::npos) return 0;
  char small[64];
  const std::size_t size = std::min(text.size(), sizeof small);
  std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size), small, lower);
  return base::fingerprint({small, size}).low;
}

std::optional<base::Time> RecordView::time(Slot slot) const {
  const std::optional<event::Value> value = this->value(slot);
  return value ? value->as_time(arena()) : std::nullopt;
}

bool RecordView::is_true(Slot slot) const {
  const std::string_view text = this->text(slot);
  return same(text, "true") || text == "T" || text == "1";
}

bool RecordView::is_false(Slot slot) const {
  const std::string_view text = this->text(slot);
  return same(text, "false") || text == "F" || text == "0";
}

}  // namespace hoptrace::sessions
