// Event: one record of any log in the one shape that everything behind the decoders knows.
//
// A decoder fills one Event again and again and hands it to an EventSink (decode/decoder.h); views in it live until
// the sink returns. Fields keep the order of the record. A name may occur more than once (unnamed <Data>, arrays): a
// rule's item holds if it holds for any of them. Where a record's own data has a name that Windows' System section
// has as well, the data is what the name means.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/origin.h"
#include "base/time.h"
#include "event/field.h"
#include "event/value.h"

namespace hoptrace::event {

struct Field {
  FieldId id = FieldId::kOther;
  bool system = false;    // from the record's header (Windows: <System>), not its data
  std::string_view name;  // also of kOther
  Value value;
};

// What kind of log a record belongs to, in Sigma's words, where the format itself says so. Windows records leave all
// but `product` empty: channel, provider and event id say more (content/logsources/).
struct LogKind {
  std::string_view product;  // "windows", "zeek", "aws"; views of static or content text
  std::string_view category;
  std::string_view service;
};

class Event {
 public:
  // What the whole pipeline asks for, taken out of the fields by the decoder (the fields still hold them too).
  base::Origin origin;
  base::Time time;  // the record's own time; meaningless where `timed` is false
  bool timed = false;
  std::uint64_t record_id = 0;
  std::uint32_t event_id = 0;
  std::string_view channel;  // UTF-8
  std::string_view provider;
  std::string_view computer;  // as the record names its host
  LogKind kind;

  // Decoder's side: forget the last record, then add.
  void clear();
  void add(FieldId id, std::string_view name, Value value, bool system = false) {
    Field& field = fields_.emplace_back();  // filled where it stands: a copy of it would be slower than all the rest
    field.id = id;
    field.system = system;
    field.name = name;
    field.value = value;
  }
  void reserve(std::size_t fields) { fields_.reserve(fields); }

  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }
  // Memory that lives as long as this record.
  [[nodiscard]] base::Arena& arena() const { return arena_; }

  // The text of field number `index`, rendered at most once.
  [[nodiscard]] std::string_view text(std::size_t index) const {
    return index < texts_.size() && texts_[index].data() != nullptr ? texts_[index] : rendered(index);
  }

  // Calls visit(index) for each field that `id` means, until it returns true; whether it did.
  template <class Visit>
  bool any_of(FieldId id, Visit&& visit) const;
  [[nodiscard]] bool has(FieldId id) const {
    return any_of(id, [](std::size_t) { return true; });
  }
  // The first value's text, or an empty one.
  [[nodiscard]] std::string_view first_text(FieldId id) const;

 private:
  [[nodiscard]] std::string_view rendered(std::size_t index) const;
  [[nodiscard]] bool in_data(FieldId id) const;

  std::vector<Field> fields_;
  mutable std::vector<std::string_view> texts_;  // of fields_[i] once rendered (data() not null); may be shorter
  mutable base::Arena arena_;
};

template <class Visit>
bool Event::any_of(FieldId id, Visit&& visit) const {
  if (id == FieldId::kOther) return false;
  const bool data_only = in_data(id);
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].id != id || (data_only && fields_[i].system)) continue;
    if (visit(i)) return true;
  }
  return false;
}

}  // namespace hoptrace::event
