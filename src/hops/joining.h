// Joining: what is strange in two places is one intrusion if one way in led to both.
//
// Between two strange things an intruder goes as everybody does: by remote desktop to the jump host, from there with
// the shared account to a server, as on any day. Such hops are in no trail by themselves. So from the beginning of
// each trail that no seed points to it is asked how whoever set out from there can have come: by arrivals there that
// give a session, of the account whose session used the credentials where a record (4648) says whose that was. If one
// of those ways comes from another trail, with at most three arrivals between, the two are one; if none does, the
// latest is taken for the way in, and so on back.
#pragma once

#include <map>
#include <vector>

#include "hops/intrusions.h"

namespace hoptrace::hops {

// Trails in which nothing is strange are dropped. `into`: arrivals by the host they came to, by time.
void join_by_way_in(std::vector<Trail>& trails, const Arrivals& arrivals, const Suspicion& suspicion,
                    const std::map<HostId, std::vector<ArrivalId>>& into);

}  // namespace hoptrace::hops
