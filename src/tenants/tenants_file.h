// The reading of tenants.yaml. Every complaint is an Error with file and line, what is wrong and what to write
// instead.
//
// Only `name` is required. Unknown keys, wrong types, repeated names and domains, an `msp` that is nobody, folders of
// which one holds the other: all are errors, because a tenant border that is drawn wrongly shows one client another's
// data.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "tenants/tenants.h"

namespace hoptrace::tenants {

[[nodiscard]] base::Result<Tenants> read_tenants(const std::string& path);
[[nodiscard]] base::Result<Tenants> parse_tenants(std::string_view text, std::string_view place);

// What --tenant names must be a name that can be one, and with a tenants.yaml one that is in it; the Error lists
// those.
[[nodiscard]] base::Result<void> check_chosen_tenant(const Tenants& tenants, std::string_view name);

}  // namespace hoptrace::tenants
