// RecordSieve: the hunt's look at a record before its Event is made (decode/sieve.h). It notes the record, finds its
// route (match/route.h), looks at those values that a rule or an indicator waits for, and wants the Event only if a
// rule became a candidate, an indicator was seen, or the values alone do not tell. A record whose matches are all
// known from earlier ones goes to the keeper without an Event, if there is one and it needs none.
//
// Use: the decoder asks wants(); if it makes the Event, its sink asks verdict() for what is known already. One
// thread's. Never loses what the whole way would find: what it does not understand, it wants whole.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "decode/sieve.h"
#include "hunt/record_count.h"
#include "hunt/record_memory.h"
#include "hunt/record_readers.h"
#include "hunt/stage_clock.h"
#include "indicators/lookup.h"
#include "match/candidates.h"
#include "match/outcome_memory.h"
#include "sessions/fact_table.h"

namespace hoptrace::hunt {

class Keeper;  // keeper.h

class RecordSieve final : public decode::Sieve {
 public:
  RecordSieve(const Equipment& equipment, RecordCount& count);
  ~RecordSieve() override;

  // The rules of the records that come now.
  void use(const std::shared_ptr<const match::RuleIndex>& index);
  void time_with(StageClock* clock) { clock_ = clock; }
  // It is given facts of records as they come, as far as their values alone tell them; null: of none.
  void read_facts(sessions::FactReader* reader) { facts_ = reader; }
  // The same of other readers of records, which may read the Event.
  void ask_for(RecordReaders* readers) { readers_ = readers; }
  // Who keeps what is known of a record without its Event; null: nobody does.
  void keep_with(Keeper* keeper) { keeper_ = keeper; }

  void on_shape(decode::ShapeId shape, std::span<const decode::Slot> slots) override;
  void forget_shapes() override;
  [[nodiscard]] bool wants(decode::ShapeId shape, const decode::Glance& glance) override;
  // The same for a record that RecordCount was told of already.
  [[nodiscard]] bool wants_noted(decode::ShapeId shape, const decode::Glance& glance);

  // What is known of a record whose Event was wanted.
  struct Verdict {
    bool noted = false;                            // the record was asked about, and counted
    bool whole = true;                             // nothing is known but that: look at all of it
    bool facts = false;                            // they have been read
    bool counted = false;                          // the other readers of records have read it
    bool indicators = false;                       // of !whole: there may be one
    std::span<const match::Candidate> candidates;  // of !whole: still to be asked
    std::span<const KeptMatch> matches;            // of !whole: known from earlier records with the same values
    std::span<const KeptMatch> all;                // of !whole: the same, of records that all rules were asked about
  };
  // Of the record at `origin`; asked once.
  [[nodiscard]] Verdict verdict(const base::Origin& origin);
  // What became of the candidates of the last verdict: no other rule of them matched.
  void learn(std::span<const KeptMatch> matches);

 private:
  struct Binding;
  struct Shape;

