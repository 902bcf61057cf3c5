// What the makers of records share: see remote_records.h. For its own .cc files only.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulate/log_record.h"

namespace hoptrace::simulate::records {

using RecordData = std::vector<std::pair<std::string_view, std::string>>;

[[nodiscard]] inline LogRecord make_record(const LogSpec& log, std::uint16_t id, base::Time at, std::uint16_t task,
                                           RecordData data) {
  LogRecord r;
  r.log = log;
  r.event_id = id;
  r.time = at;
  r.task = task;
  r.data = std::move(data);
  return r;
}

[[nodiscard]] std::string hex_text(std::uint64_t value);
// Tickets' GUIDs: each record has one of its own, as cached tickets make it in life; nothing joins by them.
[[nodiscard]] std::string some_guid(base::Time at, std::uint64_t salt);

}  // namespace hoptrace::simulate::records
