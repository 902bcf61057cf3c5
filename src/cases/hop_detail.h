// The parts of hops and intrusions that nobody searches by, as JSON in one column. Reading never fails: what is not
// such JSON reads as empty.
#pragma once

#include <string>
#include <string_view>

#include "cases/hop.h"

namespace hoptrace::cases {

[[nodiscard]] std::string packed_detail(const HopRow& hop);  // candidates, why, gap
void unpack_detail(std::string_view json, HopRow& hop);
[[nodiscard]] std::string packed(const IntrusionRow& intrusion);
[[nodiscard]] IntrusionRow unpacked_intrusion(std::string_view json);

}  // namespace hoptrace::cases
