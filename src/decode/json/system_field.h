// SystemField: the names of Windows' System section, to which each dialect's own names for them are led back, so that
// a rule reads the same record whatever wrote it down.
#pragma once

#include <string_view>

#include "event/event.h"

namespace hoptrace::decode::json {

struct SystemField {
  event::FieldId id;
  std::string_view name;
  // Keeps the value in the Event's own members as well, where one of them is it.
  void (*take)(event::Event& event, const event::Value& value) = nullptr;
};

void take_channel(event::Event& event, const event::Value& value);
void take_provider(event::Event& event, const event::Value& value);
void take_computer(event::Event& event, const event::Value& value);
void take_event_id(event::Event& event, const event::Value& value);
void take_record_id(event::Event& event, const event::Value& value);
void take_time(event::Event& event, const event::Value& value);  // a text with its zone, or one known to be UTC

namespace system_field {
constexpr SystemField kProvider{event::field::kProviderName, "Provider_Name", take_provider};
constexpr SystemField kEventId{event::field::kEventId, "EventID", take_event_id};
constexpr SystemField kChannel{event::field::kChannel, "Channel", take_channel};
constexpr SystemField kComputer{event::field::kComputer, "Computer", take_computer};
constexpr SystemField kRecordId{event::field::kEventRecordId, "EventRecordID", take_record_id};
constexpr SystemField kTime{event::field::kTimeCreated, "TimeCreated_SystemTime", take_time};
constexpr SystemField kTimeText{event::field::kTimeCreated, "TimeCreated_SystemTime"};  // not to be trusted
constexpr SystemField kLevel{event::field::kLevel, "Level"};
constexpr SystemField kTask{event::field::kTask, "Task"};
constexpr SystemField kOpcode{event::field::kOpcode, "Opcode"};
constexpr SystemField kKeywords{event::field::kKeywords, "Keywords"};
constexpr SystemField kUserId{event::field::kUserId, "Security_UserID"};
constexpr SystemField kProcessId{event::field::kProcessId, "Execution_ProcessID"};
constexpr SystemField kThreadId{event::field::kThreadId, "Execution_ThreadID"};
constexpr SystemField kProviderGuid{event::field::kProviderGuid, "Provider_Guid"};
constexpr SystemField kEventSource{event::field::kEventSource, "Provider_EventSourceName"};
constexpr SystemField kVersion{event::field::kVersion, "Version"};
constexpr SystemField kQualifiers{event::field::kQualifiers, "EventID_Qualifiers"};
constexpr SystemField kActivityId{event::field::kActivityId, "Correlation_ActivityID"};
constexpr SystemField kRelatedActivityId{event::field::kRelatedActivityId, "Correlation_RelatedActivityID"};
}  // namespace system_field

}  // namespace hoptrace::decode::json
