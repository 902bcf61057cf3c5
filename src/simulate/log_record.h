// LogRecord: one Windows event as a scenario tells it, before any raw format is chosen.
//
// Simulators write log records and nothing else. This room shares no code with the decoders: what it writes is read
// back by the other half of the house, so a shared mistake cannot hide.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace hoptrace::simulate {

// Where a record is written: a provider on a channel.
struct LogSpec {
  std::string_view provider;
  std::string_view guid;  // 32 hexadecimal digits, or empty: a provider without a manifest
  std::string_view channel;
};

struct LogRecord {
  LogSpec log;
  std::uint16_t event_id = 0;
  std::uint8_t version = 0, level = 4;
  std::uint16_t task = 0;
  std::uint64_t keywords = 0x8020000000000000;
  std::uint32_t process_id = 4, thread_id = 60;
  std::string user_sid;  // of <Security UserID>; empty: none
  base::Time time;
  std::uint64_t record_id = 0;
  std::string computer;
  // EventData: name (of static storage) and text; an empty name is an unnamed <Data>. With `user_data` set,
  // UserData/<user_data>/<name>.
  std::vector<std::pair<std::string_view, std::string>> data;
  std::string_view user_data;
};

}  // namespace hoptrace::simulate
