// RecordHeader: what is noted of every record, whether or not its Event is made: a view of an Event's or a Glance's
// own members (they have the same names), valid as long as those.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/origin.h"
#include "base/time.h"
#include "event/event.h"

namespace hoptrace::hunt {

struct RecordHeader {
  base::Origin origin;
  base::Time time;
  bool timed = false;
  std::uint64_t record_id = 0;
  std::uint32_t event_id = 0;
  std::string_view channel, provider, computer;
  event::LogKind kind;
};

template <class Record>
[[nodiscard]] RecordHeader header_of(const Record& record) {
  return {record.origin,  record.time,     record.timed,    record.record_id, record.event_id,
          record.channel, record.provider, record.computer, record.kind};
}

}  // namespace hoptrace::hunt
