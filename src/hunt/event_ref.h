// How a host is named in the case.
#pragma once

#include <string>
#include <string_view>

namespace hoptrace::hunt {

// "FS01" of "FS01.acme.example": hosts are named without their domain, which decides the tenant instead.
[[nodiscard]] std::string host_of(std::string_view computer);

}  // namespace hoptrace::hunt
