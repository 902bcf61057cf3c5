#include "simulate/traffic_writer.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace hoptrace::simulate {

using base::Time;

TrafficWriter::TrafficWriter(World& world, const TrafficOptions& options, std::uint64_t seed)
    : dice(seed ^ 0x7F4A7C15ULL), world_(world), lose_percent_(options.lose_percent) {
  for (std::size_t h = 0; h < world.plan.machines.size(); ++h)
    told_percent_.push_back(static_cast<int>(dice.between(80, 100)));
  for (std::size_t o = 0; o < world.plan.organisations.size(); ++o) measures_.push_back(dice.chance(80));
}

// Sum of twelve: near enough to a normal distribution, and the same on every machine.
std::uint64_t TrafficWriter::size(double median, double spread) {
  double normal = -6;
  for (int i = 0; i < 12; ++i) normal += static_cast<double>(dice.between(0, 1'000'000)) / 1e6;
  return static_cast<std::uint64_t>(std::min(median * std::exp(spread * normal), 4e12)) + 1;
}

std::string TrafficWriter::uid() {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string uid = "C";
  for (int i = 0; i < 17; ++i) uid += dice.one_of(kLetters);
  return uid;
}

bool TrafficWriter::lost(OrganisationIndex of) {
  return !world_.plan.organisations[of].network_sensor || dice.chance(lose_percent_);
}

void TrafficWriter::conn(OrganisationIndex of, Time at, const ZeekEnds& ends, std::string_view service,
                         std::uint64_t out, std::uint64_t in) {
  const double seconds = 0.2 + static_cast<double>(out + in) / 4e6;
  const std::uint64_t missed = dice.chance(1) ? out / 50 : 0;
  const std::array<std::string, 8> values{"tcp",
                                          std::string(service),
                                          fmt::format("{:.6f}", seconds),
                                          std::to_string(out),
                                          std::to_string(in),
                                          "SF",
                                          std::to_string(missed),
                                          "ShADadFf"};
  world_.zeek(of, kZeekConn, at, ends, values);
}

void TrafficWriter::outward(const Outward& f, TrafficTruth& truth) {
  const Machine& m = world_.plan.machines[f.host];
  const std::uint16_t from_port = port();
  const std::string address = m.address(f.at);
  const bool recorded = !lost(m.organisation);
  if (recorded) {
    const ZeekEnds ends{uid(), address, f.destination, from_port, f.port};
    conn(m.organisation, f.at, ends, f.port == 443 ? "ssl" : "", f.out, f.in);
    if (f.port == 443 && !f.name.empty()) {
      const std::array<std::string, 5> tls{"TLSv12", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", f.name, "F", "T"};
      world_.zeek(m.organisation, kZeekSsl, {f.at.ticks + 300'000}, ends, tls);
    }
  }
  if (m.sysmon && dice.chance(told_percent_[f.host])) {
    Flow flow;
    flow.from = address, flow.to = f.destination, flow.from_port = from_port, flow.to_port = f.port;
    flow.pid = static_cast<std::uint32_t>(dice.between(200, 3'000) * 4);
    flow.image = f.image;
    world_.write(f.host, WitnessSide::kExecution, records::connection(world_.local(f.host, f.at), flow, 7));
  }
  truth.flows.push_back({f.at, f.host, f.destination, f.name, f.port, f.out, f.kind, f.intrusion, recorded});
}

void TrafficWriter::fetched(Time at, HostIndex from, HostIndex to, std::uint64_t bytes,
                            const std::vector<std::uint64_t>& parts) {
  const Machine &source = world_.plan.machines[from], &fetcher = world_.plan.machines[to];
  const Organisation& theirs = world_.plan.organisations[source.organisation];
  const std::string own = source.address(at);
  const std::string mapped = theirs.mapped + own.substr(own.find('.', own.find('.') + 1) + 1);
  const std::uint16_t from_port = port();
  const ZeekEnds seen_there{uid(), theirs.arrival, own, from_port, 445};
  const ZeekEnds seen_here{uid(), fetcher.address(at), mapped, from_port, 445};
  for (const auto& [of, ends] :
       {std::pair(source.organisation, seen_there), std::pair(fetcher.organisation, seen_here)}) {
    if (lost(of)) continue;
    conn(of, at, ends, "smb", 40'000 + bytes / 900, bytes);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::array<std::string, 5> file{
          "F" + ends.uid.substr(1), "SMB::FILE_OPEN", fmt::format("\\\\{}\\C$", ends.to),
          fmt::format("$Recycle.Bin\\d.part{:02}.rar", i + 1), std::to_string(parts[i])};
      world_.zeek(of, kZeekSmbFiles, {at.ticks + static_cast<std::int64_t>(i + 1) * 20'000'000}, ends, file);
    }
  }
}

bool TrafficWriter::looked_up(Time at, HostIndex host, const std::string& name, const std::string& address) {
  const Machine& m = world_.plan.machines[host];
  const HostIndex dc = world_.plan.host(m.organisation, Role::kDomainController);
  if (lost(m.organisation)) return false;
  const std::array<std::string, 7> values{"udp",  std::to_string(dice.between(1, 65'000)), name, "A", "NOERROR", "F",
                                          address};
  world_.zeek(m.organisation, kZeekDns, at, {uid(), m.address(at), world_.plan.machines[dc].address(at), port(), 53},
              values);
  return true;
}

void TrafficWriter::capture_loss(OrganisationIndex of) {
  if (!measures_[of]) return;
  for (int quarter = 0; quarter < world_.plan.days * 96; ++quarter) {
    const auto acks = dice.between(800, 9'000);
    const double share =
        lose_percent_ == 0
            ? 0
            : static_cast<double>(std::max(std::int64_t{0}, lose_percent_ * 10 + dice.between(-60, 60))) / 1000;
    const auto gaps = static_cast<std::int64_t>(static_cast<double>(acks) * share);
    const std::array<std::string, 5> values{
        "900.000000", "zeek", std::to_string(gaps), std::to_string(acks),
        fmt::format("{:.4f}", 100.0 * static_cast<double>(gaps) / static_cast<double>(acks))};
    world_.zeek(of, kZeekCaptureLoss, world_.plan.moment(0, quarter * 15, 2), {}, values);
  }
}

}  // namespace hoptrace::simulate
