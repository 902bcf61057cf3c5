// Azure Monitor's tables SecurityEvent, Event and WindowsEvent, as exported from a Log Analytics workspace: Windows
// records of many hosts in one file. Security's data stands beside the table's own columns; Event keeps it in
// ParameterXml and EventData as a text of XML or JSON. TimeGenerated is the record's own time there.
#include <array>

#include "decode/json/dialect.h"
#include "decode/json/embedded.h"
#include "decode/json/windows_time.h"

namespace hoptrace::decode::json {
namespace {

using namespace system_field;
using simdjson::dom::element;

constexpr SystemField kTableLevel{event::FieldId::kOther, "SecurityEvent_Level"};  // not the record's Level
constexpr std::array kRenames{
    Rename{"Channel", &kChannel},           Rename{"Computer", &kComputer},
    Rename{"Correlation", &kActivityId},    Rename{"EventID", &kEventId},
    Rename{"EventLog", &kChannel},          Rename{"EventRecordId", &kRecordId},
    Rename{"EventSourceName", &kProvider},  Rename{"Keywords", &kKeywords},
    Rename{"Level", &kTableLevel},          Rename{"Opcode", &kOpcode},
    Rename{"Provider", &kProvider},         Rename{"Source", &kProvider},
    Rename{"SystemProcessId", &kProcessId}, Rename{"SystemThreadId", &kThreadId},
    Rename{"SystemUserId", &kUserId},       Rename{"Task", &kTask},
    Rename{"TimeCreated", &kTime},          Rename{"Version", &kVersion},
};

constexpr std::array<std::string_view, 20> kOwn{"Account",
                                                "AccountType",
                                                "Activity",
                                                "EventLevel",
                                                "EventLevelName",
                                                "EventOriginId",
                                                "MG",
                                                "ManagementGroupName",
                                                "RenderedDescription",
                                                "SourceComputerId",
                                                "SourceSystem",
                                                "TenantId",
                                                "TimeCollected",
                                                "TimeGenerated",
                                                "Type",
                                                "UserName",
                                                "_ItemId",
                                                "_ResourceId",
                                                "_SubscriptionId",
                                                "process"};

bool is_log_analytics(Signs signs) {
  return all_of(signs, sign::kTimeGenerated | sign::kEventId | sign::kComputer);
}

// The five entities of XML 1.0 and numbered characters (section 4.1, 4.6).
std::string_view unescape(std::string_view text, base::Arena& arena) {
  if (text.starts_with("<![CDATA[") && text.ends_with("]]>")) return text.substr(9, text.size() - 12);
  if (text.find('&') == std::string_view::npos) return text;
  constexpr std::array<std::pair<std::string_view, char>, 5> kEntities{
      {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}}};
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = 1;
    char c = text[at];
    for (const auto& [entity, character] : kEntities) {
      if (!text.substr(at).starts_with(entity)) continue;
      size = entity.size();
      c = character;
    }
    out += c;
    at += size;
  }
  return arena.copy(out);
}

// The elements <TAG …>text</TAG> of a flat XML text; Name="…" gives the field, else "Data".
void add_xml(Conversion& to, std::string_view xml, std::string_view tag) {
  std::string open("<"), close("</");
  open.append(tag);
  close.append(tag).append(">");
  for (std::size_t at = xml.find(open); at != std::string_view::npos && !to.full(); at = xml.find(open, at)) {
    at += open.size();
    const std::size_t end = xml.find('>', at);
    if (end == std::string_view::npos) return;
    const std::string_view attributes = xml.substr(at, end - at);
    if (!attributes.empty() && attributes.front() != ' ' && attributes.front() != '/') continue;  // a longer tag
    const bool empty = attributes.ends_with('/');
    const std::size_t stop = empty ? end : xml.find(close, end);
    if (stop == std::string_view::npos) return;
    std::string_view name = "Data";
    if (const std::size_t named = attributes.find("Name=\""); named != std::string_view::npos) {
      name = attributes.substr(named + 6);
      name = name.substr(0, name.find('"'));
    }
    const std::string_view text = empty ? std::string_view{} : xml.substr(end + 1, stop - end - 1);
    to.add(name, event::Value::text(unescape(text, to.event().arena())));
    at = stop;
  }
}

void add_packed(Conversion& to, std::string_view text) {
  if (text.starts_with('<')) {
    add_xml(to, text, "Data");
    add_xml(to, text, "Param");
    return;
  }
  parse_embedded(text, to.event(), [&](std::string_view name, element value) {
    to.add(name.empty() ? "Data" : name, kept_value(to, value));
  });
}

bool special(Conversion& to, std::string_view name, const event::Value& value) {
  if (value.is_text() && (name == "EventData" || name == "EventData_dynamic" || name == "ParameterXml")) {
    add_packed(to, base::text_of(value.bytes()));
    return true;
  }
  if (name.starts_with("EventData.")) {
    to.add(name.substr(10), value);
    return true;
  }
  // Columns that exist with two types carry the type in their name.
  for (const std::string_view suffix : {"_string", "_dynamic"}) {
    if (!name.ends_with(suffix) || name.size() == suffix.size()) continue;
    to.add(name.substr(0, name.size() - suffix.size()), value);
    return true;
  }
  return false;
}

void finish(Conversion& to) {
  if (to.event().channel.empty() && to.text("Type") == "SecurityEvent") {
    to.add(kChannel, event::Value::text("Security"));
  }
  set_time(to, base::parse_time(to.text("TimeGenerated")));
}

}  // namespace

const Dialect& log_analytics() {
  static constexpr Dialect kRow{.name = "log-analytics",
                                .is_this = is_log_analytics,
                                .windows = true,
                                .renames = kRenames,
                                .data = {},
                                .own = kOwn,
                                .special = special,
                                .after = nullptr,
                                .finish = finish,
                                .convert = nullptr,
                                .learn = learn_names};
  return kRow;
}

}  // namespace hoptrace::decode::json
