// RecordReader: whoever counts something in records beside the logon facts: what left the network, whether a second
// factor was asked for. It sees each record that it asks for, once, and hands over what it counted in a piece of an
// artifact as bytes of its own making, which the case keeps with the piece and hands back when things are judged.
//
// One thread's. A reader aggregates: what it keeps of a piece is bounded by itself, not by the number of records.
// Every record of EVTX or JSON that is asked for costs an Event, unless the reader can do with its values
// (of_values): else it asks for rare ones.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "event/event.h"
#include "sessions/record_values.h"

namespace hoptrace::sessions {

// Reads for a RecordReader, as long as that one lives: records of one header with the same fields, before there are
// Events of them. What it is given is not read as an Event as well.
class ValuesReader {
 public:
  virtual ~ValuesReader() = default;
  virtual void read(const RecordMembers& record, const RecordValues& values, const std::string& tenant,
                    const std::string& host) = 0;
};

class RecordReader {
 public:
  virtual ~RecordReader() = default;
  // Of a kind of record, always the same; asked for each kind, or for each record.
  [[nodiscard]] virtual bool asks(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                                  const event::LogKind& kind) const = 0;
  virtual void read(const event::Event& event, const std::string& tenant, const std::string& host) = 0;
  // Of records with this header, for which asks() is true, and these fields. Null: it takes their Events.
  [[nodiscard]] virtual std::unique_ptr<ValuesReader> of_values(
      [[maybe_unused]] std::string_view channel, [[maybe_unused]] std::string_view provider,
      [[maybe_unused]] std::uint32_t event_id, [[maybe_unused]] const event::LogKind& kind,
      [[maybe_unused]] std::span<const SlotPlaces::Field> fields) {
    return nullptr;
  }
  // What was counted since the last take(); empty: nothing.
  [[nodiscard]] virtual std::string take() = 0;
};

}  // namespace hoptrace::sessions
