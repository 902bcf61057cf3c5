// FieldId and FieldDictionary: the names that rules, indicators and the case ask for, as small numbers.
//
// The dictionary is filled while rules and indicators are loaded (one thread), then frozen by being handed on as
// `const`, and read by all decoding threads without a lock. A name in evidence that nobody asks for gets
// FieldId::kOther: its value is still there for keyword search and for the record shown whole, under its own name.
// Names are compared exactly, as in Sigma.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hoptrace::event {

enum class FieldId : std::uint32_t { kOther = 0 };

// Names of Windows' System section as Sigma writes them (Sigma specification, "Field Usage"), and the few others that
// the engine itself asks for. The dictionary interns them first, in this order, so that they are constants.
namespace field {
constexpr FieldId kProviderName{1};        // Provider_Name
constexpr FieldId kEventId{2};             // EventID
constexpr FieldId kChannel{3};             // Channel
constexpr FieldId kComputer{4};            // Computer
constexpr FieldId kEventRecordId{5};       // EventRecordID
constexpr FieldId kTimeCreated{6};         // TimeCreated_SystemTime
constexpr FieldId kLevel{7};               // Level
constexpr FieldId kTask{8};                // Task
constexpr FieldId kOpcode{9};              // Opcode
constexpr FieldId kKeywords{10};           // Keywords
constexpr FieldId kUserId{11};             // Security_UserID
constexpr FieldId kProcessId{12};          // Execution_ProcessID
constexpr FieldId kThreadId{13};           // Execution_ThreadID
constexpr FieldId kProviderGuid{14};       // Provider_Guid
constexpr FieldId kEventSource{15};        // Provider_EventSourceName
constexpr FieldId kVersion{16};            // Version
constexpr FieldId kQualifiers{17};         // EventID_Qualifiers
constexpr FieldId kActivityId{18};         // Correlation_ActivityID
constexpr FieldId kRelatedActivityId{19};  // Correlation_RelatedActivityID
constexpr FieldId kData{20};               // Data: an EventData value without a name
constexpr FieldId kBinary{21};             // Binary
}  // namespace field

class FieldDictionary {
 public:
  FieldDictionary();

  // The id of `name`, made if it is new. Only while loading.
  FieldId intern(std::string_view name);
  // The id of `name`, or kOther.
  [[nodiscard]] FieldId find(std::string_view name) const;
  [[nodiscard]] std::string_view name(FieldId id) const;
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  std::deque<std::string> names_;  // stable addresses: ids_ points into it
  std::unordered_map<std::string_view, FieldId> ids_;
};

}  // namespace hoptrace::event
