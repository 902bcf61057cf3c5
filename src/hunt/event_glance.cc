#include "hunt/event_glance.h"

#include <charconv>

#include "match/rule_index.h"

namespace hoptrace::hunt {
namespace {

void put(std::string& key, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  key.append(reinterpret_cast<const char*>(&size), sizeof size).append(text);
}

bool says(std::string_view text, std::uint32_t number) {
  char digits[10];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  return text == std::string_view(digits, static_cast<std::size_t>(end - digits));
}

}  // namespace

void EventGlance::show(const event::Event& event) {
  event_ = &event;
  origin = event.origin;
  time = event.time;
  timed = event.timed;
  record_id = event.record_id;
  event_id = event.event_id;
  channel = event.channel;
  provider = event.provider;
  computer = event.computer;
  kind = event.kind;

  write_key();
  if (shapes_.size() == kMostShapes) shapes_.clear(), sieve_.forget_shapes();
  const auto [known, added] = shapes_.try_emplace(key_, static_cast<decode::ShapeId>(shapes_.size()));
  shape_ = known->second;
  if (!added) return;
  slots_.clear();
  for (std::size_t i = 0; i < event.fields().size(); ++i) {
    const event::Field& field = event.fields()[i];
    slots_.push_back({field.id, field.system || is_of_header(i), field.name});
  }
  sieve_.on_shape(shape_, slots_);
}

void EventGlance::write_key() {
  key_.clear();
  for (const std::string_view text : {kind.product, kind.category, kind.service}) put(key_, text);
  for (std::size_t i = 0; i < event_->fields().size(); ++i) {
    const event::Field& field = event_->fields()[i];
    const bool header = field.system || is_of_header(i);
    const std::uint64_t number = std::uint64_t{static_cast<std::uint32_t>(field.id)} << 1 | (header ? 1 : 0);
    key_.append(reinterpret_cast<const char*>(&number), sizeof number);
    if (field.id == event::FieldId::kOther) put(key_, field.name);
  }
}

// Whether the field says what the event's own member does: records with the same members then have the same field.
bool EventGlance::is_of_header(std::size_t index) const {
  const event::FieldId id = event_->fields()[index].id;
  if (!match::is_header(id)) return false;
  const std::string_view text = event_->text(index);
  if (id == event::field::kChannel) return text == channel;
  if (id == event::field::kProviderName) return text == provider;
  return says(text, event_id);
}

}  // namespace hoptrace::hunt
