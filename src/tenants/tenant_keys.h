// The keys of one tenant in tenants.yaml: one row each, with how its value is read and checked.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/yaml.h"
#include "tenants/tenants.h"

namespace hoptrace::tenants {

// Reads `value` into the member that `key` names. The Error's place is the line alone.
[[nodiscard]] base::Result<void> read_tenant_key(std::string_view key, const base::Yaml& value, Tenant& tenant);

// A name becomes part of paths, commands (TENANT/HOST) and file names.
[[nodiscard]] base::Result<void> check_tenant_name(std::string_view name);

}  // namespace hoptrace::tenants
