#include "assess/posture/gathering.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/unicode.h"

namespace hoptrace::assess::posture {
namespace {

using base::kSecond;
constexpr std::size_t kMostClears = 1'000, kMostMembers = 10'000, kMostHops = 50'000;

// The entry of `key`, as long as there is room for it.
template <class Map>
typename Map::mapped_type* entry_of(Map& map, const std::string& key) {
  const auto there = map.find(key);
  if (there != map.end()) return &there->second;
  if (map.size() >= kMostKeys) return nullptr;
  return &map[key];
}

void keep_first(Cited& kept, const Seen& seen, std::string says) {
  if (kept.says.empty() || seen.time < kept.record.time) kept = {record_of(seen), std::move(says)};
}

std::string came(const Seen& seen) {
  return fmt::format("{} came to {}{}{}", seen.account, seen.host, seen.address.empty() ? "" : " from ",
                     seen.address);
}

bool from_outside(Place place) {
  return place != Place::kNone && place != Place::kOwn;
}

}  // namespace

Gathering::Gathering(const tenants::Tenants& tenants, std::vector<std::string> dynamic_names)
    : tenants_(tenants), dynamic_names_(std::move(dynamic_names)) {
  for (const tenants::Tenant& tenant : tenants_.all()) (void)estate(tenant.name);
}

Estate& Gathering::estate(std::string_view tenant) {
  const auto there = estates_.find(tenant);
  if (there != estates_.end()) return there->second;
  return estates_.try_emplace(std::string(tenant), tenants_, std::string(tenant)).first->second;
}

void Gathering::add(const Seen& seen) {
  using Take = void (Gathering::*)(Estate&, const Seen&);
  // In the order of SeenKind.
  static constexpr std::array<Take, 20> kTakes{
      &Gathering::session,  &Gathering::console,   &Gathering::privilege, &Gathering::ticket,   &Gathering::flow,
      &Gathering::desktop,  &Gathering::delegated, &Gathering::clear,     &Gathering::sid,      &Gathering::vpn,
      &Gathering::failures, &Gathering::member,    &Gathering::disabled,  &Gathering::netlogon, &Gathering::system,
      &Gathering::listed,   &Gathering::scripts,   &Gathering::factor,    &Gathering::egress,   &Gathering::lookup};
  static_assert(static_cast<std::size_t>(SeenKind::kLookup) + 1 == kTakes.size());
  (this->*kTakes[static_cast<std::size_t>(seen.kind)])(estate(seen.tenant), seen);
}

// That one of the provider's accounts was used.
void Gathering::use(Estate& estate, const Seen& seen) {
  AccountSeen* const account = entry_of(estate.accounts, plain_account(seen.account));
  if (account == nullptr) return;
  ++account->sessions;
  const std::string says = fmt::format("{} was used", seen.account);
  keep_first(account->first, seen, says);
  if (account->last.says.empty() || account->last.record.time < seen.time) account->last = {record_of(seen), says};
  const std::int64_t minute = seen.time.ticks / (60 * kSecond);
  if (account->successes.size() < kMostKeys) keep_first(account->successes[minute], seen, came(seen));
}

void Gathering::session(Estate& estate, const Seen& seen) {
  if (seen.account.empty() || seen.account.ends_with('$')) return;
  estate.any_session.set(seen, came(seen));
  if (estate.all_accounts.size() < kMostKeys) {
    keep_first(estate.all_accounts[plain_account(seen.account)], seen, came(seen));
  }
  constexpr std::uint8_t kRemoteInteractive = 10;
  if (seen.logon_type == kRemoteInteractive) console(estate, seen);
  if (estate.whose.is_provider() && estate.whose.place(seen.address) == Place::kPool) {
    const auto& jump = estate.whose.own()->jump_hosts;
    const bool is_jump =
        std::ranges::any_of(jump, [&](const std::string& host) { return plain_host(host) == plain_host(seen.host); });
    if (!jump.empty()) estate.jump_targets.add(is_jump, seen, came(seen));
  }
  if (estate.whose.is_providers(seen.account)) provider_session(estate, seen);
}

void Gathering::provider_session(Estate& estate, const Seen& seen) {
  use(estate, seen);
  const tenants::Tenant& own = *estate.whose.own();
  const tenants::Tenant* const provider = estate.whose.provider();
  const Place place = estate.whose.place(seen.address);
  if (place != Place::kOwn) estate.provider_remote.set(seen, came(seen));
  const bool has_pools = !own.vpn_pools.empty() || (provider != nullptr && !provider->vpn_pools.empty());
  if (has_pools && from_outside(place)) estate.pools.add(place == Place::kPool, seen, came(seen));
  if (!own.change_windows.empty() && estate.zone.known()) {
    const auto clock = estate.zone.clock(seen.time);
    const bool planned = std::ranges::any_of(
        own.change_windows, [&](const auto& window) { return window.holds(clock.weekday, clock.minute); });
    estate.windows.add(planned, seen, came(seen));
  }
  if (!own.jump_hosts.empty() && place == Place::kPool) {
    const bool is_jump = std::ranges::any_of(
        own.jump_hosts, [&](const std::string& host) { return plain_host(host) == plain_host(seen.host); });
    estate.jump_targets.add(is_jump, seen, came(seen));
  }
  if (from_outside(place) && plain_host(seen.peer_name) != plain_host(seen.host)) name(estate, seen);
}

// What the host that came calls itself.
void Gathering::name(Estate& estate, const Seen& seen) {
  const std::string called = plain_host(seen.kind == SeenKind::kDesktop ? seen.detail : seen.peer_name);
  if (called.empty() || tenants::parse_address(called)) return;
  bool has_list = false, known = false;
  for (const tenants::Tenant* tenant : {estate.whose.own(), estate.whose.provider()}) {
    if (tenant == nullptr) continue;
    if (tenant == estate.whose.provider() && !tenant->jump_hosts.empty()) has_list = true;
    has_list = has_list || !tenant->inventory.empty();
    known = known ||
            std::ranges::any_of(tenant->jump_hosts,
                                [&](const std::string& host) { return plain_host(host) == called; }) ||
            std::ranges::any_of(tenant->inventory, [&](const auto& pattern) { return pattern.matches(called); });
  }
  if (has_list) estate.names.add(known, seen, "the client called itself " + called);
}

void Gathering::console(Estate& estate, const Seen& seen) {
  constexpr std::uint8_t kScreen = 2, kCached = 11;
  if (seen.account.empty() || seen.account.ends_with('$')) return;
  HostSeen* const host = entry_of(estate.hosts, plain_host(seen.host));
  if (host == nullptr) return;
  const std::string account = plain_account(seen.account);
  if (Cited* const kept = entry_of(host->interactive, account); kept != nullptr) {
    keep_first(*kept, seen, fmt::format("{} logged on at {} (type {})", seen.account, seen.host, seen.logon_type));
  }
  if (seen.logon_type != kScreen && seen.logon_type != kCached) return;
  if (host->consoles.size() < kMostKeys) host->consoles.insert(account);
  if (estate.whose.is_providers(seen.account)) use(estate, seen);
}

void Gathering::privilege(Estate& estate, const Seen& seen) {
  if (seen.account.ends_with('$')) return;
  HostSeen* const host = entry_of(estate.hosts, plain_host(seen.host));
  if (host == nullptr) return;
  const std::string says = fmt::format("{} has administrator's rights on {}", seen.account, seen.host);
  host->privileged.set(seen, says);
  if (Cited* const kept = entry_of(host->privileges, plain_account(seen.account)); kept != nullptr) {
    keep_first(*kept, seen, says);
  }
}

void Gathering::ticket(Estate& estate, const Seen& seen) {
  HostSeen* const host = entry_of(estate.hosts, plain_host(seen.host));
  if (host != nullptr) host->controller = true;
  estate.tickets.set(seen, fmt::format("{} gave a ticket", seen.host));
  if (estate.whose.is_providers(seen.account)) use(estate, seen);
}

void Gathering::flow(Estate& estate, const Seen& seen) {
  const std::string says = fmt::format("{} to {} port {}", seen.address, seen.to_address, seen.port);
  estate.flows.set(seen, says);
  if (seen.sensor) estate.sensor_flows.set(seen, says);
  link(estate, seen);
  if (estate.whose.own() == nullptr) return;
  const auto& zones = estate.whose.own()->zones;
  const auto zone_of = [&](std::string_view text) -> const tenants::Zone* {
    const auto address = tenants::parse_address(text);
    const auto zone = std::ranges::find_if(zones, [&](const tenants::Zone& one) {
      return address && std::ranges::any_of(one.networks, [&](const auto& net) { return net.contains(*address); });
    });
    return zone == zones.end() ? nullptr : &*zone;
  };
  const tenants::Zone *from = zone_of(seen.address), *to = zone_of(seen.to_address);
  if (from == nullptr || to == nullptr || from == to) return;
  const bool allowed = std::ranges::any_of(from->may_reach, [&](const auto& name) { return name == to->name; });
  estate.zones.add(allowed, seen, fmt::format("{} > {}: {}", from->name, to->name, says));
}

// Networks of two organisations that only the provider has in common. Whose they are, and their addresses, stand in
// the record and not in the sentence, which others may read.
void Gathering::link(Estate& estate, const Seen& seen) {
  const auto* const from = estate.whose.client_at(seen.address);
  const auto* const to = estate.whose.client_at(seen.to_address);
  const auto says = [&](std::string_view what) { return fmt::format("{} by port {}", what, seen.port); };
  if (estate.whose.is_provider()) {
    if (from != nullptr && to != nullptr && from != to)
      return estate.links.add(false, seen, says("a connection from one client's networks to another's"));
    if (from != nullptr || to != nullptr)
      estate.links.add(true, seen, says("a connection with one client's networks"));
    return;
  }
  const auto outside = [&](std::string_view address) { return from_outside(estate.whose.place(address)); };
  if (!outside(seen.address) && !outside(seen.to_address)) return;
  const bool alone = from == nullptr && to == nullptr;
  estate.links.add(
      alone, seen,
      says(alone ? "a connection over the border" : "a connection with another organisation's networks"));
}

void Gathering::desktop(Estate& estate, const Seen& seen) {
  if (from_outside(estate.whose.place(seen.address)) && estate.whose.may_be_providers(seen.account))
    name(estate, seen);
}

void Gathering::delegated(Estate& estate, const Seen& seen) {
  estate.sign_ins.set(seen, fmt::format("{} signed in", seen.account));
  const tenants::Tenant* const own = estate.whose.own();
  if (own == nullptr || own->role == tenants::Role::kMsp) return;
  if (estate.whose.is_providers(seen.account)) use(estate, seen);
  const auto& approved = own->delegated_admins;
  const bool is_approved = std::ranges::any_of(
      approved, [&](const std::string& one) { return base::fold(one) == base::fold(seen.detail); });
  if (!approved.empty())
    estate.delegations.add(is_approved, seen,
                           fmt::format("{} signed in from the directory {}", seen.account, seen.detail));
}

void Gathering::clear(Estate& estate, const Seen& seen) {
  if (estate.clears.size() < kMostClears)
    estate.clears.push_back({record_of(seen), fmt::format("the log {} of {} was emptied", seen.detail, seen.host)});
}

void Gathering::sid(Estate& estate, const Seen& seen) {
  if (estate.sids.size() < kMostKeys)
    keep_first(estate.sids[std::string(seen.detail)], seen, fmt::format("{} has {}", seen.account, seen.detail));
  if (estate.whose.is_providers(seen.account) && estate.sid_accounts.size() < kMostKeys) {
    const std::string plain = plain_account(seen.account);
    estate.sid_accounts.emplace(seen.detail, plain);
    if (AccountSeen* const account = entry_of(estate.accounts, plain); account != nullptr) account->sid = seen.detail;
  }
}

void Gathering::vpn(Estate& estate, const Seen& seen) {
  estate.vpn.set(seen, fmt::format("{} came by VPN", seen.account));
  if (estate.whose.is_providers(seen.account)) use(estate, seen);
}

void Gathering::failures(Estate& estate, const Seen& seen) {
  estate.any_failure.set(seen, fmt::format("{} was refused at {}", seen.account, seen.host));
  if (!estate.whose.is_providers(seen.account)) return;
  AccountSeen* const account = entry_of(estate.accounts, plain_account(seen.account));
  if (account == nullptr || account->failures.size() >= kMostKeys) return;
  auto& [count, cited] = account->failures[seen.time.ticks / (300 * kSecond)];
  count += seen.count;
  keep_first(cited, seen, fmt::format("{} was refused at {}", seen.account, seen.host));
}

void Gathering::member(Estate& estate, const Seen& seen) {
  if (estate.members.size() >= kMostMembers) return;
  estate.members.push_back(
      {plain_account(seen.account),
       std::string(seen.sid),
       {record_of(seen),
        fmt::format("{} was made a member of {}", seen.account.empty() ? seen.sid : seen.account, seen.detail)}});
}

void Gathering::disabled(Estate& estate, const Seen& seen) {
  if (!estate.whose.is_providers(seen.account)) return;
  AccountSeen* const account = entry_of(estate.accounts, plain_account(seen.account));
  if (account == nullptr) return;
  account->disabled = true;
  account->disabled_at = std::max(account->disabled_at, seen.time);
}

void Gathering::netlogon(Estate& estate, const Seen& seen) {
  estate.netlogon.add(
      false, seen,
      fmt::format("{}: a weak Netlogon channel of {}", seen.host, seen.account.empty() ? "a machine" : seen.account));
}

// Builds of Windows Server and the day from which Microsoft made no more updates for everybody
// (learn.microsoft.com/lifecycle).
void Gathering::system(Estate& estate, const Seen& seen) {
  struct Build {
    std::string_view number, name, end;
  };
  static constexpr std::array kBuilds{Build{"3790", "Windows Server 2003", "2015-07-14T00:00:00Z"},
                                      Build{"6002", "Windows Server 2008", "2020-01-14T00:00:00Z"},
                                      Build{"7600", "Windows Server 2008 R2", "2020-01-14T00:00:00Z"},
                                      Build{"7601", "Windows Server 2008 R2", "2020-01-14T00:00:00Z"},
                                      Build{"9200", "Windows Server 2012", "2023-10-10T00:00:00Z"},
                                      Build{"9600", "Windows Server 2012 R2", "2023-10-10T00:00:00Z"}};
  const auto* const build = std::ranges::find(kBuilds, seen.detail, &Build::number);
  const auto end = build == kBuilds.end() ? std::nullopt : base::parse_time(build->end);
  const bool old = end && *end < seen.time;
  estate.systems.add(!old, seen,
                     old ? fmt::format("{} runs {}, for which updates ended", seen.host, build->name)
                         : fmt::format("{} runs build {}", seen.host, seen.detail));
}

void Gathering::listed(Estate& estate, const Seen& seen) {
  const bool stopped = seen.detail == "stopped";
  const std::string_view what =
      stopped ? "stopped a program that is on no list" : "let a program run that is on no list";
  estate.lists.add(stopped, seen, fmt::format("{} {}", seen.host, what), seen.count);
}

void Gathering::scripts(Estate& estate, const Seen& seen) {
  if (HostSeen* const host = entry_of(estate.hosts, plain_host(seen.host)); host != nullptr)
    host->scripts.set(seen, fmt::format("{} records what PowerShell runs", seen.host));
}

void Gathering::factor(Estate& estate, const Seen& seen) {
  estate.sign_ins.set(seen, fmt::format("{} signed in", seen.account));
  if (estate.whose.is_provider() || estate.whose.own() == nullptr) return;
  const bool delegated = seen.peer_name == "serviceProvider";
  if (!delegated && !estate.whose.is_providers(seen.account)) return;
  const bool multi = seen.detail == "multi";
  estate.factors.add(multi, seen,
                     fmt::format("{} signed in with {} factor", seen.account, multi ? "more than one" : "one"),
                     seen.count);
}

void Gathering::egress(Estate& estate, const Seen& seen) {
  const bool good = seen.detail == "expected";
  estate.egress.add(good, seen,
                    fmt::format("{} to {} port {}{}", seen.address, seen.to_address, seen.port,
                                good ? "" : ": not the protocol of that port"),
                    seen.count);
}

bool Gathering::is_dynamic(std::string_view name) const {
  const std::string folded = base::fold(name);
  return std::ranges::any_of(dynamic_names_, [&](const std::string& apex) {
    return folded == apex ||
           (folded.size() > apex.size() && folded.ends_with(apex) && folded[folded.size() - apex.size() - 1] == '.');
  });
}

void Gathering::lookup(Estate& estate, const Seen& seen) {
  const bool dynamic = is_dynamic(seen.detail);
  estate.lookups.set(seen, fmt::format("{} asked for {}", seen.address, seen.detail));
  if (estate.lookups_from.size() < 2) estate.lookups_from.emplace(seen.address);
  estate.dynamic_names.add(!dynamic, seen, fmt::format("{} asked for {}", seen.address, seen.detail), seen.count);
}

void Gathering::add_day(const LogDay& day) {
  Estate& estate = this->estate(day.tenant);
  if (estate.last.ticks == 0 || estate.last < day.last) estate.last = day.last;
  if (estate.first.ticks == 0 || day.first < estate.first) estate.first = day.first;
  estate.channels[plain_host(day.host)][day.channel].days.push_back(day);
}

void Gathering::add_hole(const LogHole& hole) {
  estate(hole.tenant).channels[plain_host(hole.host)][hole.channel].holes.push_back(hole);
}

void Gathering::add_hop(const HopSeen& hop) {
  Estate& reached = estate(hop.to_tenant);
  if (reached.hops.size() < kMostHops) reached.hops.push_back(hop);
}

void Gathering::add_finding(const FindingSeen& finding) {
  estate(finding.tenant).side_loads.add(false, Cited{finding.record, "finding: " + finding.rule});
}

void Gathering::add_image_loads(std::string_view tenant, const Record& record) {
  Seen seen;
  seen.artifact = record.artifact;
  estate(tenant).image_loads.set(seen, "library loads are recorded (Sysmon 7)");
}

}  // namespace hoptrace::assess::posture
