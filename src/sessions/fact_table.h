// FactTable: which records say something about who was where, and what: a row for each kind of record (channel or log
// kind, event id), with the function that reads it. What is in no row costs one look.
//
// A hunt makes one FactReader a worker. is_asked() can be asked before there is an Event (by header alone); read()
// takes the Event. The facts' texts are in the reader's pool, which take() gives away together with them.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "event/event.h"
#include "sessions/fact.h"

namespace hoptrace::sessions {

// What facts come from, as the case and the exports name it; Fact::channel is a place in it.
[[nodiscard]] std::span<const std::string_view> fact_channels();

struct Facts {
  TextPool texts;
  std::vector<Fact> rows;
};

class FactReader {
 public:
  // While the dictionary is still being filled: the names that facts are read from.
  static void declare(event::FieldDictionary& fields);

  explicit FactReader(const event::FieldDictionary& fields);
  ~FactReader();

  // Whether a record with this header can be a fact.
  [[nodiscard]] bool is_asked(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                              const event::LogKind& kind) const;
  // Adds the event's facts (most have one, a Zeek connection that two hosts share has one, some have none) to
  // facts(). `tenant`: whose record it is; `host`: its host as the hunt names it.
  void read(const event::Event& event, std::string_view tenant, std::string_view host);

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
