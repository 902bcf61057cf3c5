#include "decode/evtx/field_name.h"

#include <array>
#include <cstring>

namespace hoptrace::decode::evtx {
namespace {

struct SectionRow {
  std::string_view element;
  Section section;
};
constexpr std::array<SectionRow, 3> kSections{
    {{"System", Section::kSystem}, {"EventData", Section::kData}, {"RenderingInfo", Section::kRendering}}};

// Whether a field of this name is one of System's fixed ones.
bool is_system_name(event::FieldId id) {
  return id != event::FieldId::kOther && id < event::field::kData;
}

}  // namespace

Section inside(Section parent, std::string_view name) {
  if (parent == Section::kOutside) return name == "Event" ? Section::kEvent : inside(Section::kEvent, name);
  if (parent != Section::kEvent) return parent;
  for (const SectionRow& row : kSections) {
    if (row.element == name) return row.section;
  }
  return Section::kUser;
}

bool is_named_by_attribute(Section parent, std::string_view name) {
  return (parent == Section::kData || parent == Section::kUser) && (name == "Data" || name == "ComplexData");
}

bool is_namespace(std::string_view attribute) {
  return attribute == "xmlns" || attribute.starts_with("xmlns:");
}

FieldName FieldNamer::named(Section parent, std::string_view name) const {
  return {fields_.find(name), parent == Section::kSystem || parent == Section::kRendering, name};
}

FieldName FieldNamer::text(Section parent, std::string_view element) {
  if (parent == Section::kRendering && is_system_name(fields_.find(element))) {
    return named(parent, joined("RenderingInfo", element));
  }
  return named(parent, element);
}

FieldName FieldNamer::attribute(Section parent, std::string_view element, std::string_view attribute) {
  const Section section = is_frame(parent) ? inside(parent, element) : parent;
  return named(section, joined(element, attribute));
}

std::string_view FieldNamer::joined(std::string_view front, std::string_view back) {
  std::string_view& name = joined_[{front, back}];
  if (!name.empty()) return name;
  const std::size_t size = front.size() + 1 + back.size();
  if (!scope_.work(size)) return front;
  char* const at = scope_.arena().take(size);
  std::memcpy(at, front.data(), front.size());
  at[front.size()] = '_';
  std::memcpy(at + front.size() + 1, back.data(), back.size());
  return name = {at, size};
}

}  // namespace hoptrace::decode::evtx
