// Time zone names as in the IANA time zone database ("Europe/London").
#pragma once

#include <string_view>

namespace hoptrace::tenants {

// Whether `name` is one: by its characters and length, and where this system has the database (tzdata) by its being
// there.
[[nodiscard]] bool is_time_zone(std::string_view name);

}  // namespace hoptrace::tenants
