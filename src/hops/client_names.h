// ClientNames: a remote desktop's client writes down by which name it goes somewhere, and a moment later the address.
// Rows are given in order.
#pragma once

#include <unordered_map>

#include "hops/rows.h"

namespace hoptrace::hops {

class ClientNames {
 public:
  // The host that the client named to which this row's address belongs; none for any other row.
  HostId take(const Row& row) {
    constexpr std::int64_t kSameClient = 2 * base::kSecond;
    if (row.kind != sessions::FactKind::kRdpClient) return kNone;
    if (row.peer != kNone) last_[row.host] = {row.peer, row.time};
    const auto named = last_.find(row.host);
    if (row.address == kNone || named == last_.end() || row.time - named->second.time >= kSameClient) return kNone;
    return named->second.host;
  }

 private:
  struct Named {
    HostId host = kNone;
    std::int64_t time = 0;
  };
  std::unordered_map<HostId, Named> last_;  // by the client's host
};

}  // namespace hoptrace::hops
