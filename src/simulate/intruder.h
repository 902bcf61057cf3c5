// Intruder: one intrusion in a fleet, planned hop by hop, and its truth. Plots (plots.h) say where it goes; the
// stealth says how: 0 at night, in bursts, with tools everywhere; 1 at night, slower; 2 at the edges of the day; 3 in
// working hours, by the ways and at the pace of administrators.
//
// Only log records come of it: nothing here touches a network or another machine.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "simulate/passage.h"

namespace hoptrace::simulate {

struct IntruderOptions {
  int stealth = 1;
  bool account_change = true;  // takes over accounts on the way; else keeps to those it came with
  bool tools = true;           // leaves what published rules know: the seeds
  bool forge = false;          // lies about its workstation's name where the protocol lets it
};

struct TruthHop {
  base::Time at;
  HostIndex from = kNobody, to = kNobody;
  std::string account, method;
  bool border = false, through_vpn = false;
  std::vector<Seen> seen;
};

struct TruthSeed {
  HostIndex host = kNobody;
  base::Time at;
  std::string what;
  std::vector<Seen> seen;
};

class Intruder {
 public:
  Intruder(World& world, const IntruderOptions& options, int id);

  // Plans, in this order: the beginning, then hops. Hosts that a hop came to (but by files alone) can be gone from.
  void begin(HostIndex patient_zero, bool with_implant = true);
  void hop(HostIndex from, HostIndex to, AccountIndex account, Way way, bool by_vpn = false);
  // A way such as this intruder prefers, of those that run something.
  [[nodiscard]] Way some_way();
  // Files fetched or `net use` tried, from one host, one behind the other.
  void files(HostIndex from, const std::vector<HostIndex>& to, AccountIndex account);
  void finish();  // archives

  [[nodiscard]] const IntruderOptions& options() const { return options_; }
  [[nodiscard]] World& world() { return world_; }

  // The truth, after the world has run.
  int id = 0;
  HostIndex patient_zero = kNobody;
  std::vector<TruthHop> hops;
  std::vector<TruthSeed> seeds;

  [[nodiscard]] base::Time last() const { return now_; }

 private:
  void wait();  // until the next act
  void tool(HostIndex host, bool certainly);
  [[nodiscard]] int seconds_in_use(HostIndex host, base::Time since) const;

  World& world_;
  IntruderOptions options_;
  base::Time now_;
  std::shared_ptr<std::map<HostIndex, Who>> sessions_ = std::make_shared<std::map<HostIndex, Who>>();
  std::map<HostIndex, base::Time> last_used_;  // to set out from, or for a tool
  HostIndex last_host_ = kNobody;
  bool in_burst_ = false;
};

// Writes 1102 and what was before it is gone.
void clear_log(World& world, HostIndex host, base::Time at, const Who& who);

}  // namespace hoptrace::simulate
