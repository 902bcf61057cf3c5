#include "event/field.h"

#include <array>

#include "base/check.h"

namespace hoptrace::event {
namespace {

constexpr std::array<std::string_view, 22> kFixed{"",
                                                  "Provider_Name",
                                                  "EventID",
                                                  "Channel",
                                                  "Computer",
                                                  "EventRecordID",
                                                  "TimeCreated_SystemTime",
                                                  "Level",
                                                  "Task",
                                                  "Opcode",
                                                  "Keywords",
                                                  "Security_UserID",
                                                  "Execution_ProcessID",
                                                  "Execution_ThreadID",
                                                  "Provider_Guid",
                                                  "Provider_EventSourceName",
                                                  "Version",
                                                  "EventID_Qualifiers",
                                                  "Correlation_ActivityID",
                                                  "Correlation_RelatedActivityID",
                                                  "Data",
                                                  "Binary"};

}  // namespace

FieldDictionary::FieldDictionary() {
  for (const std::string_view name : kFixed) {
    names_.emplace_back(name);
    if (!name.empty()) ids_.emplace(names_.back(), FieldId{static_cast<std::uint32_t>(names_.size() - 1)});
  }
  base::check(find("Binary") == field::kBinary, "the fixed names stand in the order of their constants");
}

FieldId FieldDictionary::intern(std::string_view name) {
  if (const auto found = ids_.find(name); found != ids_.end()) return found->second;
  names_.emplace_back(name);
  const FieldId id{static_cast<std::uint32_t>(names_.size() - 1)};
  ids_.emplace(names_.back(), id);
  return id;
}

FieldId FieldDictionary::find(std::string_view name) const {
  const auto found = ids_.find(name);
  return found == ids_.end() ? FieldId::kOther : found->second;
}

std::string_view FieldDictionary::name(FieldId id) const {
  return names_.at(static_cast<std::size_t>(id));
}

}  // namespace hoptrace::event
