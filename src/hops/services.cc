#include "hops/services.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "sessions/cloud_sign_in.h"

namespace hoptrace::hops {

using sessions::FactKind;

namespace {

using base::kSecond;
constexpr std::size_t kMostCited = 64;
constexpr std::int64_t kSameJob = 120 * kSecond, kSameSignIn = 10 * kSecond;
// An agent fetches its job from the server in the seconds before it runs it.
constexpr std::int64_t kCalledBefore = 12 * kSecond, kCalledAfter = 4 * kSecond;
constexpr std::int64_t kCalledDoubt = 10 * kSecond, kWorstDoubt = 600 * kSecond;
constexpr std::size_t kMostHomes = 4;
constexpr std::int64_t kListens = base::kHour;

// Hosts of a tenant that agents connect to, and when, by time.
struct AgentServers {
  struct Call {
    RowId row = 0;
    HostId server = kNone;
  };
  std::vector<HostId> hosts;
  std::vector<Call> calls;

  void add(RowId row, HostId server) {
    if (std::ranges::find(hosts, server) == hosts.end()) hosts.push_back(server);
    calls.push_back({row, server});
  }
};
using ServersOf = std::map<TenantId, AgentServers>;

// As the servers themselves have it; where none does, as the network saw it.
ServersOf agent_servers(const Rows& rows, const std::vector<RowId>& order, const Observers& by) {
  ServersOf servers, seen;
  for (const RowId id : order) {
    const Row& row = rows[id];
    if ((row.marks & kMarkAgent) == 0) continue;
    if (row.kind == FactKind::kFlowIn) servers[by.names.tenant_of(row.host)].add(id, row.host);
    if (row.kind != FactKind::kFlowSeen) continue;
    const TenantId tenant = rows.tenant_of(row);
    if (by.identity.whose(tenant, row.address) != tenant) continue;
    if (const HostId server = by.identity.one_at(tenant, row.address, row.time); server != kNone)
      seen[tenant].add(id, server);
  }
  for (auto& [tenant, its] : seen) servers.try_emplace(tenant, std::move(its));
  return servers;
}

// The calls at the moment of a job, where only one server had any: each of them can be that of the job's agent.
std::vector<AgentServers::Call> calls_at(const AgentServers& servers, const Rows& rows, const Clocks& clocks,
                                         std::int64_t time, std::int64_t its_doubt) {
  std::vector<AgentServers::Call> calls;
  // A window that does not hang on how well the clocks are known: with less evidence nothing more fits.
  if (its_doubt > kCalledDoubt) return calls;
  const auto time_of = [&](const AgentServers::Call& call) { return rows[call.row].time; };
  auto at = std::ranges::lower_bound(servers.calls, time - kCalledBefore - kWorstDoubt, {}, time_of);
  for (; at != servers.calls.end() && time_of(*at) <= time + kCalledAfter + kWorstDoubt; ++at) {
    const Row& call = rows[at->row];
    const std::int64_t called = clocks.time_of(call, rows);
    const std::int64_t doubt = call.host != kNone ? clocks.doubt(call.host) : clocks.doubt(call, rows, at->server);
    if (doubt > kCalledDoubt || called < time - kCalledBefore || called > time + kCalledAfter) continue;
    if (!calls.empty() && calls.front().server != at->server) return {};
    calls.push_back(*at);
  }
  return calls;
}

TenantId server_of(TenantId tenant, const Names& names) {
  const tenants::Tenant* entry = names.entry(tenant);
  return entry == nullptr || entry->msp.empty() ? kNone : names.find_tenant(entry->msp);
}

// The tenant in whose domain an account's name is: "ann@provider.example".
TenantId home_of(const Names& names, std::string_view domain) {
  const tenants::Tenant* home = names.known().of_host(domain);
  return home == nullptr ? kNone : names.find_tenant(home->name);
}

// An account that is written without another's domain is that of whose log has it.
TenantId home_of_account(const Names& names, AccountId account, TenantId teller) {
  const TenantId home = home_of(names, names.domain_text(account));
  return home == kNone ? teller : home;
}

// An arrival while its records are looked for. Every record that would make it alone is cited: without all of them
// there is none.
struct Found {
  Arrival arrival;
  std::vector<Cited> cited;

