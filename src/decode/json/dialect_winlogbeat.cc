// Winlogbeat, Elastic Agent and others that write Elastic's Common Schema, with nested objects or dotted names; and
// Winlogbeat before version 7, which has the same values under other names.
#include <algorithm>
#include <array>

#include "decode/json/dialect.h"
#include "decode/json/windows_time.h"

namespace hoptrace::decode::json {
namespace {

using namespace system_field;

// `@timestamp` is the event's own TimeCreated here; a pipeline that overwrites it leaves winlog.time_created.
constexpr std::array kRenames{
    Rename{"winlog.activity_id", &kActivityId},
    Rename{"winlog.channel", &kChannel},
    Rename{"winlog.computer_name", &kComputer},
    Rename{"winlog.event_id", &kEventId},
    Rename{"winlog.process.pid", &kProcessId},
    Rename{"winlog.process.thread.id", &kThreadId},
    Rename{"winlog.provider_guid", &kProviderGuid},
    Rename{"winlog.provider_name", &kProvider},
    Rename{"winlog.record_id", &kRecordId},
    Rename{"winlog.related_activity_id", &kRelatedActivityId},
    Rename{"winlog.time_created", &kTime},
    Rename{"winlog.user.identifier", &kUserId},
    Rename{"winlog.version", &kVersion},
};
constexpr std::array kData{Prefix{"winlog.event_data.", false}, Prefix{"winlog.user_data.", true}};

constexpr std::array kRenames6{
    Rename{"@timestamp", &kTime},
    Rename{"activity_id", &kActivityId},
    Rename{"computer_name", &kComputer},
    Rename{"event_id", &kEventId},
    Rename{"log_name", &kChannel},
    Rename{"process_id", &kProcessId},
    Rename{"provider_guid", &kProviderGuid},
    Rename{"record_number", &kRecordId},
    Rename{"related_activity_id", &kRelatedActivityId},
    Rename{"source_name", &kProvider},
    Rename{"thread_id", &kThreadId},
    Rename{"user.identifier", &kUserId},
    Rename{"version", &kVersion},
};
constexpr std::array kData6{Prefix{"event_data.", false}, Prefix{"user_data.", true}};

bool is_winlogbeat(Signs signs) {
  return any_of(signs, sign::kWinlog);
}
bool is_winlogbeat_6(Signs signs) {
  return all_of(signs, sign::kLogNameWords | sign::kEventIdWords | sign::kComputerNameWords);
}

// Values without a name in the record come as param1, param2, …; they are Data as well, as in the record itself.
bool unnamed_data(Conversion& to, std::string_view name, const event::Value& value) {
  for (const std::string_view prefix : {"winlog.event_data.param", "event_data.param"}) {
    if (!name.starts_with(prefix) || name.size() == prefix.size()) continue;
    if (name.find_first_not_of("0123456789", prefix.size()) != std::string_view::npos) continue;
    to.add("Data", value);
  }
  return false;
}

void finish(Conversion& to) {
  if (to.event().channel.empty()) take_channel(to.event(), event::Value::text(to.text("log.name")));
  if (to.event().computer.empty()) take_computer(to.event(), event::Value::text(to.text("host.name")));
  if (to.event().event_id == 0) take_event_id(to.event(), event::Value::text(to.text("event.code")));
  if (to.text("TimeCreated_SystemTime").empty()) to.add(kTime, event::Value::text(to.text("@timestamp")));
}

}  // namespace

const Dialect& winlogbeat() {
  static constexpr Dialect kRow{.name = "winlogbeat",
                                .is_this = is_winlogbeat,
                                .windows = true,
                                .renames = kRenames,
                                .data = kData,
                                .own = {},
                                .special = unnamed_data,
                                .after = nullptr,
                                .finish = finish,
                                .convert = nullptr,
                                .learn = learn_names};
  return kRow;
}

const Dialect& winlogbeat_6() {
  static constexpr Dialect kRow{.name = "winlogbeat-6",
                                .is_this = is_winlogbeat_6,
                                .windows = true,
                                .renames = kRenames6,
                                .data = kData6,
                                .own = {},
                                .special = unnamed_data,
                                .after = nullptr,
                                .finish = nullptr,
                                .convert = nullptr,
                                .learn = learn_names};
  return kRow;
}

}  // namespace hoptrace::decode::json