  struct Look;
  [[nodiscard]] Binding* begin(decode::ShapeId shape, const decode::Glance& glance);
  [[nodiscard]] bool wants_begun(Binding* binding, decode::ShapeId shape, const decode::Glance& glance);
  [[nodiscard]] bool look(Binding& binding, const decode::Glance& glance);
  [[nodiscard]] bool look_at_values(Binding& binding, const decode::Glance& glance, RecordMemory::Seen& seen);
  void note_value(Look& look, const event::Value& value);
  [[nodiscard]] const match::PostMemory::Shown& shown_by(Binding& binding, Look& look, const event::Value& value,
                                                         match::PostMemory::Key key);
  [[nodiscard]] bool shows_apart(Binding& binding, const decode::Glance& glance);
  void turn_looks(Binding& binding);
  [[nodiscard]] bool take(Binding& binding, const decode::Glance& glance, const RecordMemory::Seen& seen);
  [[nodiscard]] bool take_known(Binding& binding, const decode::Glance& glance, RecordMemory::Seen& seen);
  [[nodiscard]] std::optional<decode::ToldList> told_to(Binding& binding,
                                                        std::span<const match::Candidate> candidates);
  [[nodiscard]] bool write_key(decode::ToldList& told, const decode::Glance& glance);
  [[nodiscard]] Binding* binding_of(Shape& shape, const decode::Glance& glance);
  [[nodiscard]] std::unique_ptr<Binding> bind(const Shape& shape, const decode::Glance& glance);
  [[nodiscard]] bool route_by_values(const Shape& shape, const decode::Glance& glance, Binding& binding);
  void fill_header(const decode::Glance& glance);
  [[nodiscard]] const match::Route& route_of(const std::vector<rules::LaneId>& lanes, const Shape& shape,
                                             const decode::Glance& glance);
  void bind_slots(const Shape& shape, Binding& binding);
  [[nodiscard]] std::uint64_t question_of(std::string_view name, std::uint64_t field);
  [[nodiscard]] bool shows_indicator(const decode::Slot& slot, const event::Value& value);
  [[nodiscard]] bool keep(Binding& binding, const decode::Glance& glance, std::span<const KeptMatch> matches);
  void recall(Binding& binding, const decode::Glance& glance);
  [[nodiscard]] std::optional<base::ValueMemory::Place> place_of(Binding& binding, const match::Candidate& candidate,
                                                                 const decode::Glance& glance);
  [[nodiscard]] bool is_absent(std::span<const std::size_t> slots) const;
  [[nodiscard]] bool want(bool whole);
  [[nodiscard]] bool reads_facts(Binding& binding, Shape& shape, const decode::Glance& glance);
  [[nodiscard]] bool is_counted(Binding& binding, Shape& shape, const decode::Glance& glance);
  [[nodiscard]] bool want_fact();
  void forget_routes();

  const Equipment& equipment_;
  RecordCount& count_;
  RecordReaders* readers_ = nullptr;
  StageClock* clock_ = nullptr;
  sessions::FactReader* facts_ = nullptr;
  Keeper* keeper_ = nullptr;
  std::shared_ptr<const match::RuleIndex> index_;
  std::unique_ptr<match::LookTools> tools_;
  std::vector<std::unique_ptr<Shape>> shapes_;
  std::map<std::string, std::unique_ptr<match::Route>> routes_;  // by lanes and header
  std::size_t bindings_ = 0;
  std::uint64_t questions_ = 1;                                    // 0: none
  std::unordered_map<std::string, std::uint64_t> name_questions_;  // by field of the route and name
  match::PostMemory memory_;
  struct Asked {
    Look* look;
    event::Value value;
    match::PostMemory::Key key;
  };
  std::vector<Asked> asked_;  // of the record at hand
  match::Sifter sifter_;
  indicators::Scanner scanner_;
  std::vector<indicators::Sighting> sightings_;
  base::Arena arena_;  // of the value at hand
  enum class There : std::uint8_t { kNo, kNull, kValue };
  std::vector<event::Value> elements_;  // of the array at hand
  std::vector<There> there_;            // by slot, where the binding has absences
  event::Event header_;                 // of the record at hand, as far as its log source hangs on it
  event::Event one_;                    // a value, for the scanner
  std::vector<rules::LaneId> lanes_;
  Verdict verdict_;
  base::Origin verdict_of_;
  std::vector<match::Candidate> candidates_;
  match::OutcomeMemory<KeptMatch> outcomes_;
  std::vector<std::optional<base::ValueMemory::Place>> places_;  // of candidates_
  std::vector<KeptMatch> known_;                                 // in the order of rules
  std::vector<std::uint64_t> key_;
  RecordMemory memory_of_records_;
  decode::RecordKey key_of_record_;
  bool told_ = false;    // the record at hand has a key …
  bool by_key_ = false;  // … and is known by it
  std::uint64_t hash_of_record_ = 0;
  std::optional<RecordMemory::Place> outcome_place_;  // of the record whose candidates are still to be asked
};

}  // namespace hoptrace::hunt
