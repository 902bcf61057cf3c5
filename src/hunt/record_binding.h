// What RecordSieve keeps of shapes, and of the records of a shape that have the same header. Parts of its own, in a
// header of their own because its files share them: record_sieve.cc looks, record_binding.cc binds, record_recall.cc
// remembers.
#pragma once

#include <algorithm>

#include "hunt/content.h"
#include "hunt/record_sieve.h"

namespace hoptrace::hunt {

struct RecordSieve::Shape {
  std::vector<decode::Slot> slots;
  std::vector<std::string> names;  // of the slots
  // Where EventID, Channel and Provider_Name stand; none unless each stands once at most, in the header.
  bool plain_header = true;
  std::vector<std::size_t> header;
  std::optional<std::size_t> id_slot;
  std::vector<std::size_t> asked;             // slots whose value a log source can hang on
  std::optional<sessions::SlotPlaces> facts;  // where facts are read, once somebody asked
  [[nodiscard]] std::vector<sessions::SlotPlaces::Field> fields() const;
  std::vector<std::unique_ptr<Binding>> bindings;  // the latest first
};

// One slot of a binding, and who looks at it.
struct RecordSieve::Look {
  static constexpr std::uint32_t kThinkAfter = 128;  // values
  static constexpr std::uint32_t kMostTurns = 6;     // from told to apart and back

  std::size_t slot = 0;
  const decode::Slot* named = nullptr;
  const match::Route::Field* field = nullptr;  // null: only indicators
  bool indicators = false;                     // they look at it
  bool any_kind = false;                       // and not only at texts
  bool noted = false;                          // whether it is there matters to an absence
  std::uint64_t question = 0;
  // A field whose values hardly come twice (times, identifiers written as text) would make every record a new one:
  // it is looked at apart.
  bool apart = false;
  std::uint32_t asked = 0, made = 0;  // values, and new ones of them, since it was last thought about
  std::uint32_t turns = 0;

  [[nodiscard]] decode::Told told() const {
    const bool values = !apart && field != nullptr && field->wants_values;
    const bool listed = !apart && indicators;
    return {.slot = slot,
            .texts = values || listed,
            .numbers = (values && field->wants_digits) || (listed && any_kind),
            .others = values || listed,
            .no_digits = !listed && values && !field->wants_digits};
  }
  [[nodiscard]] bool should_turn() const;
  // Whether it looks at this value for a rule; for any of them.
  [[nodiscard]] bool wants(const event::Value& value) const { return field != nullptr && field->wants(value); }
  [[nodiscard]] bool is_at(const event::Value& value) const {
    const bool by_kind = any_kind || value.is_text() || value.kind() == event::Kind::kBinary;
    return wants(value) || (indicators && by_kind);
  }
};

// What is to be done with the records of a shape that have the same header.
struct RecordSieve::Binding {
  std::uint32_t event_id = 0;
  std::string channel, provider;
  std::optional<const sessions::RecordKind*> fact;  // what they can be a fact of, once somebody asked
  std::optional<RecordReaders::Asking> asking;      // other readers of records, once somebody asked
  bool by_values = false;  // the log source hangs on a value: the route is found for each record
  std::vector<rules::LaneId> lanes;
  const match::Route* route = nullptr;
  std::vector<Look> looks;
  decode::ToldList told;       // what all looks together go by
  std::uint64_t question = 0;  // of all of them
  bool any_apart = false;
  void tell_anew(std::uint64_t& questions);
  struct Absence {
    const match::Posts* posts = nullptr;
    std::vector<std::size_t> slots;  // of the field
  };
  std::vector<Absence> absences;
  const Shape* shape = nullptr;
  std::optional<ContentPlan> content;  // once a record of it is kept without its Event

  // Where a rule's verdict comes from; no slots: from more than they hold.
  struct Reading {
    std::uint64_t question = 0;
    std::optional<std::vector<std::size_t>> slots;
  };
  std::map<std::pair<rules::LaneId, std::uint32_t>, Reading> readings;
  [[nodiscard]] const Reading& reading(const match::CompiledRules& rules, const match::Candidate& candidate,
                                       std::uint64_t& questions);

  [[nodiscard]] bool is_of(const decode::Glance& glance) const {
    return event_id == glance.event_id && channel == glance.channel && provider == glance.provider;
  }
};

}  // namespace hoptrace::hunt
