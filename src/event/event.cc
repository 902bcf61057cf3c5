#include "event/event.h"

#include <algorithm>

namespace hoptrace::event {

void Event::clear() {
  fields_.clear();
  texts_.clear();
  arena_.reset();
  time = {};
  timed = false;
  record_id = 0;
  event_id = 0;
  channel = provider = computer = {};
  kind = {};
}

std::string_view Event::rendered(std::size_t index) const {
  if (index >= texts_.size()) texts_.resize(fields_.size());
  std::string_view& text = texts_[index];
  text = fields_[index].value.as_text(arena_);
  if (text.data() == nullptr) text = "";
  return text;
}

std::string_view Event::first_text(FieldId id) const {
  std::string_view out;
  any_of(id, [&](std::size_t index) {
    out = text(index);
    return true;
  });
  return out;
}

bool Event::in_data(FieldId id) const {
  return std::any_of(fields_.begin(), fields_.end(), [id](const Field& f) { return f.id == id && !f.system; });
}

}  // namespace hoptrace::event
