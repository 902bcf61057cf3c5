#include "decode/json/event_xml_names.h"

#include <algorithm>
#include <array>

namespace hoptrace::decode::json {
namespace {

constexpr std::array<std::string_view, 5> kText{"#text", "_", "$", "content", "Value"};

// Element and attribute of <System>, and the field that Sigma calls it. Without an attribute: the element's text.
struct Place {
  std::string_view element;
  std::string_view attribute;
  const SystemField* field;
};
using namespace system_field;
constexpr std::array kPlaces{
    Place{"Provider", "Name", &kProvider},
    Place{"Provider", "Guid", &kProviderGuid},
    Place{"Provider", "EventSourceName", &kEventSource},
    Place{"EventID", "Qualifiers", &kQualifiers},
    Place{"EventID", "", &kEventId},
    Place{"Version", "", &kVersion},
    Place{"Level", "", &kLevel},
    Place{"Task", "", &kTask},
    Place{"Opcode", "", &kOpcode},
    Place{"Keywords", "", &kKeywords},
    Place{"TimeCreated", "SystemTime", &kTime},
    Place{"EventRecordID", "", &kRecordId},
    Place{"Correlation", "ActivityID", &kActivityId},
    Place{"Correlation", "RelatedActivityID", &kRelatedActivityId},
    Place{"Execution", "ProcessID", &kProcessId},
    Place{"Execution", "ThreadID", &kThreadId},
    Place{"Channel", "", &kChannel},
    Place{"Computer", "", &kComputer},
    Place{"Security", "UserID", &kUserId},
};

}  // namespace

const SystemField* system_place(std::string_view element, std::string_view attribute) {
  const auto is = [&](const Place& place) { return place.element == element && place.attribute == attribute; };
  const auto place = std::find_if(kPlaces.begin(), kPlaces.end(), is);
  return place == kPlaces.end() ? nullptr : place->field;
}

bool is_text_key(std::string_view key) {
  return std::find(kText.begin(), kText.end(), key) != kText.end();
}

namespace {

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
}

}  // namespace

bool is_bare_guid(std::string_view text) {
  if (text.size() != kBareGuid) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

std::string_view guid_of(std::string_view bare, base::Arena& arena) {
  char* const out = arena.take(bare.size() + 2);
  out[0] = '{';
  std::transform(bare.begin(), bare.end(), out + 1,
                 [](char c) { return c >= 'A' ? static_cast<char>(c | 0x20) : c; });
  out[bare.size() + 1] = '}';
  return {out, bare.size() + 2};
}

std::string_view owner_of(std::string_view key) {
  constexpr std::string_view kApart = "_attributes";
  return key.ends_with(kApart) ? key.substr(0, key.size() - kApart.size()) : std::string_view{};
}

bool is_namespace(std::string_view attribute) {
  return attribute.starts_with("xmlns");
}

}  // namespace hoptrace::decode::json
