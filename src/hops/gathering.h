// Gathering: all rows to the hosts that they speak of, and each host's story told (host_story.h).
#pragma once

#include <vector>

#include "hops/arrival.h"
#include "hops/clocks.h"
#include "hops/host_story.h"
#include "hops/identity.h"
#include "hops/log_cover.h"
#include "hops/names.h"
#include "hops/rows.h"

namespace hoptrace::hops {

// Tickets for a host by name, and connections to an address from whoever asked for them in the same moment, say whose
// the address is. Before Identity::settle(). `order`: Rows::in_order().
void learn_names_from_tickets(const Rows& rows, const std::vector<RowId>& order, const Names& names,
                              Identity& identity);

// So do records of going to a host by name that have its address: credentials used towards it, and a remote desktop's
// client, which writes down the one and then the other. Before Identity::settle().
void learn_names_from_clients(const Rows& rows, const std::vector<RowId>& order, Identity& identity);

// What goes out of a tenant's hosts to addresses that are nobody's there: the near end of what crosses a border.
struct Gathered {
  Arrivals arrivals;            // by time
  std::vector<RowId> outgoing;  // by time
};
[[nodiscard]] Gathered gather(const Rows& rows, const std::vector<RowId>& order, Names& names,
                              const Identity& identity, const Clocks& clocks, const LogCover& cover);

}  // namespace hoptrace::hops
