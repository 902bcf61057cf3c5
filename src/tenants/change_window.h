// ChangeWindow: when work is planned, in the tenant's own local time: "Tue 18:00-22:00", "Mon-Fri 06:00-07:30". A
// window that ends at or before its start ends on the next day.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace hoptrace::tenants {

struct ChangeWindow {
  int first_day = 0, last_day = 0;  // of its beginning; 0 is Monday; "Fri-Mon" wraps
  int from = 0, to = 0;             // minutes after midnight; `to` may be 24:00
  std::string text;                 // as written
  // Whether a local time of day on a weekday (0 is Monday) is in it.
  [[nodiscard]] bool holds(int weekday, int minute) const;
};
[[nodiscard]] base::Result<ChangeWindow> parse_change_window(std::string_view text);

}  // namespace hoptrace::tenants