  void cite(RowId row, Side side) {
    if (cited.size() >= kMostCited) return;
    cited.emplace_back(row, side);
    arrival.sides |= side_bit(side);
  }
};

void push(const std::vector<Found>& all, Arrivals& into) {
  for (const Found& found : all) {
    Arrival& arrival = into.all.emplace_back(found.arrival);
    arrival.first_cited = static_cast<std::uint32_t>(into.cited.size());
    arrival.cited = static_cast<std::uint16_t>(found.cited.size());
    into.cited.insert(into.cited.end(), found.cited.begin(), found.cited.end());
  }
}

// Which server gave a job: that with a call at the moment, or the only one that there is.
void find_server(Found& job, const ServersOf& servers, TenantId msp, const Rows& rows, const Clocks& clocks,
                 std::int64_t doubt) {
  const auto server = servers.find(msp);
  if (server == servers.end()) return;
  const auto calls = calls_at(server->second, rows, clocks, job.arrival.time, doubt);
  if (!calls.empty()) job.arrival.from = calls.front().server;
  if (server->second.hosts.size() == 1) job.arrival.from = server->second.hosts.front();
  for (const auto& call : calls) job.cite(call.row, rows[call.row].host != kNone ? Side::kSource : Side::kNetwork);
}

std::vector<Found> written_jobs(const Rows& rows, const std::vector<RowId>& order, const ServersOf& servers,
                                Names& names, const Clocks& clocks) {
  std::vector<Found> found;
  struct Last {
    std::int64_t time = 0;
    std::size_t arrival = 0;
  };
  std::map<std::pair<HostId, sessions::Text>, Last> last;
  for (const RowId id : order) {
    const Row& row = rows[id];
    if (row.kind != FactKind::kRemoteJob || row.host == kNone || row.extra == 0) continue;
    const TenantId msp = server_of(names.tenant_of(row.host), names);
    if (msp == kNone) continue;
    const auto [at, fresh] = last.try_emplace({row.host, rows.extra(row).detail});
    if (!fresh && row.time - std::exchange(at->second.time, row.time) < kSameJob) {
      found[at->second.arrival].cite(id, Side::kExecution);
      continue;
    }
    at->second = {.time = row.time, .arrival = found.size()};
    const std::int64_t time = row.time + clocks.correction(row.host);
    Arrival arrival{.time = time, .to = row.host, .account = names.same_account(row.account)};
    arrival.marks = kMarkAgent;
    arrival.address = rows.extra(row).detail;  // what was run: a habit by its content (suspicion.h)
    if (names.is_machine(row.account))
      arrival.account = names.account(names.tenant_of(row.host), "NT AUTHORITY\\SYSTEM");
    arrival.flags = kBorder;
    found.push_back({.arrival = arrival, .cited = {}});
    found.back().cite(id, Side::kExecution);
    find_server(found.back(), servers, msp, rows, clocks, clocks.doubt(row.host));
  }
  return found;
}

// An agent that keeps a connection opens another to fetch a job. Where nobody wrote down which programs ran, that
// call is all that is left of the job: the host's own record of it, or the network's. The call of a job that was
// written down is cited with it.
void add_jobs(const Rows& rows, const std::vector<RowId>& order, const Observers& by, Gathered& gathered) {
  const ServersOf servers = agent_servers(rows, order, by);
  std::vector<Found> found = written_jobs(rows, order, servers, by.names, by.clocks);
  std::unordered_map<HostId, std::vector<std::size_t>> jobs;
  for (std::size_t i = 0; i < found.size(); ++i) jobs[found[i].arrival.to].push_back(i);
  for (const RowId id : order) {
    const Row& row = rows[id];
    if ((row.kind != FactKind::kFlowOut && row.kind != FactKind::kFlowSeen) || (row.marks & kMarkAgent) == 0)
      continue;
    const TenantId tenant = rows.tenant_of(row), msp = server_of(tenant, by.names);
    if (msp == kNone || !by.identity.in_networks(msp, row.address)) continue;
    const HostId host =
        row.host != kNone ? row.host : by.identity.one_at(tenant, rows.extra(row).own_address, row.time);
    const std::int64_t time = by.clocks.time_of(row, rows);
    if (host == kNone) continue;
    const Side side = row.host != kNone ? Side::kDestination : Side::kNetwork;
    bool known = false;
    for (const std::size_t job : jobs[host]) {
      if (std::abs(found[job].arrival.time - time) >= kSameJob) continue;
      found[job].cite(id, side);
      known = true;
    }
    if (known || by.processes.touches(host, time - kListens, time + kListens)) continue;
    jobs[host].push_back(found.size());
    Arrival arrival{.time = time, .to = host, .account = by.names.account(tenant, "NT AUTHORITY\\SYSTEM")};
    arrival.marks = kMarkAgent;
    arrival.flags = kBorder | kConcluded;
    found.push_back({.arrival = arrival, .cited = {}});
    found.back().cite(id, side);
    find_server(found.back(), servers, msp, rows, by.clocks, by.clocks.doubt(row, rows, host));
  }
  push(found, gathered.arrivals);
}

// Hosts of a tenant from which an account is used: where whoever signs in as it most likely sits.
std::map<AccountId, std::vector<HostId>> homes_of_accounts(const Names& names, const Gathered& gathered) {
  std::map<AccountId, std::vector<HostId>> homes;
  for (const Arrival& arrival : gathered.arrivals.all) {
    if (arrival.from == kNone || names.is_bare_address(arrival.from)) continue;
    if (names.tenant_of(arrival.from) != names.tenant_of(arrival.to)) continue;
    auto& hosts = homes[arrival.account];
    if (hosts.size() <= kMostHomes && std::ranges::find(hosts, arrival.from) == hosts.end())
      hosts.push_back(arrival.from);
  }
  return homes;
}

void add_candidates(Arrival& arrival, const std::vector<HostId>& hosts, Arrivals& arrivals) {
  if (hosts.empty() || hosts.size() > kMostHomes) return;
  arrival.first_candidate = static_cast<std::uint32_t>(arrivals.candidates.size());
  arrival.candidates = static_cast<std::uint16_t>(hosts.size());
  arrivals.candidates.insert(arrivals.candidates.end(), hosts.begin(), hosts.end());
}

// Where a provider's own log alone has sign-ins into a directory, and of those it serves only one has none that is
// known: it is that one's. Adds it, and says which it was.
using Directories = std::map<std::string, TenantId>;  // by a directory's id
std::vector<std::string> name_the_last(const std::map<TenantId, std::set<std::string>>& unknown, const Names& names,
                                       Directories& known) {
  std::vector<std::string> concluded;
  for (const auto& [home, ids] : unknown) {
    std::vector<TenantId> left;
    for (TenantId tenant = 1; tenant < names.tenant_count(); ++tenant) {
      const bool has = std::ranges::any_of(known, [&](const auto& one) { return one.second == tenant; });
      if (!has && server_of(tenant, names) == home) left.push_back(tenant);
    }
    if (ids.size() != 1 || left.size() != 1) continue;
    known.emplace(*ids.begin(), left.front());
    concluded.push_back(*ids.begin());
  }
  return concluded;
}

void add_sign_ins(const Rows& rows, const std::vector<RowId>& order, Names& names, Gathered& gathered) {
  struct SignIn {
    RowId row;
    TenantId told_by;
    std::string resource;
  };
  std::vector<SignIn> all;
  Directories tenants;  // whose directory an id is: that of who has the record and not the account
  for (const RowId id : order) {
    const Row& row = rows[id];
    if (row.kind != FactKind::kCloudSignIn || row.account == kNone) continue;
    const auto sign_in = sessions::CloudSignIn::of(rows.detail(row));
    if (!sign_in.crosses()) continue;
    const TenantId teller = rows.tenant_of(row);
    all.push_back({id, teller, std::string(sign_in.resource)});
    if (home_of_account(names, row.account, teller) != teller) tenants.emplace(sign_in.resource, teller);
  }
  std::map<TenantId, std::set<std::string>> unknown;  // ids of directories, by who signed in there
  for (const SignIn& one : all)
    if (!tenants.contains(one.resource)) unknown[one.told_by].insert(one.resource);
  const std::vector<std::string> concluded = name_the_last(unknown, names, tenants);
  const auto homes = homes_of_accounts(names, gathered);
  std::vector<Found> found;
  std::map<std::pair<std::string, std::string>, std::size_t> last;  // by user and directory: the arrival
  for (const SignIn& one : all) {
    const Row& row = rows[one.row];
    const TenantId home = home_of_account(names, row.account, one.told_by);
    const auto target = tenants.find(one.resource);
    if (target == tenants.end() || target->second == home) continue;
    const Side side = one.told_by == home ? Side::kSource : Side::kDestination;
    const auto key = std::pair{std::string(names.user_key(row.account)), one.resource};
    const auto known = last.find(key);
    if (known != last.end() && row.time - found[known->second].arrival.time < kSameSignIn) {
      found[known->second].cite(one.row, side);
      continue;
    }
    Arrival arrival{.time = row.time, .to = names.directory(target->second)};
    arrival.account = names.same_account(names.account(home, names.account_name(row.account)));
    arrival.marks = kMarkCloud;
    arrival.flags = kBorder | kHasLogon;
    if (std::ranges::find(concluded, one.resource) != concluded.end()) arrival.flags |= kConcluded;
    if (const auto its = homes.find(arrival.account); its != homes.end())
      add_candidates(arrival, its->second, gathered.arrivals);
    last[key] = found.size();
    found.push_back({.arrival = arrival, .cited = {}});
    found.back().cite(one.row, side);
  }
  push(found, gathered.arrivals);
}

}  // namespace

void add_services(const Rows& rows, const std::vector<RowId>& order, const Observers& by, Gathered& gathered) {
  Names& names = by.names;
  if (!names.known().from_file()) return;
  const std::size_t before = gathered.arrivals.all.size();
  add_jobs(rows, order, by, gathered);
  add_sign_ins(rows, order, names, gathered);
  const auto middle = gathered.arrivals.all.begin() + static_cast<std::ptrdiff_t>(before);
  const auto earlier = [](const Arrival& a, const Arrival& b) { return a.time < b.time; };
  std::stable_sort(middle, gathered.arrivals.all.end(), earlier);
  std::inplace_merge(gathered.arrivals.all.begin(), middle, gathered.arrivals.all.end(), earlier);
}

Crossing crossing_of_service(const Arrival& arrival, const Arrivals& arrivals, const Rows& rows, const Names& names) {
  const Row& first = rows[arrivals.cited_by(arrival).front().row()];
  if ((arrival.marks & kMarkAgent) != 0) {
    const TenantId msp = server_of(names.tenant_of(arrival.to), names);
    if ((arrival.flags & kConcluded) != 0)
      return {.from = msp,
              .why = fmt::format("its agent called {}'s server at that moment, as for a job", names.tenant_name(msp)),
              .gap = "What the agent ran is in no record"};
    const auto agent = rows.detail(first).substr(0, rows.detail(first).find('|'));
    return {.from = msp,
            .why = fmt::format("the agent {} does what {} tells it", agent, names.tenant_name(msp)),
            .gap = arrival.from != kNone ? "" : "Which host gave the agent its job is in no record"};
  }
  if ((arrival.marks & kMarkCloud) == 0) return {};
  const TenantId home = names.tenant_of_account(arrival.account);
  const bool last = (arrival.flags & kConcluded) != 0;
  return {.from = home,
          .why = fmt::format("a sign-in into the directory of {} as an account of {}{}",
                             names.tenant_name(names.tenant_of(arrival.to)), names.tenant_name(home),
                             last ? " (the only one it serves whose directory no other record names)" : ""),
          .gap = fmt::format("From which host of {} the sign-in came is in no record", names.tenant_name(home))};
}

}  // namespace hoptrace::hops
