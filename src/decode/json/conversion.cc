#include "decode/json/conversion.h"

#include <algorithm>

#include "base/check.h"

namespace hoptrace::decode::json {

using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

void Conversion::add(std::string_view name, event::Value value, bool system) {
  if (!full()) event_.add(names_.find(name), name, value, system);
}

void Conversion::add(const SystemField& field, event::Value value) {
  if (full()) return;
  event_.add(field.id, field.name, value, true);
  if (field.take != nullptr) field.take(event_, value);
}

std::string_view Conversion::text(std::string_view name) const {
  const auto& fields = event_.fields();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == name) return event_.text(i);
  }
  return {};
}

event::Value value_of(element element) {
  switch (element.type()) {
    case element_type::STRING:
      return event::Value::text(element.get_string().value_unsafe());
    case element_type::INT64:
      return event::Value::integer(element.get_int64().value_unsafe());
    case element_type::UINT64:
      return event::Value::unsigned_integer(element.get_uint64().value_unsafe());
    case element_type::DOUBLE:
      return event::Value::real(element.get_double().value_unsafe());
    case element_type::BOOL:
      return event::Value::boolean(element.get_bool().value_unsafe());
    default:
      return event::Value::null();
  }
}

event::Value mask_of(const event::Value& value) {
  if (value.kind() != event::Kind::kInt) return value;
  return event::Value::hex(static_cast<std::uint64_t>(value.raw_integer()));
}

bool is_scalar(element element) {
  return element.type() != element_type::OBJECT && element.type() != element_type::ARRAY;
}

simdjson::dom::array items_of(element element) {
  simdjson::dom::array items;
  base::check(element.get_array().get(items) == simdjson::SUCCESS, "it was asked to be an array");
  return items;
}

object members_of(element element) {
  object members;
  base::check(element.get_object().get(members) == simdjson::SUCCESS, "it was asked to be an object");
  return members;
}

std::string_view text_at(object object, std::string_view key) {
  std::string_view text;
  if (object.at_key(key).get_string().get(text) != simdjson::SUCCESS) return {};
  return text;
}

namespace {

class Flattening {
 public:
  Flattening(event::Event& event, const Leaf& leaf) : event_(event), leaf_(leaf) {}

  void visit(std::string_view name, element value) {
    if (left_ == 0) return;
    if (value.type() == element_type::ARRAY) {
      const simdjson::dom::array items = items_of(value);
      if (items.begin() == items.end()) visit_leaf(name, value);
      for (const element item : items) visit(name, item);
    } else if (value.type() == element_type::OBJECT) {
      const object members = members_of(value);
      if (members.begin() == members.end()) visit_leaf(name, value);
      for (const auto member : members) {
        if (left_ > 0) visit(joined(name, member.key, event_.arena()), member.value);
      }
    } else {
      visit_leaf(name, value);
    }
  }

 private:
  void visit_leaf(std::string_view name, element value) {
    --left_;
    leaf_(name, value);
  }

  event::Event& event_;
  const Leaf& leaf_;
  std::size_t left_ = kMaxFields;
};

}  // namespace

std::string_view joined(std::string_view name, std::string_view key, base::Arena& memory) {
  if (name.size() + 1 + key.size() > kMaxName) return name;
  char* const path = memory.take(name.size() + 1 + key.size());
  char* const dot = std::copy(name.begin(), name.end(), path);
  *dot = '.';
  std::copy(key.begin(), key.end(), dot + 1);
  return {path, name.size() + 1 + key.size()};
}

void flatten(std::string_view name, element value, event::Event& event, const Leaf& leaf) {
  Flattening(event, leaf).visit(name, value);
}

void flatten(object record, event::Event& event, const Leaf& leaf) {
  Flattening flattening(event, leaf);
  for (const auto member : record) flattening.visit(member.key, member.value);
}

}  // namespace hoptrace::decode::json
