// Joining: what is strange in two places is one intrusion if one way in led to both.
//
// Between two strange things an intruder goes as everybody does: by remote desktop to the jump host, from there with
// the shared account to a server, as on any day. Such hops are in no trail by themselves. So from the beginning of
// each trail that no seed points to it is asked how whoever set out from there had come: by the last arrival there
// that gives a session, of the account whose session used the credentials where a record (4648) says whose that was.
// Those arrivals are added, and trails that come to share an arrival become one.
#pragma once

#include <map>
#include <vector>

#include "hops/intrusions.h"

namespace hoptrace::hops {

// `into`: arrivals by the host they came to, by time.
void join_by_way_in(std::vector<Trail>& trails, const Arrivals& arrivals, const Suspicion& suspicion,
                    const std::map<HostId, std::vector<ArrivalId>>& into);

}  // namespace hoptrace::hops
