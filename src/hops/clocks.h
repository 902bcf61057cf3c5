// Clocks: how far each host's clock stands from those of the others, and how well that is known.
//
// Two records of one thing on two hosts show the difference of their clocks: a connection that both ends record with
// the same ports, a domain controller's ticket and the logon that it was for, credentials used here and the logon
// that it led to there. For each pair of hosts the densest spot among all such differences counts (the median of what
// lies around it, and the median distance from that), since most chance pairs are spread out; from the best connected
// host of a tenant the differences add up along the best known pairs. Windows allows five minutes (Kerberos'
// MaxTolerance default, [MS-KILE] 3.3.1); what is further apart is not looked for.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "hops/names.h"
#include "hops/rows.h"

namespace hoptrace::hops {

class Clocks {
 public:
  // `order`: Rows::in_order().
  void estimate(const Rows& rows, const std::vector<RowId>& order, const Names& names);

  // What to add to a host's times.
  [[nodiscard]] std::int64_t correction(HostId host) const { return host < known_.size() ? known_[host].add : 0; }
  // How far off a corrected time may be (three times its spread); for a host without pairs what Kerberos would let
  // pass.
  [[nodiscard]] std::int64_t doubt(HostId host) const;
  // Whether `first` can come before `second`: nothing says it does not.
  [[nodiscard]] bool can_follow(std::int64_t first, HostId at_first, std::int64_t second, HostId at_second) const;

 private:
  struct Known {
    std::int64_t add = 0, spread = -1;  // -1: no pairs
  };
  using Pairs = std::map<std::pair<HostId, HostId>, std::vector<std::int64_t>>;
  void pair_flows(const Rows& rows, const std::vector<RowId>& order, Pairs& pairs) const;
  void pair_logons(const Rows& rows, const std::vector<RowId>& order, const Names& names, Pairs& pairs) const;
  void spread_out(const Pairs& pairs, std::size_t hosts);

  std::vector<Known> known_;
};

}  // namespace hoptrace::hops
