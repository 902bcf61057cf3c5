// LogSourceTable: which records a rule's logsource means, and how its field names read there.
//
// A *lane* is one way in which a log source appears in evidence: Sigma's `process_creation` on Windows is Sysmon
// event 1 on one lane and Security event 4688 on another. Each record runs through the rules of the lanes it belongs
// to. Rows are content, not code: content/logsources/*.yml (what is it) and content/fields/*.yml (how its fields are
// named and converted there, and which it cannot have). Sources of the facts: SigmaHQ's tests/thor.yml and
// logsource.json, Sigma taxonomy appendix, Microsoft's event documentation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "event/event.h"
#include "event/field.h"

namespace hoptrace::rules {

enum class LaneId : std::uint16_t {};

// How a rule's field is read on a lane where the record names it otherwise.
enum class Conversion : std::uint8_t {
  kSame,            // another name, the same text
  kHexToDecimal,    // "0x1f4" → "500" (4688's process ids)
  kHexLower,        // "0x3E7" → "0x3e7"
  kDomainUser,      // two fields: DOMAIN\user
  kIntegritySid,    // S-1-16-12288 → High
  kDevicePath,      // \device\harddiskvolume2\windows → C:\windows
  kProtocolNumber,  // 6 → tcp, 17 → udp
  kDirectionCode,   // %%14593 (outbound) → true, %%14592 → false: Sysmon's Initiated
  kRegistryPath,    // \REGISTRY\MACHINE\… → HKLM\…, \REGISTRY\USER\… → HKU\…
  kRegistryValue,   // two fields: key path and value name, as Sysmon's TargetObject
  kRegistryType,    // 4657's OperationType → SetValue, DeleteValue…
  kConstant,        // a text of the table, whatever the record
};

struct FieldMapping {
  event::FieldId rule_field = event::FieldId::kOther;  // as rules say it
  Conversion conversion = Conversion::kSame;
  std::vector<event::FieldId> sources;  // as the record says it
  std::string constant;
};

struct Lane {
  std::string name;  // "windows/process_creation/security-4688"
  std::string product, category, service;
  // A record belongs here if all that is given agrees (channel without case; a trailing * matches any end).
  std::vector<std::string> channels;
  std::vector<std::string> providers;
  std::vector<std::uint32_t> event_ids;                                    // empty: any
  std::vector<std::pair<event::FieldId, std::vector<std::string>>> where;  // a field with one of these texts
  std::vector<FieldMapping> mappings;  // names not listed are read as they are, unless `closed`
  // Fields that this source can never have: a rule that hangs on one is uncertain there.
  std::vector<event::FieldId> cannot_have;
  bool closed = false;  // every field that is neither listed in `has` nor mapped cannot be had
  std::vector<event::FieldId> has;

  [[nodiscard]] const FieldMapping* mapping(event::FieldId rule_field) const;
  [[nodiscard]] bool lacks(event::FieldId rule_field) const;
};

class LogSourceTable {
 public:
  // Reads content/logsources and content/fields under `content`.
  [[nodiscard]] static base::Result<LogSourceTable> load(const std::string& content, event::FieldDictionary& fields);

  [[nodiscard]] const std::vector<Lane>& lanes() const { return lanes_; }
  // The lanes that a rule with this logsource runs on; none if the tables know no such log source.
  [[nodiscard]] std::vector<LaneId> lanes_for(std::string_view product, std::string_view category,
                                              std::string_view service) const;
  // The lanes that `event` belongs to, in table order, appended to `out`.
  void lanes_of(const event::Event& event, std::vector<LaneId>& out) const;

 private:
  friend class LogSourceReader;
  [[nodiscard]] bool belongs(const event::Event& event, const Lane& lane) const;

  std::vector<Lane> lanes_;
  // Channel (folded) → the lanes that name it; lanes without a channel are in `anywhere_`.
  std::unordered_map<std::string, std::vector<LaneId>> by_channel_;
  std::vector<LaneId> anywhere_;
};

}  // namespace hoptrace::rules
