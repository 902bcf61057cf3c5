// Posture of a simulated fleet: per organisation and check of advice (docs/posture.md) a fault is planted or not, and
// what is true of it is written down. Faults are what a client would be told to mend: a log that was emptied, an
// account that is shared, a session at night.
//
// Order: draw() on the plan, before the world; plan() before it runs; write() when it has run; then the yaml of each
// organisation and truth(). Checks of which the truth follows from everybody's work (hours, rights at controllers)
// are told by what happened, whoever did it.
#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "simulate/world.h"

namespace hoptrace::simulate {

class PostureFaults {
 public:
  // Half of what could be at fault is, by the seed. Changes accounts, habits and what tenants.yaml will say.
  PostureFaults(Plan& plan, std::uint64_t seed);

  void plan(World& world);
  void write(World& world);
  // What is true: {"tenant","check","fault"} for each that was planted or looked at.
  [[nodiscard]] nlohmann::ordered_json truth(const World& world) const;

 private:
  static constexpr int kChecks = 20;
  struct Faults {
    std::array<bool, kChecks + 1> planted{};
  };

  [[nodiscard]] bool has(OrganisationIndex of, int check) const {
    return faults_[of].planted[static_cast<std::size_t>(check)];
  }
  [[nodiscard]] std::string yaml(const Plan& plan, OrganisationIndex of) const;
  [[nodiscard]] bool happened(const World& world, OrganisationIndex of, int check) const;
  [[nodiscard]] Arrival provider_arrival(World& world, OrganisationIndex of, HostIndex at) const;
  void write_session(World& world, HostIndex at, base::Time when, const Arrival& arrival) const;
  void write_past(World& world, OrganisationIndex of);
  void write_accounts(World& world, OrganisationIndex of);
  void write_cloud(World& world, OrganisationIndex of);
  void write_hosts(World& world, OrganisationIndex of);
  void write_network(World& world, OrganisationIndex of);
  void write_shared(World& world);

  Dice dice_;
  std::vector<Faults> faults_;
  std::vector<std::string> old_accounts_;  // by organisation
};

}  // namespace hoptrace::simulate
