// NXLog's im_msvistalog: flat, its own names for the System section, the event's data beside them under its own
// names.
//
// EventTime is local time without a zone. The same writer states EventReceivedTime in the same zone, and a collector
// that received it at once states @timestamp in UTC: their difference is the zone. Where they do not agree the record
// stays without a time. Sysmon's UtcTime is better than all of them.
// NXLog writes its own EventType (INFO, AUDIT_SUCCESS…) over Sysmon's; the rendered Message still has Sysmon's.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "decode/json/dialect.h"
#include "decode/json/windows_time.h"

namespace hoptrace::decode::json {
namespace {

using namespace system_field;

constexpr SystemField kOpcodeWord{event::FieldId::kOther, "NXLog_Opcode"};
constexpr std::array kRenames{
    Rename{"ActivityID", &kActivityId},
    Rename{"Channel", &kChannel},
    Rename{"EventID", &kEventId},
    Rename{"ExecutionProcessID", &kProcessId},
    Rename{"ExecutionThreadID", &kThreadId},
    Rename{"Hostname", &kComputer},
    Rename{"Level", &kLevel},
    Rename{"Opcode", &kOpcodeWord},
    Rename{"OpcodeValue", &kOpcode},
    Rename{"ProviderGuid", &kProviderGuid},
    Rename{"RecordNumber", &kRecordId},
    Rename{"RelatedActivityID", &kRelatedActivityId},
    Rename{"SourceName", &kProvider},
    Rename{"Task", &kTask},
    Rename{"ThreadID", &kThreadId},
    Rename{"UserID", &kUserId},
    Rename{"Version", &kVersion},
};

// Names that NXLog and the collector behind it add; not the event's data.
constexpr std::array<std::string_view, 21> kOwn{"@timestamp",
                                                "@version",
                                                "AccountName",
                                                "AccountType",
                                                "Category",
                                                "Domain",
                                                "EventReceivedTime",
                                                "EventTime",
                                                "EventTypeOrignal",
                                                "Message",
                                                "Severity",
                                                "SeverityValue",
                                                "SourceModuleName",
                                                "SourceModuleType",
                                                "TimeCreated",
                                                "host",
                                                "port",
                                                "tags",
                                                "timestamp",
                                                "type",
                                                "winlog_input"};

constexpr std::array<std::string_view, 8> kEventTypes{"AUDIT_FAILURE", "AUDIT_SUCCESS", "CRITICAL", "DEBUG",
                                                      "ERROR",         "INFO",          "VERBOSE",  "WARNING"};

bool is_nxlog(Signs signs) {
  return all_of(signs, sign::kSourceName | sign::kEventId) && any_of(signs, sign::kHostname | sign::kEventTime);
}

// The value behind "NAME: " at the beginning of a line of a rendered message.
std::string_view message_line(std::string_view message, std::string_view name) {
  for (std::size_t at = message.find('\n'); at != std::string_view::npos; at = message.find('\n', at + 1)) {
    std::string_view line = message.substr(at + 1);
    if (!line.starts_with(name) || !line.substr(name.size()).starts_with(": ")) continue;
    line.remove_prefix(name.size() + 2);
    return line.substr(0, line.find_first_of("\r\n"));
  }
  return {};
}

bool special(Conversion& to, std::string_view name, const event::Value& value) {
  if (name == "Keywords") {
    to.add(kKeywords, mask_of(value));
    return true;
  }
  if (name != "EventType" || !value.is_text()) return false;
  const std::string_view text = base::text_of(value.bytes());
  if (std::find(kEventTypes.begin(), kEventTypes.end(), text) == kEventTypes.end()) return false;
  to.add("NXLog_EventType", value, true);
  return true;
}

// Sysmon's own EventType where NXLog's stands in its place.
void restore_event_type(Conversion& to) {
  if (to.provider() != "Microsoft-Windows-Sysmon" || to.text("NXLog_EventType").empty()) return;
  const std::string_view type = message_line(to.text("Message"), "EventType");
  if (!type.empty()) to.add("EventType", event::Value::text(type));
}

// Some exports in this shape write local time with a Z. Sysmon's records betray it; the others cannot.
void check_label(Conversion& to, base::Time known) {
  const auto apart = mislabelled_ticks(to.text("TimeCreated"), known);
  if (!apart) return;
  to.odd(base::AnomalyKind::kBadTime,
         fmt::format(
             "TimeCreated of {} is labelled UTC and stands {:+} minutes from Sysmon's UtcTime: it is local time, "
             "and so it is in the host's other records",
             to.event().computer, *apart / base::kMinute));
}

void finish(Conversion& to) {
  restore_event_type(to);
  const auto sysmon = sysmon_time(to);
  set_time(to, sysmon);
  if (sysmon) check_label(to, *sysmon);
  const std::string_view local = to.text("EventTime");
  set_time(to, base::parse_time(local));  // with a zone, if the writer was told to give one
  if (const auto zone = zone_ticks(to.text("EventReceivedTime"), to.text("@timestamp"))) {
    if (const auto time = base::parse_time(local, true)) set_time(to, base::Time{time->ticks + *zone});
  }
  if (local.empty()) set_time(to, base::parse_time(to.text("TimeCreated")));
}

}  // namespace

const Dialect& nxlog() {
  static constexpr Dialect kRow{.name = "nxlog",
                                .is_this = is_nxlog,
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
