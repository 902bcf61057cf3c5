// Stays: who is on a host, and since which arrival; and in which stay what goes out from the host is done.
//
// Nodes of a path are sessions and not hosts: on a jump host ten administrators are at work, and one is not. A record
// of what was done names its session (logon id: 4648, 4688, Sysmon 1) or at least its account (Sysmon 3, clients of
// remote desktop); the arrival that began the session is how whoever did it came there. Who came by no arrival is the
// account at the host's own screen. What the system itself does (a service, a task, an agent's job) follows from an
// arrival that makes the system run something.
//
// Made for one trace; asked by one thread. Everything that it is made of must outlive it.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "hops/arrival.h"
#include "hops/clocks.h"
#include "hops/log_cover.h"

namespace hoptrace::hops {

constexpr ArrivalId kNoArrival = std::numeric_limits<ArrivalId>::max();

struct Stay {
  ArrivalId arrival = kNoArrival;  // none: the account at the host's screen
  HostId host = kNone;
  AccountId account = kNone;  // only of those without an arrival; none: not known whose
  auto operator<=>(const Stay&) const = default;
};

// A stay in which something can have been done, and how likely whoever is in it is to do such a thing at all.
struct Origin {
  Stay stay;
  double chance = 0;   // 0..1
  bool exact = false;  // the session itself is named
};

// What was done on a host: all that is known of by whom.
struct Deed {
  HostId host = kNone;
  std::int64_t time = 0, doubt = 0;
  std::vector<LogonNumber> sessions{};
  std::vector<AccountId> accounts{};
  bool by_system = false;
};

class Stays {
 public:
  // `cover`: of logs of sessions.
  Stays(const Rows& rows, const Names& names, const Clocks& clocks, const LogCover& cover, const Arrivals& arrivals);

  // Where a deed can have been done, at most kMostOrigins.
  [[nodiscard]] std::vector<Origin> of(const Deed& deed) const;
  // Where an arrival can have set out.
  [[nodiscard]] std::vector<Origin> origins(ArrivalId id) const;
  // What a row tells of who did it.
  [[nodiscard]] Deed deed_of(const Row& row) const;
  // Arrivals that set out, or can have set out, from a host; by time.
  [[nodiscard]] std::span<const ArrivalId> out_of(HostId host) const { return of_host(out_, host); }

 private:
  struct ByHost {
    std::vector<std::uint32_t> starts;
    std::vector<ArrivalId> ids;
  };
  template <class Hosts>
  [[nodiscard]] ByHost by_host(const Hosts& hosts_of) const;
  [[nodiscard]] static std::span<const ArrivalId> of_host(const ByHost& by, HostId host);
  [[nodiscard]] bool has_session(const Arrival& arrival, LogonNumber session) const;
  [[nodiscard]] double stands(const Arrival& arrival, Marks ways) const;
  void find_borrowers();
  void add_borrower(Deed& deed, const Arrival& arrival) const;
  void add_oneself(Deed& deed, const Arrival& arrival) const;
  [[nodiscard]] Deed setting_out(const Arrival& arrival, HostId host) const;
  [[nodiscard]] bool by_session(const Deed& deed, std::span<const ArrivalId> before,
                                std::vector<Origin>& found) const;
  void by_system(const Deed& deed, std::span<const ArrivalId> before, std::vector<Origin>& found) const;
  void by_account(const Deed& deed, std::span<const ArrivalId> before, std::vector<Origin>& found) const;
  void by_time(const Deed& deed, std::span<const ArrivalId> before, std::vector<Origin>& found) const;

  const Rows& rows_;
  const Names& names_;
  const Clocks& clocks_;
  const LogCover& cover_;
  const Arrivals& arrivals_;
  ByHost into_, out_;
  std::vector<RowId> borrowers_;  // sessions that hold another's credentials, by host and time
};

}  // namespace hoptrace::hops
