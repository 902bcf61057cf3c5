// TrafficWriter: one flow to the outside, or within, as the sensors that it passes and the host that it leaves write
// it.
#pragma once

#include "simulate/traffic.h"

namespace hoptrace::simulate {

struct Outward {
  base::Time at;
  HostIndex host = 0;
  std::string destination, name;
  std::uint16_t port = 443;
  std::uint64_t out = 0, in = 0;
  std::string_view kind, image;
  int intrusion = 0;
};

class TrafficWriter {
 public:
  TrafficWriter(World& world, const TrafficOptions& options, std::uint64_t seed);

  void outward(const Outward& flow, TrafficTruth& truth);
  // `bytes` of files that `to` fetches by SMB from `from`, which is another organisation's: both sensors' view of it.
  void fetched(base::Time at, HostIndex from, HostIndex to, std::uint64_t bytes,
               const std::vector<std::uint64_t>& parts);
  // A look-up and what follows it; whether a sensor's log has it.
  bool looked_up(base::Time at, HostIndex host, const std::string& name, const std::string& address);
  void capture_loss(OrganisationIndex of);

  // A size around `median`, `spread` in natural logarithms.
  [[nodiscard]] std::uint64_t size(double median, double spread);
  Dice dice;

 private:
  [[nodiscard]] std::string uid();
  [[nodiscard]] std::uint16_t port() { return static_cast<std::uint16_t>(dice.between(49'700, 65'500)); }
  [[nodiscard]] bool lost(OrganisationIndex of);
  void conn(OrganisationIndex of, base::Time at, const ZeekEnds& ends, std::string_view service, std::uint64_t out,
            std::uint64_t in);

  World& world_;
  int lose_percent_;
  std::vector<int> told_percent_;  // of a host's flows, in its own log
  std::vector<bool> measures_;     // the sensor has a capture_loss
};

}  // namespace hoptrace::simulate
