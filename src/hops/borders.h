// Borders: arrivals that come from another organisation, and what says so.
//
// An arrival from an address that is no host's of the tenant crossed a border where something says it: a VPN session
// of the serving organisation that had that address; an account that is the serving organisation's (msp_accounts);
// or, at the moment of the arrival, a connection out of exactly one host of a partner to somewhere outside it by the
// same way in. What an outside address stands for is learnt from how often connections to it and arrivals at a host
// coincide. Partners are the tenants that tenants.yaml joins: a serving organisation and those it serves. Nothing is
// joined because two tenants have a name, an address or an account alike.
//
// A crossing whose near end no record shows is still one, with candidates and a sentence for the gap.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "hops/clocks.h"
#include "hops/gathering.h"
#include "hops/identity.h"

namespace hoptrace::hops {

struct Crossing {
  TenantId from = kNone;
  std::string why;
  std::string gap;  // empty where the near end is shown
};

class Borders {
 public:
  Borders(const Rows& rows, Names& names, const Identity& identity, const Clocks& clocks)
      : rows_(rows), names_(names), identity_(identity), clocks_(clocks) {}

  // Names the near ends of crossings in `gathered`, and cites what shows them.
  // `order`: Rows::in_order().
  void cross(Gathered& gathered, const std::vector<RowId>& order);
  [[nodiscard]] const std::map<ArrivalId, Crossing>& crossings() const { return crossings_; }

 private:
  struct Vpn {
    std::int64_t from = 0, until = 0;
    AccountId account = kNone;
    AddressId outside = kNone;
    RowId row = 0;
  };
  struct Near {
    std::vector<RowId> rows;
    std::vector<HostId> hosts;
  };
  void read_vpn(const std::vector<RowId>& order);
  [[nodiscard]] std::vector<TenantId> partners(TenantId tenant) const;
  [[nodiscard]] const Vpn* vpn_of(TenantId tenant, AddressId address, std::int64_t time) const;
  [[nodiscard]] bool is_for_another(const Row& row, const Arrival& arrival) const;
  [[nodiscard]] Near near_ends(const Arrival& arrival, TenantId partner, const Gathered& gathered, bool any,
                               std::int64_t most_doubt) const;
  void learn(const Gathered& gathered);
  // Addresses from which accounts of partners come, more than others.
  void find_doors(const Gathered& gathered);
  [[nodiscard]] bool is_door(TenantId tenant, AddressId address) const;
  [[nodiscard]] bool is_staffs_pool(TenantId tenant, AddressId address) const;
  void cross_one(ArrivalId id, Gathered& gathered);
  [[nodiscard]] Crossing told_by_destination(Arrival& arrival, Gathered& gathered) const;
  void cite_connections(Arrival& arrival, Gathered& gathered) const;
  void find_near_end(Arrival& arrival, Crossing& crossing, Gathered& gathered) const;
  [[nodiscard]] std::uint64_t outside_key(const Row& row) const;

  const Rows& rows_;
  Names& names_;
  const Identity& identity_;
  const Clocks& clocks_;
  std::map<std::pair<TenantId, AddressId>, std::vector<Vpn>> vpn_;
  std::map<std::pair<std::uint64_t, HostId>, int> together_;
  std::map<std::pair<TenantId, AddressId>, int> doors_;
  std::map<ArrivalId, Crossing> crossings_;
};

}  // namespace hoptrace::hops
