#include "decode/evtx/field_writer.h"

#include <string>

#include "decode/evtx/event_member.h"

namespace hoptrace::decode::evtx {

using event::Value;

void FieldWriter::start_record() {
  event_.clear();
  unsound_ = {};
}

bool FieldWriter::write(const FieldName& name, std::span<const RawValue> parts) {
  if (!is_affordable(parts)) return false;
  put(name, parts);
  return true;
}

// A part costs one field, an array as many as it has elements.
bool FieldWriter::is_affordable(std::span<const RawValue> parts) {
  if (parts.empty()) return scope_.work();
  for (const RawValue& part : parts) {
    if (!scope_.work() || !scope_.text(part.bytes.size())) return false;
    if (!part.is_array()) continue;
    ArrayWalk walk(part);
    RawValue element;
    bool sound = true;
    while (walk.next(element, sound)) {
      if (!scope_.work()) return false;
    }
  }
  return true;
}

void FieldWriter::put(const FieldName& name, std::span<const RawValue> parts) {
  if (parts.size() > 1) return put_joined(name, parts);
  const RawValue raw = parts.empty() ? RawValue{} : parts[0];
  if (raw.is_array() && !raw.bytes.empty()) return put_array(name, raw);
  bool sound = true;
  const Value value = to_value(raw, event_.arena(), sound);
  add(name, value, sound);
}

void FieldWriter::put_array(const FieldName& name, const RawValue& raw) {
  ArrayWalk walk(raw);
  RawValue element;
  bool sound = true;
  while (walk.next(element, sound)) {
    const Value value = to_value(element, event_.arena(), sound);
    add(name, value, sound);
  }
}

void FieldWriter::put_joined(const FieldName& name, std::span<const RawValue> parts) {
  std::string text;
  bool sound = true;
  for (const RawValue& part : parts) {
    if (!part.is_array()) {
      text += to_value(part, event_.arena(), sound).as_text(event_.arena());
      continue;
    }
    ArrayWalk walk(part);
    RawValue element;
    for (bool first = true; walk.next(element, sound); first = false) {
      if (!first) text += ", ";
      text += to_value(element, event_.arena(), sound).as_text(event_.arena());
    }
  }
  add(name, Value::text(event_.arena().copy(text)), sound);
}

void FieldWriter::add(const FieldName& name, Value value, bool sound) {
  if (!sound && unsound_.empty()) unsound_ = name.name;
  event_.add(name.id, name.name, value, name.system);
}

bool FieldWriter::finish(std::uint64_t header_id, std::uint64_t header_written) {
  event_.kind.product = "windows";
  event_.record_id = header_id;
  for (const event::Field& field : event_.fields()) {
    if (!field.system || field.id == event::FieldId::kOther) continue;
    set_member(event_, member_of(field.id), field.value, event_.arena(),
               [this](const Value& v) { return kept_text(v); });
  }
  return settle_time(event_, header_written);
}

std::string_view FieldWriter::kept_text(const Value& value) {
  if (value.kind() == event::Kind::kUtf16) return texts_.of_utf16(value.bytes()).utf8;
  return texts_.of_utf8(value.as_text(event_.arena()));
}

}  // namespace hoptrace::decode::evtx
