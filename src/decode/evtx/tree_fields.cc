#include "decode/evtx/tree_fields.h"

#include <algorithm>

namespace hoptrace::decode::evtx {
namespace {

bool is_element(const Item& item) {
  return item.kind == Item::Kind::kElement;
}

// Whether an item between elements says something, rather than being the space between them.
bool says_something(const Item& item) {
  if (is_element(item)) return false;
  return item.literal ? !is_blank(item.value) : !item.value.is_null() && !item.value.bytes.empty();
}

bool is_omitted(const Attribute& attribute) {
  return attribute.items.size() == 1 && attribute.items[0].optional && attribute.items[0].value.is_null();
}

}  // namespace

bool TreeFields::write(std::size_t begin, std::size_t end, Trouble& trouble) {
  std::vector<Item> items;
  TreeParser parser(scope_);
  if (!parser.parse_fragment(begin, end, 0, items)) {
    trouble = parser.trouble();
    return false;
  }
  for (const Item& item : items) {
    if (is_element(item) && !write_element(*item.element, Section::kOutside)) {
      trouble = {base::AnomalyKind::kTooLarge, begin, "it costs more work than one record may"};
      return false;
    }
  }
  return true;
}

bool TreeFields::write_element(const Element& element, Section parent) {
  const std::string_view local = local_name(element.name);
  std::string_view name = local;
  bool has_attributes = false;
  const bool named = is_named_by_attribute(parent, local);
  if (named) {
    if (const std::string_view own = data_name(element); !own.empty()) name = own;
  }
  for (const Attribute& attribute : element.attributes) {
    if (is_namespace(attribute.name) || (named && attribute.name == "Name")) continue;
    has_attributes = true;
    const FieldName field = namer_.attribute(parent, local, local_name(attribute.name));
    if (!is_omitted(attribute) && !write_items(field, attribute.items)) return false;
  }
  const auto& items = element.items;
  const bool leaf = std::none_of(items.begin(), items.end(), is_element);
  const bool speaks = std::any_of(items.begin(), items.end(), says_something);
  const bool field_of_its_own = !leaf || is_frame(parent)    ? speaks
                                : parent == Section::kSystem ? !items.empty()
                                                             : !items.empty() || !has_attributes;
  if (field_of_its_own && !write_items(namer_.text(parent, name), items)) return false;
  const Section section = inside(parent, local);
  return std::all_of(items.begin(), items.end(),
                     [&](const Item& item) { return !is_element(item) || write_element(*item.element, section); });
}

bool TreeFields::write_items(const FieldName& name, const std::vector<Item>& items) {
  std::vector<RawValue> parts;
  for (const Item& item : items) {
    if (!is_element(item)) parts.push_back(item.value);
  }
  return writer_.write(name, parts);
}

// The attribute Name's text, kept until the chunk's end.
std::string_view TreeFields::data_name(const Element& element) {
  const auto attribute = std::find_if(element.attributes.begin(), element.attributes.end(),
                                      [](const Attribute& a) { return a.name == "Name"; });
  if (attribute == element.attributes.end()) return {};
  std::string name;
  base::Arena& arena = writer_.event().arena();
  for (const Item& item : attribute->items) {
    bool sound = true;
    if (!is_element(item)) name += to_value(item.value, arena, sound).as_text(arena);
    if (!scope_.text(item.value.bytes.size())) return {};
  }
  return scope_.work(name.size() / 8) ? arena.copy(name) : std::string_view{};
}

}  // namespace hoptrace::decode::evtx
