// The two hashes by which findings are told apart and brought together (docs/contract: "Identity").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cases/finding.h"

namespace hoptrace::cases {

// A finding's id: the first 16 bytes, in hexadecimal, of SHA-256 over rule id, artifact (tenant and SHA-256), offset,
// and `part` where one record can give a rule several findings (a correlation's groups); each ended by a line feed.
[[nodiscard]] std::string finding_id(std::string_view rule_id, std::string_view tenant, std::string_view sha256,
                                     std::uint64_t offset, std::string_view part);

// Equal for the same event under the same rule wherever it is found: hash over tenant, rule id, host, channel, record
// id, time, content and part. A record without content has no such identity: `origin` then keeps it alone.
[[nodiscard]] std::string event_key(std::string_view rule_id, std::string_view tenant, const EventRef& event,
                                    std::string_view part, const base::Origin& origin);

}  // namespace hoptrace::cases
