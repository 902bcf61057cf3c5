// LogStamp: the time at the front of a line of a text log, as far as the line says it.
//
// Known are ISO 8601 (also with a blank for the T), and the English form of RFC 3164, OpenVPN and Cisco's devices:
// "Dec 20 [2018] 09:14:03[.123] [UTC]", "Thu Dec 20 09:14:03 2018", and Fortinet's "date=2018-12-20 time=09:14:03".
// RFC 3164 section 4.1.2 has neither year nor zone.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace hoptrace::decode::vpn {

struct LogStamp {
  enum class Form : unsigned char {
    kIso,       // with a T: as syslog daemons write it
    kIsoBlank,  // with a blank: as programs write it into files of their own
    kEnglish,
    kEnglishWeekday,  // "Thu Dec 20 …": not a syslog daemon's
    kKeyed,           // "date=2018-12-20 time=09:14:03": Fortinet
  };
  base::CalendarTime parts;  // `year` 0: not said
  Form form = Form::kEnglish;
  bool zoned = false;
  int minutes_east = 0;  // of UTC, where `zoned`

  [[nodiscard]] bool has_year() const { return parts.year != 0; }
  // As an instant: `year` where it says none, UTC where it says no zone. Nothing for a day that no calendar has.
  [[nodiscard]] std::optional<base::Time> time(int year) const;
};

// The stamp that `text` begins with, which is taken off. It ends where a blank, a ':' or the text's end follows.
[[nodiscard]] std::optional<LogStamp> take_stamp(std::string_view& text);

}  // namespace hoptrace::decode::vpn
