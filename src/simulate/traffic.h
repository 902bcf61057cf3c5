// Traffic: what a fleet's hosts send to the outside: browsing, mail, updates, cloud backups, partners; and what an
// intruder takes: files read from shares, archives, sent out at once or bit by bit, from a client's host or through
// the provider's. Every flow is in the truth with its bytes, whether a sensor's log has it or lost it.
//
// Written behind World::run(), with dice of its own: a fleet without traffic is the same to the byte. A flow that is
// lost is lost with all its lines; the sensor's capture_loss tells of the loss, at most organisations. Bytes are
// those of TCP's payload, as Zeek counts them.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "simulate/plots.h"

namespace hoptrace::simulate {

struct TrafficOptions {
  bool on = false;
  int lose_percent = 0;  // of flows, from the sensors' logs
};

struct TruthFlow {
  base::Time at;
  HostIndex host = kNobody;
  std::string destination, name;
  std::uint16_t port = 443;
  std::uint64_t bytes = 0;
  std::string_view kind;  // "web", "mail", "update", "backup", "partner", "theft"
  int intrusion = 0;
  bool recorded = false;  // a sensor's log has it
};

struct TruthTheft {
  int intrusion = 0;
  HostIndex from = kNobody, out = kNobody;  // whose data; the host that sent it outside
  std::string destination;
  std::uint64_t bytes = 0;  // sent outside
  int files = 0;            // read from the share of crown jewels
};

struct TruthLure {
  OrganisationIndex organisation = 0;
  std::string name, resembles;
  bool recorded = false;
};

struct TrafficTruth {
  std::vector<TruthFlow> flows;
  std::vector<TruthTheft> thefts;
  std::vector<TruthLure> lures;
};

[[nodiscard]] TrafficTruth write_traffic(World& world, const Intruders& intruders, const TrafficOptions& options,
                                         std::uint64_t seed);

// One line a flow: time, tenant, host, destination, name, port, bytes, kind, intrusion, recorded.
[[nodiscard]] std::string traffic_csv(const World& world, const TrafficTruth& truth);
[[nodiscard]] nlohmann::ordered_json traffic_json(const World& world, const TrafficTruth& truth);

}  // namespace hoptrace::simulate
