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
#include "match/verifier.h"

namespace hoptrace::match {

// What a thread looks at values with.
struct LookTools {
  explicit LookTools(const RuleIndex& index) : literals(index), verifier(index.rules()) {}
  LiteralTools literals;
  Verifier verifier;
};

// A header field that all records of the route have, each once. Longer ones are looked at like other fields: routes
// are kept, and a hostile log must not make them large.
constexpr std::size_t kLongestHeader = 256;  // bytes of text
struct HeaderValue {
  event::FieldId field = event::FieldId::kOther;
  event::Value value;
};

// Whether a value's text is made of digits and their like only: numbers, times, GUIDs, also as text.
[[nodiscard]] bool is_digits(const event::Value& value);

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
    event::FieldId id = event::FieldId::kOther;
    std::uint64_t question = 0;  // its number among all fields of all routes of the thread: for ValueMemory
    Posts present;               // where the field is there, whatever its value
    Posts absent;                // where it has no value, or one that is null
    bool wants_values = false;
    bool wants_digits = false;  // of values that are numbers, times, GUIDs and the like as well
    // Whether such a value can show anything.
    [[nodiscard]] bool wants(const event::Value& value) const {
      return wants_values && !value.is_null() && (wants_digits || !is_digits(value));
    }
    struct Part {
      const Watch* watch = nullptr;
      event::FieldId of = event::FieldId::kOther;  // its field; kOther: keywords
      std::uint32_t lane = 0;                      // into lanes()
    };
    std::vector<Part> parts;
  };

  // `header`: null where the header is not known, then its fields are looked at like others. `questions` counts on.
  Route(const RuleIndex& index, std::span<const rules::LaneId> lanes, const std::vector<HeaderValue>* header,
        LookTools& tools, std::uint64_t& questions);

  [[nodiscard]] std::span<const rules::LaneId> lanes() const { return lanes_; }
  [[nodiscard]] std::span<const Clause> clauses() const { return clauses_; }
  // Clauses that hold for every record of the route.
  [[nodiscard]] std::span<const std::uint32_t> ready() const { return ready_; }
  [[nodiscard]] bool idle() const { return clauses_.empty(); }
  // Fields that something waits for to be absent.
  [[nodiscard]] std::span<const Field* const> absent_fields() const { return absent_fields_; }
  // What waits for the field's values (keywords wait for all fields' values); null: nothing.
  [[nodiscard]] const Field* field(event::FieldId id) const;
  // Whether `field` is one field's own, not what keywords want of all others.
  [[nodiscard]] bool is_own(const Field& field) const { return &field != &any_; }
  // What a value of the record's field `id` shows to the route's clauses that look at it by `field`; `out` is emptied
  // first.
  void find(const Field& field, event::FieldId id, const event::Value& value, base::Arena& arena, LookTools& tools,
            Posts& out) const;

 private:
  static constexpr std::uint32_t kDead = 0xFFFF'FFFF;
  struct Lane {
    rules::LaneId id{};
    const LaneIndex* index = nullptr;
    std::vector<std::uint32_t> own;  // by clause of the lane: its number here, or kDead
  };

  [[nodiscard]] std::vector<std::uint8_t> seen_by_header(const Lane& lane, const std::vector<HeaderValue>& header,
                                                         LookTools& tools) const;
  void take_lane(const RuleIndex& index, rules::LaneId id, const std::vector<HeaderValue>* header, LookTools& tools);
  void watch_fields(const RuleIndex& index, std::uint32_t lane, bool header_known);
  void watch_keywords(const RuleIndex& index);
  [[nodiscard]] bool truly(const Lane& lane, Post post, Verifier& verifier) const;
  // Whether a clause of this route still waits for one of `posts`.
  [[nodiscard]] bool waits(std::span<const Post> posts, std::uint32_t lane) const;
  [[nodiscard]] bool waits_for_values(const Watch& watch, std::uint32_t lane) const;
  [[nodiscard]] bool waits_for_digits(const Watch& watch, event::FieldId of, std::uint32_t lane,
                                      const RuleIndex& index) const;
  void to_own(std::span<const Post> posts, std::uint32_t lane, Posts& out) const;

  std::vector<rules::LaneId> lanes_;
  std::vector<Lane> of_lanes_;  // parallel to lanes_
  std::vector<Clause> clauses_;
  std::vector<std::uint32_t> ready_;
  std::unordered_map<event::FieldId, Field> fields_;
  std::vector<const Field*> absent_fields_;
  Field any_;  // what keywords want of fields that have no watch
  bool has_keywords_ = false;
};

}  // namespace hoptrace::match
