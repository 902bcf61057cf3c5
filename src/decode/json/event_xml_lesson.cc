// The event's XML as JSON, by the quick way: what becomes of a key's values follows from where the key stands. Only
// the shapes that evtx_dump writes all day are learnt; data whose name stands in an attribute, records without
// "Event" around them and other rarities go the plain way (dialect_event_xml.cc), which has to say the same of all
// others.
#include "decode/json/dialect.h"
#include "decode/json/event_xml_names.h"

namespace hoptrace::decode::json {
namespace {

enum Place : std::uint8_t {
  kOutside,           // the root
  kEvent,             // Event
  kSystem,            // System; of its children:
  kSystemElement,     // an element: its text, or an object with text and attributes
  kSystemAttributes,  // an element's attributes; path: the element
  kData,              // EventData, UserData, or an element within; path: its name
  kUnnamedData,       // "Data" with a text inside
  kDataAttributes,    // as above
};

void treat_all(KeyNode& node, Treat treat) {
  node.scalar = node.null = node.object = node.array = treat;
}

void give(KeyNode& node, const Lesson& lesson, std::string_view name, bool system) {
  node.name = name;
  node.id = lesson.names.find(name);
  node.system = system;
  node.guid = true;
  node.scalar = Treat::kAdd;
  node.hollow = Treat::kPassOver;
}

std::string_view attribute_name(const Lesson& lesson, std::string_view element, std::string_view attribute) {
  std::string name(element);
  return lesson.memory.copy(name.append("_").append(attribute));
}

// Attributes are a plain object of scalars. `element` is what they belong to.
void give_attributes(KeyNode& node, std::string_view element, Place place) {
  treat_all(node, Treat::kPassOver);
  node.object = Treat::kDescend;
  node.hollow = Treat::kPassOver;
  node.path = element;
  node.place = place;
}

void learn_section(const Lesson&, KeyNode& node) {
  const std::string_view key = node.key;
  treat_all(node, Treat::kPassOver);
  node.hollow = Treat::kPassOver;
  if (key == "System") {
    treat_all(node, Treat::kGiveUp);
    node.object = Treat::kDescend;
    node.place = kSystem;
    node.signs = sign::kEventXml;
  } else if (key == "RenderingInfo") {
    treat_all(node, Treat::kGiveUp);
  } else if (const auto owner = owner_of(key); !owner.empty()) {
    give_attributes(node, owner, kDataAttributes);
  } else if (key != "#attributes" && !key.starts_with('@') && !is_namespace(key)) {
    node.object = Treat::kDescend;
    node.place = key == "Data" ? kUnnamedData : kData;
  }
}

void give_system(const Lesson& lesson, KeyNode& node, std::string_view element, std::string_view attribute) {
  give(node, lesson, attribute.empty() ? element : attribute_name(lesson, element, attribute), true);
  node.field = system_place(element, attribute);
  node.null = Treat::kAddNull;
  node.object = node.array = Treat::kGiveUp;
}

void learn_system(const Lesson& lesson, KeyNode& node) {
  if (const auto owner = owner_of(node.key); !owner.empty()) {
    return give_attributes(node, owner, kSystemAttributes);
  }
  give_system(lesson, node, node.key, "");
  node.null = Treat::kPassOver;  // an empty element of the header says nothing
  node.object = Treat::kDescend;
  node.place = kSystemElement;
}

void learn_system_element(const Lesson& lesson, KeyNode& node) {
  const std::string_view element = lesson.parent.path;
  if (node.key == "#attributes") return give_attributes(node, element, kSystemAttributes);
  if (is_text_key(node.key)) return give_system(lesson, node, element, "");
  give_system(lesson, node, element, node.key.substr(node.key.starts_with('@') ? 1 : 0));
}

void give_data(const Lesson& lesson, KeyNode& node, std::string_view element) {
  give(node, lesson, element, false);
  node.path = element;
  node.null = element == "Binary" ? Treat::kPassOver : Treat::kAddEmpty;
  node.array = node.object = Treat::kDescend;
  node.place = element == "Data" ? kUnnamedData : kData;
}

void learn_data(const Lesson& lesson, KeyNode& node) {
  const std::string_view key = node.key;
  if (key == "#attributes") return give_attributes(node, lesson.parent.path, kDataAttributes);
  const auto owner = owner_of(key);
  if (key.starts_with('@') || is_namespace(key)) {
    treat_all(node, Treat::kPassOver);
    if (!owner.empty()) node.object = Treat::kGiveUp;
    return;
  }
  give_data(lesson, node, key == "#text" ? lesson.parent.path : key);
  if (owner.empty()) return;
  node.path = owner;
  node.place = kDataAttributes;
  node.array = Treat::kGiveUp;
}

void learn_data_attribute(const Lesson& lesson, KeyNode& node) {
  if (is_namespace(node.key)) return treat_all(node, Treat::kPassOver);
  give(node, lesson, attribute_name(lesson, lesson.parent.path, node.key), false);
  node.null = Treat::kAddNull;
  node.object = node.array = Treat::kGiveUp;
}

// {"#text": …} and nothing else; where there is a name, the plain way finds it.
void learn_unnamed(const Lesson& lesson, KeyNode& node) {
  if (is_text_key(node.key)) return give_data(lesson, node, "Data");
  treat_all(node, Treat::kGiveUp);
}

}  // namespace

void learn_event_xml(const Dialect&, const Lesson& lesson, KeyNode& node) {
  switch (lesson.parent.place) {
    case kOutside:
      treat_all(node, Treat::kGiveUp);
      if (node.key == "Event") node.object = Treat::kDescend;
      node.hollow = Treat::kPassOver;
      node.place = kEvent;
      return;
    case kEvent:
      return learn_section(lesson, node);
    case kSystem:
      return learn_system(lesson, node);
    case kSystemElement:
      return learn_system_element(lesson, node);
    case kSystemAttributes:
      return give_system(lesson, node, lesson.parent.path, node.key);
    case kData:
      return learn_data(lesson, node);
    case kUnnamedData:
      return learn_unnamed(lesson, node);
    case kDataAttributes:
      return learn_data_attribute(lesson, node);
    default:
      return treat_all(node, Treat::kGiveUp);
  }
}

}  // namespace hoptrace::decode::json
