// Checks 5, 6, 7, 12, 13, 16 and 17: the ways in, out and between.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "assess/posture/check.h"

namespace hoptrace::assess::posture {
namespace {

const char* const kNoProvider = "tenants.yaml names no accounts of a provider for this organisation";

// Ways by which somebody works at a host, other than agents' jobs and clouds.
bool is_session(const std::string& method) {
  constexpr std::array<std::string_view, 9> kWays{"rdp",   "smb_exec", "service", "smb", "wmi",
                                                  "winrm", "dcom",     "schtask", "ssh"};
  return std::ranges::find(kWays, method) != kWays.end();
}

Judged judge_arrivals(const Estate& estate, const tenants::Tenant& provider) {
  Tally tally;
  std::uint64_t unknown_sources = 0;
  for (const HopSeen& hop : estate.hops) {
    if (hop.from_tenant != provider.name || !is_session(hop.method) || hop.records.empty()) continue;
    if (hop.from_host.empty()) {
      ++unknown_sources;
      continue;
    }
    const bool is_jump = std::ranges::any_of(
        provider.jump_hosts, [&](const std::string& host) { return plain_host(host) == plain_host(hop.from_host); });
    tally.add(is_jump,
              {hop.records.front().record, fmt::format("{} came to {} by {}", hop.account, hop.to_host, hop.method)});
  }
  if (tally.bad > 0)
    return fail(fmt::format("{} came from hosts of the provider's that are not its jump hosts",
                            counted(tally.bad, "session")),
                tally.bad_records);
  if (tally.good == 0) return unknown("Of no session of the provider's is the host known that it came from");
  if (unknown_sources > 0)
    return unknown(fmt::format("{} came from the provider's jump hosts; of {} the source is not known",
                               counted(tally.good, "session"), counted(unknown_sources, "other")));
  return pass(fmt::format("All {} came from the provider's jump hosts", counted(tally.good, "session")),
              tally.good_records);
}

}  // namespace

Judged judge_pools(const Estate& estate, const Estates&) {
  if (!has_provider_accounts(estate)) return unknown(kNoProvider);
  const tenants::Tenant *own = estate.whose.own(), *provider = estate.whose.provider();
  if (own->vpn_pools.empty() && (provider == nullptr || provider->vpn_pools.empty()))
    return unknown("tenants.yaml names no VPN pools, so it is not known where sessions should come from");
  if (estate.pools.bad > 0)
    return fail(fmt::format("{} of the provider's came from addresses that are in no VPN pool",
                            counted(estate.pools.bad, "session")),
                estate.pools.bad_records);
  if (estate.pools.good == 0)
    return unknown("No session of the provider's in the evidence shows an address from outside");
  return pass(fmt::format("All {} of the provider's that show an address came from the VPN pools",
                          counted(estate.pools.good, "session")),
              estate.pools.good_records);
}

Judged judge_jump_hosts(const Estate& estate, const Estates&) {
  const tenants::Tenant* const own = estate.whose.own();
  if (own == nullptr) return unknown(kNoProvider);
  if (!own->jump_hosts.empty()) {
    if (estate.jump_targets.bad > 0)
      return fail(fmt::format("{} from the VPN pools reached hosts that are no jump hosts",
                              counted(estate.jump_targets.bad, "session")),
                  estate.jump_targets.bad_records);
    if (estate.jump_targets.good > 0)
      return pass(fmt::format("All {} from the VPN pools reached jump hosts only",
                              counted(estate.jump_targets.good, "session")),
                  estate.jump_targets.good_records);
    return unknown("No session from the VPN pools is in the evidence");
  }
  const tenants::Tenant* const provider = estate.whose.provider();
  if (provider == nullptr || provider->jump_hosts.empty())
    return unknown("tenants.yaml names no jump hosts, neither of this organisation nor of its provider");
  return judge_arrivals(estate, *provider);
}

Judged judge_links(const Estate& estate, const Estates&) {
  if (estate.whose.own() == nullptr) return unknown("Without tenants.yaml it is not known whose networks are whose");
  if (estate.links.bad > 0)
    return fail(
        estate.whose.is_provider()
            ? fmt::format("{} from one client's networks into another's went through the provider",
                          counted(estate.links.bad, "connection"))
            : fmt::format("{} with networks of an organisation that only the provider has in common with this one",
                          counted(estate.links.bad, "connection")),
        estate.links.bad_records);
  const bool map =
      std::ranges::any_of(estate.whose.other_clients(), [](const auto* other) { return !other->networks.empty(); });
  if (!map) return unknown("tenants.yaml has no networks of others to compare with");
  if (!estate.sensor_flows) return unknown("There is no log of connections from the network itself");
  if (estate.links.good == 0) return unknown("The log of connections shows none over the border that would tell");
  return pass(
      fmt::format("None of the {} over the border joins two clients", counted(estate.links.good, "connection")),
      estate.links.good_records);
}

Judged judge_zones(const Estate& estate, const Estates&) {
  if (estate.whose.own() == nullptr || estate.whose.own()->zones.empty())
    return unknown("tenants.yaml names no zones, so it is not known which may reach which");
  if (estate.zones.bad > 0)
    return fail(
        fmt::format(
            "{} by file sharing, remote desktop or remote shells between zones that should not reach each other",
            counted(estate.zones.bad, "connection")),
        estate.zones.bad_records);
  if (estate.zones.good == 0) return unknown("No connection between the zones is in the evidence");
  return pass(
      fmt::format("All {} between zones are of pairs that are allowed", counted(estate.zones.good, "connection")),
      estate.zones.good_records);
}

Judged judge_names(const Estate& estate, const Estates&) {
  if (!has_provider_accounts(estate)) return unknown(kNoProvider);
  if (estate.names.bad > 0)
    return fail(
        fmt::format(
            "In {} of the provider's the client called itself by a name that is not in the provider's inventory",
            counted(estate.names.bad, "record")),
        estate.names.bad_records);
  if (estate.names.good == 0)
    return unknown(
        "No session of the provider's shows its client's name, or tenants.yaml names no hosts that may come in");
  return pass(
      fmt::format("All {} of client names are in the provider's inventory", counted(estate.names.good, "record")),
      estate.names.good_records);
}

Judged judge_egress(const Estate& estate, const Estates&) {
  std::vector<Cited> bad = estate.egress.bad_records;
  bad.insert(bad.end(), estate.dynamic_names.bad_records.begin(), estate.dynamic_names.bad_records.end());
  if (!bad.empty()) {
    bad.resize(std::min(bad.size(), kMostExamples));
    return fail(
        fmt::format("Out by well-known ports went {} that did not speak their protocol, and {} of names was under "
                    "domains where anybody can have one",
                    counted(estate.egress.bad, "connection"), counted(estate.dynamic_names.bad, "question")),
        std::move(bad));
  }
  if (estate.egress.good == 0)
    return unknown("No log of connections out of the organisation says which protocol they spoke");
  if (!estate.lookups)
    return unknown("Connections out spoke the protocol of their ports, but there is no log of names looked up");
  if (estate.lookups_from.size() < 2)
    return unknown("All names were asked for by one address, so that the log does not tell which host wanted them");
  std::vector<Cited> good = estate.egress.good_records;
  good.push_back(estate.lookups.first);
  return pass(
      fmt::format(
          "All {} out by ports 53, 443 and 995 spoke their protocol, and no name under dynamic DNS was asked for",
          counted(estate.egress.good, "connection")),
      std::move(good));
}

Judged judge_delegations(const Estate& estate, const Estates&) {
  if (estate.whose.is_provider())
    return unknown("Which clients have approved what stands in their directories, not in the provider's");
  if (estate.delegations.bad > 0)
    return fail(fmt::format("{} of delegated administrators came from a directory that is not approved",
                            counted(estate.delegations.bad, "sign-in")),
                estate.delegations.bad_records);
  if (estate.delegations.good > 0)
    return pass(fmt::format("All {} of delegated administrators came from approved directories",
                            counted(estate.delegations.good, "sign-in")),
                estate.delegations.good_records);
  if (estate.whose.own() == nullptr || estate.whose.own()->delegated_admins.empty())
    return unknown("tenants.yaml does not say which directories may administer this organisation's cloud");
  return unknown("No sign-in of a delegated administrator is in the evidence");
}

}  // namespace hoptrace::assess::posture
