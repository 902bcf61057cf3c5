// Route: what is to be looked for in the records of one kind: those that belong to the same lanes and, where that is
// known, have the same EventID, Channel and Provider_Name. Most routes are short: of a lane's clauses those stay that
// this header allows, and only fields that such a clause waits for are looked at.
//
// Made by the thread that uses it, from the shared index, when the first record of its kind comes. The clauses of a
// route have numbers of their own; its posts speak of those.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "event/field.h"
#include "event/value.h"
#include "match/rule_index.h"
#include "match/shown_value.h"

namespace hoptrace::match {

// A header field that all records of the route have, each once.
struct HeaderValue {
  event::FieldId field = event::FieldId::kOther;
  event::Value value;
};

class Route {
 public:
  struct Clause {
    rules::LaneId lane{};
    std::uint32_t rule = 0;
    std::uint8_t groups = 0;  // a bit each
    std::uint8_t seen = 0;    // by the header already
  };
  // A field as the route looks at it.
  struct Field {
    std::uint64_t question = 0;  // its number among all fields of all routes of the thread: for ValueMemory
    Posts present;               // where the field is there, whatever its value
    bool wants_values = false;
    struct Part {
      const Watch* watch = nullptr;
      std::uint32_t lane = 0;  // into lanes()
    };
    std::vector<Part> parts;
  };

  // `header`: null where the header is not known, then its fields are looked at like others. `questions` counts on.
  Route(const RuleIndex& index, std::span<const rules::LaneId> lanes, const std::vector<HeaderValue>* header,
        LiteralTools& tools, std::uint64_t& questions);

  [[nodiscard]] std::span<const rules::LaneId> lanes() const { return lanes_; }
  [[nodiscard]] std::span<const Clause> clauses() const { return clauses_; }
  // Clauses that hold for every record of the route.
  [[nodiscard]] std::span<const std::uint32_t> ready() const { return ready_; }
  [[nodiscard]] bool idle() const { return clauses_.empty(); }
  // What waits for the field's values (keywords wait for all fields' values); null: nothing.
  [[nodiscard]] const Field* field(event::FieldId id) const;
  // Whether `field` is one field's own, not what keywords want of all others.
  [[nodiscard]] bool is_own(const Field& field) const { return &field != &any_; }
  // What a value of `field` shows to the route's clauses; `out` is emptied first.
  void find(const Field& field, ShownValue& value, Posts& out) const;

 private:
  static constexpr std::uint32_t kDead = 0xFFFF'FFFF;
  struct Lane {
    const LaneIndex* index = nullptr;
    std::vector<std::uint32_t> own;  // by clause of the lane: its number here, or kDead
  };

  [[nodiscard]] std::vector<std::uint8_t> seen_by_header(const LaneIndex& lane,
                                                         const std::vector<HeaderValue>& header,
                                                         LiteralTools& tools) const;
  void take_lane(const RuleIndex& index, rules::LaneId id, const std::vector<HeaderValue>* header,
                 LiteralTools& tools);
  void watch_fields(std::uint32_t lane, bool header_known);
  void watch_keywords();
  // Whether a clause of this route still waits for one of `posts`.
  [[nodiscard]] bool waits(const Posts& posts, std::uint32_t lane) const;
  [[nodiscard]] bool waits_for_values(const Watch& watch, std::uint32_t lane) const;
  void to_own(const Posts& posts, std::uint32_t lane, Posts& out) const;

  std::vector<rules::LaneId> lanes_;
  std::vector<Lane> of_lanes_;  // parallel to lanes_
  std::vector<Clause> clauses_;
  std::vector<std::uint32_t> ready_;
  std::unordered_map<event::FieldId, Field> fields_;
  Field any_;  // what keywords want of fields that have no watch
  bool has_keywords_ = false;
};

}  // namespace hoptrace::match
