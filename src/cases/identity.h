// The two hashes by which findings are told apart and brought together (docs/contract: "Identity").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/fingerprint.h"
#include "cases/finding.h"

namespace hoptrace::cases {

// A finding's id: the first 16 bytes, in hexadecimal, of SHA-256 over rule id, artifact (tenant and SHA-256), offset,
// and `part` where one record can give a rule several findings (a correlation's groups); each ended by a line feed.
[[nodiscard]] std::string finding_id(std::string_view rule_id, std::string_view tenant, std::string_view sha256,
                                     std::uint64_t offset, std::string_view part);

// Of a record: equal for the same event wherever it is found, over tenant, host, channel, record id, time and
// content. A record without content has no such identity: `origin` then keeps it alone. `scratch` is for its memory.
struct RecordName {
  std::string_view tenant, host, channel;
  std::string_view content;  // as in EventRef
  std::uint64_t record_id = 0;
  base::Time time;
  bool timed = true;
  base::Origin origin;
};
[[nodiscard]] base::Fingerprint identity_of(const RecordName& record, std::string& scratch);

// Of a finding: equal for the same event under the same rule. It tells which findings are shown as one; both stay in
// the case, and are shown as places of the one, so that an event made to pass for another hides nothing.
[[nodiscard]] base::Fingerprint event_key(const base::Fingerprint& event, const base::Fingerprint& rule);

}  // namespace hoptrace::cases
