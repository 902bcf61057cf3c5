// FleetTruth: what happened in a fleet, for whoever grades: who went where, which records tell of it, and which of
// those were lost before anybody collected them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <tuple>

#include "simulate/plots.h"

namespace hoptrace::simulate {

// What is not in the evidence: a host's channel or a sensor's file altogether, or a channel's records before a time.
struct Losses {
  std::set<std::tuple<OrganisationIndex, HostIndex, std::string>> channels;
  std::map<HostIndex, base::Time> cleared;  // the security log

  [[nodiscard]] bool lost(const Seen& seen) const;
};

[[nodiscard]] nlohmann::ordered_json fleet_truth(const World& world, const Intruders& intruders,
                                                 const Losses& losses);

// Everybody's comings and goings, the intruders' among them: CSV.
[[nodiscard]] std::string passages_csv(const World& world);

}  // namespace hoptrace::simulate
