// RecordReader: whoever counts something in records beside the logon facts: what left the network, whether a second
// factor was asked for. It sees each record that it asks for, once, and hands over what it counted in a piece of an
// artifact as bytes of its own making, which the case keeps with the piece and hands back when things are judged.
//
// One thread's. A reader aggregates: what it keeps of a piece is bounded by itself, not by the number of records.
// Every record of EVTX or JSON that is asked for costs an Event, so a reader asks for rare ones.
#pragma once

#include <string>
#include <string_view>

#include "event/event.h"

namespace hoptrace::sessions {

class RecordReader {
 public:
  virtual ~RecordReader() = default;
  // Of a kind of record, always the same; asked for each kind, or for each record.
  [[nodiscard]] virtual bool asks(std::string_view channel, std::string_view provider, std::uint32_t event_id,
                                  const event::LogKind& kind) const = 0;
  virtual void read(const event::Event& event, const std::string& tenant, const std::string& host) = 0;
  // What was counted since the last take(); empty: nothing.
  [[nodiscard]] virtual std::string take() = 0;
};

}  // namespace hoptrace::sessions
