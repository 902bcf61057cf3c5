// FieldName: what the parts of an event's XML are called as fields.
//
//   <System>      text of E → "E", attribute A of E → "E_A"; these are `system` fields
//   <EventData>   <Data Name="X"> → "X", <Data> → "Data", <Binary> → "Binary"; <ComplexData Name="X"> likewise
//   <UserData>, <ProcessingErrorData>, others: text of a leaf E → "E", attribute A of any E → "E_A"
//   <RenderingInfo> (forwarded events): as <UserData>, but `system`, so that it never hides a record's own data, and
//                 "RenderingInfo_E" where System has a field E (Level, Task, Opcode, Channel, Keywords, …)
// Prefixes and xmlns attributes are left out. Source: Windows' event schema; Sigma specification, "Field Usage".
#pragma once

#include <map>
#include <string_view>
#include <utility>

#include "decode/evtx/chunk_scope.h"
#include "event/field.h"

namespace hoptrace::decode::evtx {

struct FieldName {
  event::FieldId id = event::FieldId::kOther;
  bool system = false;
  std::string_view name;  // lives as long as the chunk
};

enum class Section : std::uint8_t { kOutside, kEvent, kSystem, kData, kUser, kRendering };

// The section of what stands inside of element `name` (without prefix), which itself stands in `parent`.
[[nodiscard]] Section inside(Section parent, std::string_view name);
// Whether an element there is a frame for others (<Event>, <System>, <EventData>…) rather than a field.
[[nodiscard]] inline bool is_frame(Section parent) {
  return parent == Section::kOutside || parent == Section::kEvent;
}
// Whether an element gets its field's name from its attribute Name.
[[nodiscard]] bool is_named_by_attribute(Section parent, std::string_view name);
[[nodiscard]] bool is_namespace(std::string_view attribute);

class FieldNamer {
 public:
  FieldNamer(const event::FieldDictionary& fields, ChunkScope& scope) : fields_(fields), scope_(scope) {}

  void start_chunk() { joined_.clear(); }
  // Names given must live as long as the chunk. A name that is beyond the work budget is cut to the element's.
  [[nodiscard]] FieldName text(Section parent, std::string_view element);
  [[nodiscard]] FieldName attribute(Section parent, std::string_view element, std::string_view attribute);

 private:
  [[nodiscard]] std::string_view joined(std::string_view front, std::string_view back);
  [[nodiscard]] FieldName named(Section parent, std::string_view name) const;

  const event::FieldDictionary& fields_;
  ChunkScope& scope_;
  std::map<std::pair<std::string_view, std::string_view>, std::string_view> joined_;
};

}  // namespace hoptrace::decode::evtx
