// Clocks: how far each host's clock stands from those of the others, and how well that is known.
//
// Two records of one thing on two hosts show the difference of their clocks: a connection that both ends, or the
// network, record with the same ports; the logon that came through it; a domain controller's ticket or check and the
// logon that it was for; credentials used here and the logon, or the screen taken, that they led to there. What the
// network saw of a tenant has a clock of its own. Of two organisations of which one serves the other, what goes out
// to the other's networks is compared with what comes in there from its doors. For each pair of clocks the densest
// spot among all such differences counts (the median of what lies around it, and the median distance from that), if
// chance would hardly put as many there; from the best connected clock the differences add up along the best known
// pairs. Windows allows five minutes (Kerberos' MaxTolerance default, [MS-KILE] 3.3.1); what is further apart is not
// looked for.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "hops/identity.h"
#include "hops/names.h"
#include "hops/rows.h"

namespace hoptrace::hops {

// As far as the clocks of one moment may stand apart: two, each five minutes off in its own direction, and a bit.
constexpr std::int64_t kMostSkew = 11 * base::kMinute;

class Clocks {
 public:
  // `order`: Rows::in_order().
  void estimate(const Rows& rows, const std::vector<RowId>& order, const Names& names, const Identity& identity);

  // What to add to a host's times.
  [[nodiscard]] std::int64_t correction(HostId host) const { return host < known_.size() ? known_[host].add : 0; }
  // A row's time as its clock is corrected: its host's, or that of its tenant's network.
  [[nodiscard]] std::int64_t time_of(const Row& row, const Rows& rows) const {
    return row.time + (row.host != kNone ? correction(row.host) : correction(network(rows.tenant_of(row))));
  }
  // How far off a corrected time may be (three times its spread); for a host without pairs what Kerberos would let
  // pass.
  [[nodiscard]] std::int64_t doubt(HostId host) const;
  // How far apart the corrected times of one moment may be that two hosts have; for hosts of which nothing leads
  // from the one to the other, as far as both may be off.
  [[nodiscard]] std::int64_t doubt(HostId one, HostId other) const;
  // ... that a row's clock and a host's have.
  [[nodiscard]] std::int64_t doubt(const Row& row, const Rows& rows, HostId other) const;
  // How far apart the clocks stand that can be compared; 0 if none can.
  [[nodiscard]] std::int64_t apart() const { return apart_; }
  // Whether `first` can come before `second`: nothing says it does not.
  [[nodiscard]] bool can_follow(std::int64_t first, HostId at_first, std::int64_t second, HostId at_second) const;

 private:
  // A host's number, or that of what the network saw of a tenant.
  using Clock = std::uint32_t;
  struct Known {
    std::int64_t add = 0, spread = -1;  // -1: no pairs
    Clock part = 0;                     // the root of all that can be compared
  };
  using Pairs = std::map<std::pair<Clock, Clock>, std::vector<std::int64_t>>;
  [[nodiscard]] Clock network(TenantId tenant) const { return hosts_ + tenant; }
  [[nodiscard]] Clock clock_of(const Row& row, const Rows& rows) const {
    return row.host != kNone ? row.host : network(rows.tenant_of(row));
  }
  void pair_connections(const Rows& rows, const std::vector<RowId>& order, Pairs& pairs) const;
  void pair_logons(const Rows& rows, const std::vector<RowId>& order, const Names& names, Pairs& pairs) const;
  void pair_borders(const Rows& rows, const std::vector<RowId>& order, const Names& names, const Identity& identity,
                    Pairs& pairs) const;
  void spread_out(const Pairs& pairs);
  void find_apart();

  std::uint32_t hosts_ = 0;
  std::int64_t apart_ = 0;
  std::vector<Known> known_;
};

}  // namespace hoptrace::hops
