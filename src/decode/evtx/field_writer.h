// FieldWriter: the values of one element or attribute to fields of the event, and the event's own members from its
// System fields. The slow way (tree_fields.h) writes everything through it, the fast one (shaped_record.h) what is
// not a plain value, so they can differ in what they find, not in how it is rendered.
#pragma once

#include <span>

#include "decode/evtx/chunk_scope.h"
#include "decode/evtx/field_name.h"
#include "decode/evtx/kept_texts.h"
#include "decode/evtx/raw_value.h"
#include "event/event.h"

namespace hoptrace::decode::evtx {

class FieldWriter {
 public:
  FieldWriter(ChunkScope& scope, KeptTexts& texts) : scope_(scope), texts_(texts) {}

  // Forgets the last record.
  void start_record();
  // One part: its value, an array as one field for each element. Several: their texts, joined. None: an empty text.
  // False once the record is beyond its budget.
  [[nodiscard]] bool write(const FieldName& name, std::span<const RawValue> parts);
  // The same for a record that is known to stay within its budget.
  void put(const FieldName& name, std::span<const RawValue> parts);
  // Fills the event's members. `header_id` and `header_written` are of the record's own header, for want of better.
  // False if the event has no time of its own.
  [[nodiscard]] bool finish(std::uint64_t header_id, std::uint64_t header_written);

  [[nodiscard]] event::Event& event() { return event_; }
  // The name of the first field whose bytes could not be of their type, or empty.
  [[nodiscard]] std::string_view unsound() const { return unsound_; }

 private:
  [[nodiscard]] bool is_affordable(std::span<const RawValue> parts);
  void put_array(const FieldName& name, const RawValue& raw);
  void put_joined(const FieldName& name, std::span<const RawValue> parts);
  void add(const FieldName& name, event::Value value, bool sound);
  [[nodiscard]] std::string_view kept_text(const event::Value& value);

  ChunkScope& scope_;
  KeptTexts& texts_;
  event::Event event_;
  std::string_view unsound_;
};

}  // namespace hoptrace::decode::evtx
