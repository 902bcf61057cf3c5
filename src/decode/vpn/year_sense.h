// YearSense: the year of times that do not say it, from the lines around them (RFC 3164 has none).
//
// Lines come by time, give or take: a month far before the last one is the next year's, one far behind it the last
// year's late comer. It is nothing but what the lines of one file say: where none says a year, none is guessed.
#pragma once

#include <string>
#include <string_view>

#include "decode/vpn/log_stamp.h"

namespace hoptrace::decode::vpn {

class YearSense {
 public:
  // As context() wrote it; empty: nothing is known.
  [[nodiscard]] static YearSense from_context(std::string_view context);
  [[nodiscard]] std::string context() const;

  [[nodiscard]] bool known() const { return year_ != 0; }
  // The stamp's year, 0 where nobody knows; the next lines are judged by it.
  int note(const LogStamp& stamp);
  // Lines before the first one with a year: call for each from the piece's first on, until true (a year was found:
  // the sense is then that of the piece's first line).
  bool look_ahead(const LogStamp& stamp);

 private:
  int year_ = 0, month_ = 0;
  int first_month_ = 0;  // while looking ahead
  int turns_ = 0;        // … new years passed so far
};

}  // namespace hoptrace::decode::vpn
