// Scanner: every indicator in every value of a record, in one pass over each text.
//
// One scanner a thread, all on one shared IndicatorIndex that outlives them. All values are looked at but the names
// of channel, provider and computer, and plain numbers and times (a port is looked for in the fields that hold one).
// Texts are compared case-folded, with the border rules of borders.h. A value seen lately without a find is not
// scanned again. slow_lookup.h finds the same in the obvious way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value_memory.h"
#include "event/event.h"
#include "indicators/indicator_index.h"

namespace hoptrace::indicators {

struct Sighting {
  std::uint32_t indicator = 0;  // into IndicatorIndex::all()
  std::uint32_t field = 0;      // into Event::fields()
  std::uint64_t offset = 0;     // in the field's text (its folded text, where folding changed the length)
  std::string_view matched;     // what stands there, lives as long as the Event

  bool operator==(const Sighting&) const = default;
};

class Scanner {
 public:
  explicit Scanner(const IndicatorIndex& index);

  // What is in `event`, by field, offset and indicator. `out` is emptied first.
  void scan(const event::Event& event, std::vector<Sighting>& out);

 private:
  static constexpr std::size_t kRemembered = 1 << 16;  // values

  // The place of a value in the memory of those without a find; nothing where it is too long.
  [[nodiscard]] std::optional<base::ValueMemory::Place> place_of(const event::Field& field);
  void scan_field(const event::Event& event, std::uint32_t field);
  void scan_runs();
  void end_of_run(std::uint8_t run, std::size_t begin, std::size_t end);
  void host(std::size_t begin, std::size_t end);
  void numeric(std::size_t begin, std::size_t end);
  void digest(std::size_t begin, std::size_t end);
  void name(std::size_t begin, std::size_t end);
  void port(const event::Event& event, std::uint32_t field);
  void add(const std::vector<std::uint32_t>& indicators, std::size_t begin, std::size_t end);
  void add(std::uint32_t indicator, std::size_t begin, std::size_t end);

  const IndicatorIndex& index_;
  base::ValueMemory remembered_;  // values without a find, under the names of their fields
  std::string key_;
  // Of the value at hand.
  std::string_view folded_, original_, field_name_;
  std::uint32_t field_ = 0;
  std::vector<Sighting>* out_ = nullptr;
};

// Whether values of this field are looked at at all, whatever they are.
[[nodiscard]] bool is_looked_at(event::FieldId field);
// Whether a value of this field is looked at at all; the slow twin asks the same.
[[nodiscard]] bool is_looked_at(const event::Field& field);
// Orders by field, offset and indicator, and drops repetitions.
void put_in_order(std::vector<Sighting>& sightings);

}  // namespace hoptrace::indicators
