// Estate: what an organisation's evidence says about its posture, as far as the checks ask for it: counted, each with
// the records that say so, and bounded however much evidence there is.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "assess/posture/tally.h"
#include "assess/posture/whose.h"
#include "tenants/local_time.h"

namespace hoptrace::assess::posture {

struct HostSeen {
  bool controller = false;
  Mark privileged;                                        // 4672 of anybody
  Mark scripts;                                           // script logging
  std::map<std::string, Cited, std::less<>> privileges;   // by account (plain)
  std::map<std::string, Cited, std::less<>> interactive;  // at the screen or by remote desktop
  std::set<std::string, std::less<>> consoles;            // accounts at the screen
};

struct AccountSeen {  // of the provider's
  Cited first, last;
  std::uint64_t sessions = 0;
  std::map<std::int64_t, std::pair<std::uint64_t, Cited>> failures;  // by five minutes
  std::map<std::int64_t, Cited> successes;                           // by minute
  std::string sid;
  bool disabled = false;
  base::Time disabled_at;
};

struct MemberMade {  // of a group with power over the whole directory
  std::string account, sid;
  Cited cited;
};

struct Channel {  // of one host
  std::vector<LogDay> days;
  std::vector<LogHole> holes;
};

class Estate {
 public:
  Estate(const tenants::Tenants& all, std::string name)
      : whose(all, name), tenant(std::move(name)), zone(whose.own() ? whose.own()->timezone : std::string()) {}

  Whose whose;
  std::string tenant;
  tenants::LocalTime zone;
  std::map<std::string, HostSeen, std::less<>> hosts;        // by plain name
  std::map<std::string, AccountSeen, std::less<>> accounts;  // the provider's, by plain name
  std::unordered_map<std::string, Cited> all_accounts;       // anybody's with a session, by plain name
  std::unordered_map<std::string, Cited> sids;
  std::map<std::string, std::string, std::less<>> sid_accounts;  // the provider's: SID → account
  std::map<std::string, std::map<std::string, Channel, std::less<>>, std::less<>> channels;  // host, channel

  Mark any_failure, any_session, tickets, provider_remote, flows, sensor_flows, lookups, sign_ins, vpn;
  Tally pools;                      // check 5: sessions of the provider's by where they came from
  Tally windows;                    // 8
  Tally jump_targets;               // 6: what was reached from outside is a jump host or not
  Tally names;                      // 13
  Tally zones;                      // 12
  Tally links;                      // 7
  Tally factors;                    // 3
  Tally delegations;                // 17
  std::vector<MemberMade> members;  // 9
  Tally egress;                     // 16: by protocol
  Tally dynamic_names;              // 16
  Tally lists;                      // 14: programs beside allow lists
  Tally side_loads;                 // 14: findings
  Tally netlogon, systems;          // 19
  std::vector<Cited> clears;
  std::set<std::string, std::less<>> lookups_from;  // 16: who asks for names, at most two
  Mark image_loads;                                 // 14: library loads are recorded
  std::vector<HopSeen> hops;
  base::Time first, last;  // of what was seen
};

}  // namespace hoptrace::assess::posture
