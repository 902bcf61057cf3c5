// The event's XML as JSON, element by element: evtx_dump (attributes under "#attributes" or in a neighbour
// "X_attributes", text under "#text"), and converters that write attributes as "@Name" or plainly.
#include "decode/json/dialect.h"
#include "decode/json/event_xml_names.h"

namespace hoptrace::decode::json {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

event::Value xml_value(Conversion& to, element value) {
  if (value.type() != element_type::STRING) return value_of(value);
  const std::string_view text = value.get_string().value_unsafe();
  if (!is_bare_guid(text)) return event::Value::text(text);
  return event::Value::text(guid_of(text, to.event().arena()));
}

void add_system(Conversion& to, std::string_view element_name, std::string_view attribute, element value) {
  if (const SystemField* const field = system_place(element_name, attribute))
    return to.add(*field, xml_value(to, value));
  if (attribute.empty()) return to.add(element_name, xml_value(to, value), true);
  std::string name(element_name);
  to.add(to.keep(name.append("_").append(attribute)), xml_value(to, value), true);
}

void add_attributes(Conversion& to, std::string_view element_name, element attributes) {
  object members;
  if (attributes.get_object().get(members) != simdjson::SUCCESS) return;
  for (const auto member : members) add_system(to, element_name, member.key, member.value);
}

void system_element(Conversion& to, std::string_view name, element value) {
  if (const auto owner = owner_of(name); !owner.empty()) return add_attributes(to, owner, value);
  if (value.type() != element_type::OBJECT) {
    if (!value.is_null()) add_system(to, name, "", value);  // an empty element of the header says nothing
    return;
  }
  for (const auto member : members_of(value)) {
    if (member.key == "#attributes") {
      add_attributes(to, name, member.value);
    } else if (is_text_key(member.key)) {
      add_system(to, name, "", member.value);
    } else {
      add_system(to, name, member.key.substr(member.key.starts_with('@') ? 1 : 0), member.value);
    }
  }
}

void data_element(Conversion& to, std::string_view name, element value);

// The Name of a <Data> element, wherever the converter put it.
std::string_view data_name(object members) {
  for (const std::string_view key : {"Name", "@Name"}) {
    if (const std::string_view name = text_at(members, key); !name.empty()) return name;
  }
  object attributes;
  if (members.at_key("#attributes").get_object().get(attributes) != simdjson::SUCCESS) return {};
  return text_at(attributes, "Name");
}

// {"Name": "X", "#text": …}: one <Data>. A name without a text is an empty value.
void named_data(Conversion& to, object members) {
  const std::string_view own = data_name(members);
  const std::string_view name = own.empty() ? "Data" : own;
  bool any = false;
  for (const auto member : members) {
    if (!is_text_key(member.key)) continue;
    any = true;
    data_element(to, name, member.value);
  }
  if (!any && !own.empty()) to.add(name, event::Value::text(""));
}

// Attributes that are data: "Element_Attribute", as our EVTX decoder calls them.
void data_attributes(Conversion& to, std::string_view element_name, element attributes) {
  object members;
  if (attributes.get_object().get(members) != simdjson::SUCCESS) return;
  for (const auto member : members) {
    if (is_namespace(member.key)) continue;
    std::string name(element_name);
    to.add(to.keep(name.append("_").append(member.key)), xml_value(to, member.value));
  }
}

// Any other element: its own text under its name, its children under theirs.
void data_object(Conversion& to, std::string_view name, object members) {
  if (name == "Data") return named_data(to, members);
  for (const auto member : members) {
    if (member.key == "#attributes") {
      data_attributes(to, name, member.value);
    } else if (const auto owner = owner_of(member.key); !owner.empty() && member.value.is_object()) {
      data_attributes(to, owner, member.value);
    } else if (!member.key.starts_with('@') && !is_namespace(member.key)) {
      data_element(to, member.key == "#text" ? name : member.key, member.value);
    }
  }
}

// Fields are called by the innermost element that holds them, as in Windows' own view; repeated ones are values of
// one name.
void data_element(Conversion& to, std::string_view name, element value) {
  if (to.full()) return;
  if (value.type() == element_type::OBJECT) return data_object(to, name, members_of(value));
  if (value.is_null() && name == "Binary") return;
  if (value.is_null()) return to.add(name, event::Value::text(""));
  if (value.type() != element_type::ARRAY) return to.add(name, xml_value(to, value));
  for (const element item : items_of(value)) data_element(to, name, item);
}

void data_section(Conversion& to, std::string_view name, element section) {
  object members;
  if (section.get_object().get(members) == simdjson::SUCCESS) data_object(to, name, members);
}

void system_section(Conversion& to, element section) {
  object members;
  if (section.get_object().get(members) != simdjson::SUCCESS) return;
  for (const auto member : members) system_element(to, member.key, member.value);
}

bool is_event_xml(Signs signs) {
  return any_of(signs, sign::kEventXml);
}

void convert_event_xml(Conversion& to, object record) {
  object event;
  if (record.at_key("Event").get_object().get(event) != simdjson::SUCCESS) event = record;
  for (const auto section : event) {
    if (section.key == "System") {
      system_section(to, section.value);
    } else if (section.key == "RenderingInfo") {
      flatten(section.key, section.value, to.event(),
              [&](std::string_view name, element value) { to.add(name, value_of(value), true); });
    } else if (const auto owner = owner_of(section.key); !owner.empty()) {
      data_attributes(to, owner, section.value);
    } else if (section.key != "#attributes" && !section.key.starts_with('@') && !is_namespace(section.key)) {
      data_section(to, section.key, section.value);
    }
  }
}

}  // namespace

const Dialect& event_xml() {
  static constexpr Dialect kRow{.name = "event-xml",
                                .is_this = is_event_xml,
                                .windows = true,
                                .renames = {},
                                .data = {},
                                .own = {},
                                .special = nullptr,
                                .after = nullptr,
                                .finish = nullptr,
                                .convert = convert_event_xml,
                                .learn = learn_event_xml,
                                .by_keys_alone = true};
  return kRow;
}

}  // namespace hoptrace::decode::json
