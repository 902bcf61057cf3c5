// Abroad: which host of a partner stands behind an address of the partner's networks, as a tenant's own logs have it.
//
// Between organisations addresses are translated: 10.202.1.11 here is 192.168.1.11 there. tenants.yaml says whose
// networks an address is in; which host it is, is learnt. Records name both (a server's answer to NTLM, a share's
// path, 4648's network address, a remote desktop client that writes down a name and then an address). And translators
// mostly exchange the network and keep the rest of the address ("netmap"): that one does is believed of a partner
// where what goes out to its networks coincides with what comes in there from its doors, for three hosts and more,
// with the last two bytes the same, and not as often with others.
//
// learn() once, then read. Partners are those that tenants.yaml joins; nothing is joined because addresses are alike.
#pragma once

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "hops/clocks.h"
#include "hops/identity.h"
#include "hops/names.h"
#include "hops/rows.h"

namespace hoptrace::hops {

class Abroad {
 public:
  Abroad(const Rows& rows, const Names& names, const Identity& identity, const Clocks& clocks)
      : rows_(rows), names_(names), identity_(identity), clocks_(clocks) {}

  // `order`: Rows::in_order().
  void learn(const std::vector<RowId>& order);
  // The partner's host that a row of another tenant names or goes to; none where it goes to no partner, or to whom
  // is not known.
  [[nodiscard]] HostId target_of(const Row& row) const;
  // Whether partners come to a tenant from an address: it is in their networks, or their accounts come from there
  // more than others do.
  [[nodiscard]] bool is_door(TenantId tenant, AddressId address) const;

 private:
  [[nodiscard]] TenantId partner_of(TenantId tenant, AddressId address);
  void learn_name(TenantId partner, AddressId address, HostId named);
  void learn_names(const std::vector<RowId>& order);
  void learn_doors(const std::vector<RowId>& order);
  void learn_translation(const std::vector<RowId>& order);

  struct Behind {
    HostId host = kNone;
    bool several = false;
  };
  struct Translation {
    std::unordered_map<std::uint16_t, AddressId> own;  // addresses there by their last two bytes; kNone: several
    std::size_t agree = 0, differ = 0;
  };
  const Rows& rows_;
  const Names& names_;
  const Identity& identity_;
  const Clocks& clocks_;
  std::unordered_map<std::uint64_t, TenantId> partners_;    // by tenant and address; the tenant itself if its own
  std::map<std::pair<TenantId, AddressId>, Behind> named_;  // by partner and address
  std::unordered_map<std::uint64_t, int> doors_;  // by tenant and address: how many more of partners' accounts
  std::map<TenantId, Translation> translations_;  // by partner
};

}  // namespace hoptrace::hops
