// LocalTime: what a clock in a time zone shows, by the IANA database of this system (TZif files, RFC 8536).
//
// Offsets are those of the file's transitions; behind the last one its offset goes on (Debian's files reach to 2037).
// Without the database, or with a zone that it lacks, nothing is known.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace hoptrace::tenants {

class LocalTime {
 public:
  // An empty name is UTC.
  explicit LocalTime(std::string_view zone);

  [[nodiscard]] bool known() const { return known_; }
  [[nodiscard]] base::Time local(base::Time utc) const;
  // 0 is Monday; minutes after midnight.
  struct Clock {
    int weekday = 0, minute = 0;
  };
  [[nodiscard]] Clock clock(base::Time utc) const;

 private:
  struct Change {
    std::int64_t from = 0;  // seconds since 1970
    std::int32_t ahead = 0;
  };
  [[nodiscard]] bool read(std::string_view bytes);

  bool known_ = true;
  std::int32_t before_ = 0;  // ahead of UTC before the first change
  std::vector<Change> changes_;
};

}  // namespace hoptrace::tenants
