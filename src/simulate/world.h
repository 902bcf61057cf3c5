// World: a fleet at work: its plan, its clock, what its hosts and sensors have written so far, and what is open.
//
// Things happen in the order of time: at() says what is to happen when (also while others happen), run() lets it
// happen, each seeing what those before it left behind (sessions, tickets, counters). Times are true times; local()
// is what a host's clock says.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "simulate/dice.h"
#include "simulate/fleet_log.h"
#include "simulate/organisation.h"
#include "simulate/remote_records.h"
#include "simulate/sensor_log.h"

namespace hoptrace::simulate {

// Whose record tells of a hop: for the truth.
enum class WitnessSide : std::uint8_t { kDestination, kSource, kDomainController, kNetwork, kExecution };

struct Seen {
  OrganisationIndex organisation = 0;
  HostIndex host = kNobody;  // kNobody: a sensor
  std::string channel;
  WitnessSide side = WitnessSide::kDestination;
  base::Time at;  // as the record has it
  bool operator==(const Seen&) const = default;
};

// Somebody's coming from one host to another, as it was: for whoever grades.
struct Happened {
  base::Time at;
  HostIndex from = kNobody, to = kNobody;
  std::string account, method;
  int intrusion = 0;             // 0: nobody's but the owner's
  std::string address, seen_as;  // of the source, its own and as the destination sees it
};

class World {
 public:
  World(Plan plan, std::uint64_t seed);

  void at(base::Time when, std::function<void()> what);
  void run();
  // Whoever plans with at() and must live until run() is done.
  void keep(std::shared_ptr<void> planner) { kept_.push_back(std::move(planner)); }

  [[nodiscard]] base::Time local(HostIndex host, base::Time at) const {
    return {at.ticks + plan.machines[host].skew};
  }
  // `record` with its local time; no host writes what it does not listen for.
  void write(HostIndex host, WitnessSide side, LogRecord record);
  void zeek(OrganisationIndex of, const ZeekLog& log, base::Time at, const ZeekEnds& ends,
            std::span<const std::string> values);
  void told(OrganisationIndex of, std::string file, WitnessSide side, base::Time at);

  [[nodiscard]] std::uint64_t new_logon_id(HostIndex host);
  [[nodiscard]] std::uint32_t new_pid() { return static_cast<std::uint32_t>(dice.between(150, 3'200) * 4); }
  [[nodiscard]] std::uint16_t new_port() { return static_cast<std::uint16_t>(dice.between(49'700, 65'500)); }
  [[nodiscard]] std::string new_uid();

  // Who somebody is on a host, without a session yet.
  [[nodiscard]] Who who(AccountIndex account) const;
  [[nodiscard]] Who machine(HostIndex host) const;  // HOST$
  [[nodiscard]] Who system(HostIndex host) const;   // the same, as the system's own session
  // The session at a host's own screen; opened where there is none.
  [[nodiscard]] Who console(HostIndex host, base::Time at);
  void boot(HostIndex host, base::Time at);

  Plan plan;
  Dice dice;
  FleetLog logs;
  SensorLog sensors;
  std::vector<Happened> happened;
  std::vector<Seen>* watching = nullptr;  // where witnesses of what happens now go
  std::uint64_t logons = 0;               // 4624 written
  // Tickets and sessions that are open: by whom from where (to where).
  std::unordered_map<std::uint64_t, base::Time> tickets;
  struct LeftOpen {
    Who who;
    base::Time since;
  };
  std::map<std::pair<HostIndex, AccountIndex>, LeftOpen> left_open;

 private:
  std::multimap<base::Time, std::function<void()>> planned_;
  std::vector<std::shared_ptr<void>> kept_;
  std::vector<std::uint64_t> next_logon_id_;
  std::vector<Who> consoles_;
  std::map<OrganisationIndex, std::int64_t> sensor_skew_;
};

}  // namespace hoptrace::simulate
