// Flat records in Sigma's own names, as Zircolite and other hunters write them; and PowerShell's
// Get-WinEvent | ConvertTo-Json, which has the data without names.
#include <array>

#include "decode/json/dialect.h"
#include "decode/json/windows_time.h"

namespace hoptrace::decode::json {
namespace {

using namespace system_field;

constexpr std::array kRenames{
    Rename{"ActivityID", &kActivityId},
    Rename{"Channel", &kChannel},
    Rename{"Computer", &kComputer},
    Rename{"Correlation_ActivityID", &kActivityId},
    Rename{"Correlation_RelatedActivityID", &kRelatedActivityId},
    Rename{"EventID", &kEventId},
    Rename{"EventID_Qualifiers", &kQualifiers},
    Rename{"EventRecordID", &kRecordId},
    Rename{"Execution_ProcessID", &kProcessId},
    Rename{"Execution_ThreadID", &kThreadId},
    Rename{"Keywords", &kKeywords},
    Rename{"Level", &kLevel},
    Rename{"Opcode", &kOpcode},
    Rename{"Provider_EventSourceName", &kEventSource},
    Rename{"Provider_Guid", &kProviderGuid},
    Rename{"Provider_Name", &kProvider},
    Rename{"Qualifiers", &kQualifiers},
    Rename{"RecordNumber", &kRecordId},
    Rename{"Security_UserID", &kUserId},
    Rename{"SystemTime", &kTime},
    Rename{"Task", &kTask},
    Rename{"TimeCreated", &kTime},
    Rename{"TimeCreated_SystemTime", &kTime},
    Rename{"Version", &kVersion},
};
constexpr std::array<std::string_view, 4> kOwn{"@timestamp", "Message", "OriginalLogfile", "RenderedDescription"};

constexpr std::array kWinEventRenames{
    Rename{"ActivityId", &kActivityId},
    Rename{"Id", &kEventId},
    Rename{"Level", &kLevel},
    Rename{"LogName", &kChannel},
    Rename{"MachineName", &kComputer},
    Rename{"Opcode", &kOpcode},
    Rename{"ProcessId", &kProcessId},
    Rename{"ProviderId", &kProviderGuid},
    Rename{"ProviderName", &kProvider},
    Rename{"Qualifiers", &kQualifiers},
    Rename{"RecordId", &kRecordId},
    Rename{"RelatedActivityId", &kRelatedActivityId},
    Rename{"Task", &kTask},
    Rename{"ThreadId", &kThreadId},
    Rename{"UserId.Value", &kUserId},
    Rename{"Version", &kVersion},
};
constexpr std::array kWinEventData{Prefix{"Properties.", false}};

bool is_flat_windows(Signs signs) {
  return all_of(signs, sign::kEventId) && any_of(signs, sign::kChannel | sign::kSigmaProvider);
}

bool is_get_winevent(Signs signs) {
  return all_of(signs, sign::kProviderName | sign::kLogName | sign::kId);
}

void finish_flat(Conversion& to) {
  if (to.event().timed) return;
  set_time(to, sysmon_time(to));
  set_time(to, base::parse_time(to.text("@timestamp")));
}

// "/Date(1545297243123)/", milliseconds since 1970 in UTC; newer PowerShell writes ISO 8601.
std::optional<base::Time> powershell_time(std::string_view text) {
  constexpr std::string_view kBegin = "/Date(";
  if (!text.starts_with(kBegin)) return base::parse_time(text);
  const auto milliseconds = event::parse_number(text.substr(kBegin.size(), text.find(')') - kBegin.size()));
  if (!milliseconds || *milliseconds < 0 || *milliseconds > 253402300799999.0) return std::nullopt;
  return base::Time{static_cast<std::int64_t>(*milliseconds) * (base::Time::kTicksPerSecond / 1000)};
}

bool win_event_special(Conversion& to, std::string_view name, const event::Value& value) {
  if (name == "Keywords") {
    to.add(kKeywords, mask_of(value));
    return true;
  }
  if (name == "Properties.Value") {
    to.add("Data", value);
    return true;
  }
  if (name != "TimeCreated" || !value.is_text()) return false;
  to.add(kTimeText, value);
  set_time(to, powershell_time(base::text_of(value.bytes())));
  return true;
}

}  // namespace

const Dialect& flat_windows() {
  static constexpr Dialect kRow{.name = "flat",
                                .is_this = is_flat_windows,
                                .windows = true,
                                .renames = kRenames,
                                .data = {},
                                .own = kOwn,
                                .special = nullptr,
                                .after = nullptr,
                                .finish = finish_flat,
                                .convert = nullptr,
                                .learn = learn_names,
                                .by_keys_alone = true};
  return kRow;
}

const Dialect& get_winevent() {
  static constexpr Dialect kRow{.name = "get-winevent",
                                .is_this = is_get_winevent,
                                .windows = true,
                                .renames = kWinEventRenames,
                                .data = kWinEventData,
                                .own = {},
                                .special = win_event_special,
                                .after = nullptr,
                                .finish = nullptr,
                                .convert = nullptr,
                                .learn = learn_names};
  return kRow;
}

}  // namespace hoptrace::decode::json
