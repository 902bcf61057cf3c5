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
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/packing.h"
#include "base/result.h"
#include "event/event.h"
#include "event/field.h"

namespace hoptrace::rules {

enum class LaneId : std::uint16_t {};

// How a rule's field is read on a lane where the record names it otherwise.
enum class Conversion : std::uint8_t {
  kSame,            // another name, the same text
  kHexToDecimal,    // "0x1f4" → "500" (4688's process ids) of the first source that is there
  kHexLower,        // "0x3E7" → "0x3e7" of the first source that is not zero
  kDomainUser,      // fours of (SID, logon id, domain, user): DOMAIN\user of the first that names somebody
  kIntegritySid,    // S-1-16-12288 → High
  kDevicePath,      // \device\harddiskvolume2\windows → C:\windows
  kProtocolNumber,  // 6 → tcp, 17 → udp
  kDirectionCode,   // %%14593 (outbound) → true, %%14592 → false: Sysmon's Initiated
  kRegistryPath,    // \REGISTRY\MACHINE\… → HKLM\…, \REGISTRY\USER\… → HKU\…
  kRegistryValue,   // two fields: key path and value name, as Sysmon's TargetObject
  kRegistryType,    // 4657's OperationType → SetValue, DeleteValue…
  kRegistryData,    // two fields: value type code and value, as Sysmon's Details: DWORD (0x00000001)
  kIsIpv6,          // an address → true, false
  kHashMd5,         // the part of Sysmon's Hashes ("SHA1=…,MD5=…") that is MD5; likewise the next three
  kHashSha1,
  kHashSha256,
  kHashImphash,
  kConstant,  // a text of the table, whatever the record
};

constexpr std::size_t kMostSources = 8;  // of one mapping

struct FieldMapping {
  event::FieldId rule_field = event::FieldId::kOther;  // as rules say it
  Conversion conversion = Conversion::kSame;
  std::vector<event::FieldId> sources;  // as the record says it; of kSame the first that is there counts
  std::string constant;
};

struct Lane {
  std::string name;  // "windows/process_creation/security-4688"
  std::string product, category, service;
  // A record belongs here if all that is given agrees (channel without case; a trailing * matches any end). A record
  // whose export has lost its provider is judged by the channel alone. A lane
  // with neither channel nor provider is told by the record's LogKind alone.
  std::vector<std::string> channels;
  std::vector<std::string> providers;
  std::vector<std::uint32_t> event_ids;                                    // empty: any
  std::vector<std::pair<event::FieldId, std::vector<std::string>>> where;  // a field with one of these texts
  // What the record's LogKind must say: the product, and of lanes told by kind the category and service where not
  // empty. They differ from the names above where one export serves several of Sigma's log sources.
  std::string kind_product, kind_category, kind_service;
  std::vector<FieldMapping> mappings;  // by rule_field; names not listed are read as they are, unless `closed`
  // Fields that this source can never have: a rule that hangs on one is uncertain there. Sorted.
  std::vector<event::FieldId> cannot_have;
  bool closed = false;  // every field that is neither listed in `has` nor mapped nor a header's cannot be had
  std::vector<event::FieldId> has;  // sorted
  // Fields that say little alone (nearly every record has the value a rule asks for: Initiated, IntegrityLevel):
  // where all else is unknown, one of them that held is no reason for an uncertain finding. Sorted.
  std::vector<event::FieldId> weak;
  // What a field ends in all the time (ParentImage: \svchost.exe), folded: where a rule also wants something unseen,
  // such a value is no reason for an uncertain finding.
  std::vector<std::pair<event::FieldId, std::vector<std::string>>> common;

  [[nodiscard]] const FieldMapping* mapping(event::FieldId rule_field) const;
  [[nodiscard]] bool lacks(event::FieldId rule_field) const;
  [[nodiscard]] bool says_little(event::FieldId rule_field) const;
  [[nodiscard]] bool is_common(event::FieldId rule_field, std::string_view folded) const;
  [[nodiscard]] bool by_kind() const { return channels.empty() && providers.empty(); }
};

class LogSourceTable {
 public:
  // Reads every *.yml of content/fields and content/logsources under `content` (json.yml is decode/json_kinds.h's).
  // Fails at the first row that is not right, with its file and line.
  [[nodiscard]] static base::Result<LogSourceTable> load(const std::string& content, event::FieldDictionary& fields);

  [[nodiscard]] const std::vector<Lane>& lanes() const { return lanes_; }
  [[nodiscard]] const Lane& lane(LaneId id) const { return lanes_[static_cast<std::size_t>(id)]; }
  // The lanes that a rule with this logsource (lower case) runs on; none if the tables know no such log source. Where
  // one lane holds every record of another (all of Sysmon, and Sysmon event 1), only the wider one is given.
  [[nodiscard]] std::vector<LaneId> lanes_for(std::string_view product, std::string_view category,
                                              std::string_view service) const;
  // The lanes that `event` belongs to, in table order, appended to `out`.
  void lanes_of(const event::Event& event, std::vector<LaneId>& out) const;
  // Whether more than header and kind decides (Lane::where) to which lanes records like `event` belong.
  [[nodiscard]] bool hangs_on_values(const event::Event& event) const;
  // Whether some lane asks for this field's value.
  [[nodiscard]] bool is_asked(event::FieldId field) const;

 private:
  friend class LogSourceReader;
  friend auto members(base::Either<LogSourceTable> auto& table) {
    return std::tie(table.lanes_, table.by_channel_, table.by_channel_start_, table.by_product_);
  }
  // Channels are compared without regard to ASCII case, and looked up without making a folded copy.
  struct FoldedHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const;
  };
  struct FoldedEqual {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const;
  };
  // The lanes of one channel: those of any event id, and those of one, sorted by it.
  struct ChannelLanes {
    std::vector<LaneId> any_id;
    using IdAndLane = std::pair<std::uint32_t, LaneId>;
    std::vector<IdAndLane> by_id;
    friend auto members(base::Either<ChannelLanes> auto& lanes) { return std::tie(lanes.any_id, lanes.by_id); }
  };
  void index();
  void add_to(ChannelLanes& lanes, LaneId id) const;
  [[nodiscard]] bool belongs(const event::Event& event, const Lane& lane) const;
  void collect(const event::Event& event, const std::vector<LaneId>& lanes, std::vector<LaneId>& out) const;
  void collect_by_product(const event::Event& event, std::string_view product, std::vector<LaneId>& out) const;
  void collect(const event::Event& event, const ChannelLanes& lanes, std::vector<LaneId>& out) const;

  std::vector<Lane> lanes_;
  std::unordered_map<std::string, ChannelLanes, FoldedHash, FoldedEqual> by_channel_;
  std::vector<std::pair<std::string, ChannelLanes>> by_channel_start_;  // channels with a trailing *
  // Lanes without a channel by the product that they ask for (none: any), those that want no more of the LogKind
  // apart: a Windows record has a product only.
  struct ProductLanes {
    std::vector<LaneId> plain, of_kind;
    friend auto members(base::Either<ProductLanes> auto& lanes) { return std::tie(lanes.plain, lanes.of_kind); }
  };
  std::unordered_map<std::string, ProductLanes, FoldedHash, FoldedEqual> by_product_;
};

}  // namespace hoptrace::rules
