// What the elements and attributes of Windows' event XML are called as fields, and what converters to JSON do to
// them; for both ways through the dialect (dialect_event_xml.cc, event_xml_lesson.cc).
#pragma once

#include <string_view>

#include "base/arena.h"
#include "decode/json/key_tree.h"
#include "decode/json/system_field.h"

namespace hoptrace::decode::json {

// The field that Sigma calls an attribute of an element of <System>, or, without an attribute, the element's own
// text; nullptr for those that Sigma does not know.
[[nodiscard]] const SystemField* system_place(std::string_view element, std::string_view attribute);
// "X" of a neighbour "X_attributes", which holds X's attributes; else nothing.
[[nodiscard]] std::string_view owner_of(std::string_view key);
// A key under which converters keep an element's own text.
[[nodiscard]] bool is_text_key(std::string_view key);
[[nodiscard]] bool is_namespace(std::string_view attribute);
// evtx_dump writes a GUID in capitals without braces; Windows, and our own decoder, in braces and small letters.
constexpr std::size_t kBareGuid = 36;  // its length
[[nodiscard]] bool is_bare_guid(std::string_view text);
[[nodiscard]] std::string_view guid_of(std::string_view bare, base::Arena& arena);

// Dialect::learn of event_xml().
void learn_event_xml(const Dialect& dialect, const Lesson& lesson, KeyNode& node);

}  // namespace hoptrace::decode::json
