// Arrivals through services that no session tells of: jobs of remote-management agents, and delegated administration
// of a client's cloud directory. Both are the serving organisation's ways in, so they are border crossings by their
// nature.
#pragma once

#include <map>
#include <vector>

#include "hops/borders.h"
#include "hops/gathering.h"

namespace hoptrace::hops {

// Adds them to `gathered` (which is in order of time again afterwards) and says where they come from: a job from the
// only host of the serving organisation that agents connect to (where no job was written down, an agent's call to it
// is told as one, never confirmed); a sign-in from an unknown host of the organisation whose account it is, into the
// tenant's directory, a place without a host. Before Borders::cross(). `order`: Rows::in_order().
struct Observers {
  Names& names;
  const Identity& identity;
  const Clocks& clocks;
  const LogCover& processes;  // where it was written down which programs ran
};
void add_services(const Rows& rows, const std::vector<RowId>& order, const Observers& by, Gathered& gathered);
// What is to be said of such an arrival; nothing of others.
[[nodiscard]] Crossing crossing_of_service(const Arrival& arrival, const Arrivals& arrivals, const Rows& rows,
                                           const Names& names);

}  // namespace hoptrace::hops
