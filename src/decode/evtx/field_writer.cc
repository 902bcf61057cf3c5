#include "decode/evtx/field_writer.h"

#include <limits>
#include <string>

namespace hoptrace::decode::evtx {
namespace {

using event::Value;

// A FILETIME of zero is the year 1601: no time at all.
bool is_usable(base::Time time) {
  return time > base::Time::from_filetime(0);
}

}  // namespace

void FieldWriter::start_record() {
  event_.clear();
  unsound_ = {};
}

bool FieldWriter::write(const FieldName& name, std::span<const RawValue> parts) {
  if (parts.empty()) return write_one(name, {});
  if (parts.size() > 1) return write_joined(name, parts);
  return parts[0].is_array() && !parts[0].bytes.empty() ? write_array(name, parts[0]) : write_one(name, parts[0]);
}

bool FieldWriter::write_one(const FieldName& name, const RawValue& raw) {
  if (!scope_.work() || !scope_.text(raw.bytes.size())) return false;
  bool sound = true;
  add(name, to_value(raw, event_.arena(), sound), sound);
  return true;
}

bool FieldWriter::write_array(const FieldName& name, const RawValue& raw) {
  ArrayWalk walk(raw);
  RawValue element;
  bool sound = true;
  while (walk.next(element, sound)) {
    if (!scope_.work() || !scope_.text(element.bytes.size())) return false;
    const Value value = to_value(element, event_.arena(), sound);
    add(name, value, sound);
  }
  return true;
}

bool FieldWriter::write_joined(const FieldName& name, std::span<const RawValue> parts) {
  std::string text;
  bool sound = true;
  for (const RawValue& part : parts) {
    if (!scope_.work() || !scope_.text(part.bytes.size())) return false;
    if (!part.is_array()) {
      text += to_value(part, event_.arena(), sound).as_text(event_.arena());
      continue;
    }
    ArrayWalk walk(part);
    RawValue element;
    for (bool first = true; walk.next(element, sound); first = false) {
      if (!scope_.work()) return false;
      if (!first) text += ", ";
      text += to_value(element, event_.arena(), sound).as_text(event_.arena());
    }
  }
  add(name, Value::text(event_.arena().copy(text)), sound);
  return true;
}

void FieldWriter::add(const FieldName& name, Value value, bool sound) {
  if (!sound && unsound_.empty()) unsound_ = name.name;
  event_.add(name.id, name.name, value, name.system);
}

bool FieldWriter::finish(std::uint64_t header_id, std::uint64_t header_written) {
  event_.kind.product = "windows";
  event_.record_id = header_id;
  for (const event::Field& field : event_.fields()) {
    if (field.system && field.id != event::FieldId::kOther) set_member(field);
  }
  const bool own_time = event_.timed;
  if (!own_time && header_written != 0) {
    event_.time = base::Time::from_filetime(header_written);
    event_.timed = true;
  }
  return own_time;
}

void FieldWriter::set_member(const event::Field& field) {
  namespace names = event::field;
  base::Arena& arena = event_.arena();
  if (field.id == names::kEventId) {
    const auto number = field.value.as_number(arena);
    if (number && *number >= 0 && *number <= std::numeric_limits<std::uint32_t>::max()) {
      event_.event_id = static_cast<std::uint32_t>(*number);
    }
  } else if (field.id == names::kEventRecordId) {
    const auto kind = field.value.kind();
    if (kind == event::Kind::kUint || kind == event::Kind::kInt || kind == event::Kind::kHex) {
      event_.record_id = static_cast<std::uint64_t>(field.value.raw_integer());
    }
  } else if (field.id == names::kTimeCreated) {
    const auto time = field.value.as_time(arena);
    if (time && is_usable(*time)) event_.time = *time, event_.timed = true;
  } else if (field.id == names::kChannel) {
    event_.channel = kept_text(field.value);
  } else if (field.id == names::kProviderName) {
    event_.provider = kept_text(field.value);
  } else if (field.id == names::kComputer) {
    event_.computer = kept_text(field.value);
  }
}

std::string_view FieldWriter::kept_text(const Value& value) {
  if (value.kind() == event::Kind::kUtf16) return scope_.kept_utf8(value.bytes());
  return value.as_text(event_.arena());
}

}  // namespace hoptrace::decode::evtx
