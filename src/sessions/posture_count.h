// PostureCount: what records say of an organisation's posture that no logon fact says: refused logons, members of
// groups, weak channels, allow lists, script logging, factors of sign-ins, what goes out. Many alike are one count
// with its first record, so that what a stretch keeps does not grow with the evidence.
#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/packing.h"
#include "base/result.h"
#include "base/time.h"

namespace hoptrace::sessions {

enum class PostureKind : std::uint8_t {
  kFailures,  // 4625, 4771: of `account`, within five minutes
  kMember,    // 4728, 4732, 4756: `account` (`sid`) became a member of the group that is the detail, with power over
              // all
  kDisabled,  // 4725, 4726: `account`
  kNetlogon,  // 5827-5831: `account` is the machine
  kSystem,    // 6009: the detail is Windows' build
  kListed,    // AppLocker 8003-8007, WDAC 3076, 3077: the detail is "audit" or "stopped"
  kScripts,   // PowerShell 4103, 4104
  kFactor,    // Entra: `account` signed in; the detail is "single" or "multi", `access` in what capacity
  kEgress,    // Zeek conn: from `address` out to `to_address` by `port`; the detail is "expected" or "other"
  kLookup,    // Zeek dns: `address` asked for the name that is the detail
};
constexpr PostureKind kLastPostureKind = PostureKind::kLookup;

struct PostureCount {
  PostureKind kind = PostureKind::kFailures;
  std::string tenant, host, account, sid, address, to_address, access, detail;
  std::uint16_t port = 0;
  std::uint64_t count = 0;
  base::Time first;  // of the record that stands here for all
  std::uint64_t offset = 0, record_id = 0;
  std::uint32_t event_id = 0;
};

auto members(base::Either<PostureCount> auto& c) {
  return std::tie(c.kind, c.tenant, c.host, c.account, c.sid, c.address, c.to_address, c.access, c.detail, c.port,
                  c.count, c.first, c.offset, c.record_id, c.event_id);
}

[[nodiscard]] std::string pack(const std::vector<PostureCount>& counts);
// Empty bytes are no counts. kMalformed where the bytes are not what pack() writes.
[[nodiscard]] base::Result<std::vector<PostureCount>> unpack_posture(std::string_view packed);

}  // namespace hoptrace::sessions
