// FactTable: which records say something about who was where, and what: a row for each kind of record (channel or log
// kind, event id), with the function that reads it. What is in no row costs one look.
//
// A hunt makes one FactReader a worker. kind_of() tells by the header alone whether a record can be a fact; read()
// takes its Event, or its values before there is one. The facts' texts are in the reader's pool, which take() gives
// away together with them.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "event/event.h"
#include "sessions/fact.h"
#include "sessions/record_values.h"

namespace hoptrace::sessions {

// What facts come from, as the case and the exports name it; Fact::channel is a place in it.
[[nodiscard]] std::span<const std::string_view> fact_channels();

struct Facts {
  TextPool texts;
  std::vector<Fact> rows;
};

// A row of the table.
struct RecordKind;

class FactReader {
 public:
  // While the dictionary is still being filled: the names that facts are read from.
  static void declare(event::FieldDictionary& fields);

  explicit FactReader(const event::FieldDictionary& fields);
  ~FactReader();

  // What a record with this header can be a fact of, as long as the reader lives; null: of nothing.
  [[nodiscard]] const RecordKind* kind_of(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                                          const event::LogKind& kind) const;
  // Adds the event's facts (most have one, a Zeek connection that two hosts share has one, some have none) to
  // facts(). `tenant`: whose record it is; `host`: its host as the hunt names it.
  void read(const event::Event& event, std::string_view tenant, std::string_view host);
  // The same where its kind is known.
  void read(const RecordKind& kind, const event::Event& event, std::string_view tenant, std::string_view host);
  // The same of a record before its Event is made, which has its fields in the `places`.
  void read(const RecordKind& kind, const RecordMembers& record, const RecordValues& values, const SlotPlaces& places,
            std::string_view tenant, std::string_view host);
  [[nodiscard]] SlotPlaces places(std::span<const SlotPlaces::Field> fields) const;

  // Adds that something found this record, and in whose session it was done. Of logs that facts are read from only.
  void read_flagged(const event::Event& event, std::string_view tenant, std::string_view host);

  [[nodiscard]] const Facts& facts() const;
  // All facts since the last take(). What a log says again and again (fact_maker.h: keep_once) is kept once between
  // two takes: take after each piece, so that the facts do not hang on which worker read what before.
  [[nodiscard]] std::unique_ptr<Facts> take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hoptrace::sessions
