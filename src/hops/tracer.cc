#include "hops/tracer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "hops/borders.h"
#include "hops/gathering.h"
#include "hops/intrusion_telling.h"
#include "hops/intrusions.h"
#include "hops/services.h"
#include "hops/stays.h"
#include "hops/suspicion.h"
#include "hops/telling.h"
#include "hops/walks.h"

namespace hoptrace::hops {
namespace {

// So many hops are told; beyond it those that are of no intrusion and least suspicious are left out (tracer.h).
constexpr std::size_t kMostTold = 50'000;
constexpr std::string_view kSysmon = "Microsoft-Windows-Sysmon/Operational";
constexpr std::int64_t kAround = 12 * base::kHour;

}  // namespace

class Tracer::State {
 public:
  explicit State(const tenants::Tenants& tenants)
      : names_(tenants), observed_(names_), rows_(names_), identity_(names_) {
    // Also those of whom there is no evidence: who came from there crossed a border.
    for (const tenants::Tenant& known : tenants.all()) (void)names_.tenant(known.name);
  }

  void add(const sessions::Facts& facts);
  void cover(std::span<const Coverage> coverage);
  [[nodiscard]] TraceResult trace(const TraceOptions& options);

 private:
  void open();
  void prepare();
  void order_rows();
  void name_addresses();
  void take_seeds(const TraceOptions& options);
  [[nodiscard]] std::vector<Trail> trails(const Suspicion& suspicion, const TraceOptions& options);
  [[nodiscard]] std::vector<bool> asked(const TraceOptions& options) const;
  [[nodiscard]] std::vector<ArrivalId> told(const std::set<ArrivalId>& of_intrusions,
                                            const std::vector<bool>& asked) const;
  [[nodiscard]] std::optional<std::string> silent_end(const Arrival& arrival) const;
  [[nodiscard]] Hop hop(ArrivalId id, const Suspicion& suspicion) const;

  // What was added.
  Names names_;
  Identity observed_;
  Rows rows_;
  LogCover said_, processes_;
  bool prepared_ = false;
  // What prepare() makes of it, anew after each addition.
  Identity identity_;
  LogCover cover_;
  Clocks clocks_;
  std::vector<RowId> order_;
  Gathered gathered_;
  std::map<ArrivalId, Crossing> crossings_;
  std::vector<SeedAt> seeds_;
};

void Tracer::State::open() {
  names_.reopen();
  prepared_ = false;
}

void Tracer::State::add(const sessions::Facts& facts) {
  open();
  rows_.add(facts, observed_);
}

void Tracer::State::cover(std::span<const Coverage> coverage) {
  open();
  for (const Coverage& one : coverage) {
    LogCover* const log = one.channel == "Security" ? &said_ : one.channel == kSysmon ? &processes_ : nullptr;
    if (log != nullptr) log->say(names_.host(names_.tenant(one.tenant), one.host), one.from.ticks, one.to.ticks);
  }
}

void Tracer::State::order_rows() {
  const Renumbering to = names_.settle();
  rows_.renumber(to);
  observed_.renumber(to);
  said_.renumber(to);
  processes_.renumber(to);
  order_ = rows_.in_order();
}

void Tracer::State::prepare() {
  order_rows();
  identity_.take(observed_);
  cover_ = said_;
  for (const RowId id : order_) {
    const Row& row = rows_[id];
    // Ends of sessions stand in other logs, too, which do not say that nobody came.
    if (row.kind == sessions::FactKind::kLogon) cover_.see(row.host, row.time);
  }
  learn_names_from_tickets(rows_, order_, names_, identity_);
  learn_names_from_clients(rows_, order_, identity_);
  identity_.settle();
  clocks_.estimate(rows_, order_, names_, identity_);
  gathered_ = gather(rows_, order_, names_, identity_, clocks_, cover_);
  add_services(rows_, order_, {names_, identity_, clocks_, processes_}, gathered_);
  Borders borders(rows_, names_, identity_, clocks_);
  borders.cross(gathered_, order_);
  crossings_ = borders.crossings();
  name_addresses();
  prepared_ = true;
}

// A source that is an address and nothing else is called by it, unless many share it.
void Tracer::State::name_addresses() {
  for (Arrival& arrival : gathered_.arrivals.all) {
    if (arrival.from != kNone || arrival.address == kNone || arrival.candidates != 0) continue;
    const TenantId tenant = names_.tenant_of(arrival.to);
    if ((arrival.flags & kBorder) != 0 || identity_.is_shared(tenant, arrival.address)) continue;
    arrival.from = names_.host_at(tenant, arrival.address);
  }
}

void Tracer::State::take_seeds(const TraceOptions& options) {
  seeds_.clear();
  std::map<std::pair<std::int64_t, std::uint64_t>, RowId> flagged;
  for (const RowId id : rows_.flagged()) flagged[{rows_.record(id).artifact, rows_.record(id).offset}] = id;
  for (const Seed& seed : options.seeds) {
    const TenantId tenant = names_.find_tenant(seed.tenant);
    const HostId host = tenant == kNone ? kNone : names_.find_host(tenant, seed.host);
    if (host == kNone) continue;
    const AccountId account =
        seed.account.empty() ? kNone : names_.same_account(names_.account(tenant, seed.account));
    SeedAt& one =
        seeds_.emplace_back(SeedAt{host, account, seed.time.ticks + clocks_.correction(host), seed.weight, seed.why});
    const auto row = flagged.find({static_cast<std::int64_t>(seed.artifact), seed.offset});
    if (row != flagged.end()) one.row = row->second;
  }
}

// What the seeds lead to, then what stands out by itself.
std::vector<Trail> Tracer::State::trails(const Suspicion& suspicion, const TraceOptions& options) {
  std::vector<Trail> all;
  Arrivals& arrivals = gathered_.arrivals;
  if (!seeds_.empty())
    all = seeded_trails(arrivals, rows_, clocks_, suspicion, Stays(rows_, names_, clocks_, cover_, arrivals),
                        processes_, seeds_);
  if (options.unseeded)
    add_unseeded_trails(all, arrivals, clocks_, suspicion,
                        {.alarms_per_million = options.alarms_per_million, .logons = rows_.logons()});
  return all;
}

// Which arrivals the question is about: all, or those on a way from, to, as, around.
std::vector<bool> Tracer::State::asked(const TraceOptions& options) const {
  const auto& all = gathered_.arrivals.all;
  std::vector<bool> result(all.size(), true);
  const auto host_of = [&](const Place& place) {
    const TenantId tenant = names_.find_tenant(place.tenant);
    return tenant == kNone ? kNone : names_.find_host(tenant, place.host);
  };
  const auto limit = [&](auto&& holds) {
    for (std::size_t i = 0; i < all.size(); ++i)
      if (!holds(all[i])) result[i] = false;
  };
  const std::int64_t begin = options.around ? options.around->ticks - kAround : -kNever;
  const std::int64_t end = options.around ? options.around->ticks + kAround : kNever;
  if (options.around) limit([&](const Arrival& a) { return begin <= a.time && a.time <= end; });
  if (options.from) {
    const auto forward = earliest(all, clocks_, names_.hosts(), host_of(*options.from), begin);
    limit([&](const Arrival& a) {
      return a.from != kNone && forward[a.from] != kNever && forward[a.from] <= a.time + clocks_.doubt(a.to);
    });
  }
  if (options.to) {
    const auto backward = latest(all, clocks_, names_.hosts(), host_of(*options.to), end);
    limit([&](const Arrival& a) { return backward[a.to] != -kNever && a.time <= backward[a.to]; });
  }
  if (!options.account.empty()) {
    const std::string user = options.account.substr(options.account.find('\\') + 1);
    limit([&](const Arrival& a) {
      const std::string shown = names_.account_name(a.account);
      return shown == options.account || shown.substr(shown.find('\\') + 1) == user;
    });
  }
  return result;
}

std::vector<ArrivalId> Tracer::State::told(const std::set<ArrivalId>& of_intrusions,
                                           const std::vector<bool>& asked) const {
  const auto& all = gathered_.arrivals.all;
  const auto matters = [&](ArrivalId id) {
    return std::pair(-all[id].suspicion - (of_intrusions.contains(id) ? 2.0F : 0.0F), id);
  };
  std::vector<ArrivalId> ids;
  const auto leave_out = [&](std::size_t limit) {
    if (ids.size() <= limit) return;
    std::ranges::nth_element(ids, ids.begin() + kMostTold, {}, matters);
    ids.resize(kMostTold);
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (asked[i] || of_intrusions.contains(static_cast<ArrivalId>(i))) ids.push_back(static_cast<ArrivalId>(i));
    leave_out(2 * kMostTold);
  }
  leave_out(kMostTold);
  std::ranges::sort(ids);
  return ids;
}

// An end of which no record shows the hop, because its logs are not there: what the others say stands alone.
std::optional<std::string> Tracer::State::silent_end(const Arrival& arrival) const {
  const auto has = [&](Side side) { return (arrival.sides & side_bit(side)) != 0; };
  const auto listens = [&](HostId host) {
    const auto kept = [&](const LogCover& log) {
      return log.touches(host, arrival.time - kAround, arrival.time + kAround);
    };
    return kept(cover_) && kept(processes_);
  };
  const auto told = [&](HostId host) {
    return fmt::format("No record of {} itself shows this hop, and not all of its logs are there",
                       names_.host_name(host));
  };
  if (!has(Side::kDestination) && !has(Side::kExecution) && !names_.host_name(arrival.to).empty() &&
      !listens(arrival.to))
    return told(arrival.to);
  const bool known = arrival.from != kNone && !names_.host_name(arrival.from).empty();
  if (known && !has(Side::kSource) && !listens(arrival.from)) return told(arrival.from);
  return std::nullopt;
}

Hop Tracer::State::hop(ArrivalId id, const Suspicion& suspicion) const {
  const Arrival& arrival = gathered_.arrivals.all[id];
  Hop hop = tell(arrival, gathered_.arrivals, rows_, names_, clocks_);
  if (arrival.suspicion > 0.2)
    for (std::string& reason : suspicion.reasons(id, arrival, seeds_)) hop.why.push_back(std::move(reason));
  if (const auto crossing = crossings_.find(id); crossing != crossings_.end()) {
    hop.why.push_back("border: " + crossing->second.why);
    // Whose it was is known, only not which host.
    if (!hop.from) hop.from = Place{std::string(names_.tenant_name(crossing->second.from)), {}};
    if (!crossing->second.gap.empty()) hop.gap = crossing->second.gap;
  }
  if (!hop.gap) hop.gap = silent_end(arrival);
  return hop;
}

TraceResult Tracer::State::trace(const TraceOptions& options) {
  if (!prepared_)
    prepare();
  else
    order_ = rows_.in_order();
  take_seeds(options);
  Suspicion suspicion(rows_, names_);
  suspicion.learn(order_, cover_, gathered_.arrivals);
  std::vector<RowId>().swap(order_);  // the most memory is used from here on
  suspicion.judge(gathered_.arrivals);
  const std::vector<bool> wanted = asked(options);
  std::vector<Trail> all = trails(suspicion, options);
  std::erase_if(all, [&](const Trail& trail) {
    return std::ranges::none_of(trail.arrivals, [&](ArrivalId id) { return wanted[id]; });
  });
  std::set<ArrivalId> of_intrusions;
  for (const Trail& trail : all) of_intrusions.insert(trail.arrivals.begin(), trail.arrivals.end());

  TraceResult result;
  result.logons = rows_.logons();
  result.sessions = gathered_.arrivals.sessions;
  const std::vector<ArrivalId> ids = told(of_intrusions, wanted);
  result.hops.reserve(ids.size());
  std::map<ArrivalId, const Hop*> by_arrival;
  for (const ArrivalId id : ids) {
    Hop& one = result.hops.emplace_back(hop(id, suspicion));
    one.intrusion = of_intrusions.contains(id);
    by_arrival[id] = &one;
  }
  const Told parts{gathered_.arrivals, names_, clocks_, cover_, processes_, crossings_, by_arrival};
  for (const Trail& trail : all) result.intrusions.push_back(tell(trail, parts));
  std::ranges::stable_sort(result.hops, {}, [](const Hop& one) { return one.time; });
  return result;
}

Tracer::Tracer(const tenants::Tenants& tenants) : state_(std::make_unique<State>(tenants)) {}
Tracer::~Tracer() = default;

void Tracer::add(const sessions::Facts& facts) {
  state_->add(facts);
}

void Tracer::cover(std::span<const Coverage> coverage) {
  state_->cover(coverage);
}

TraceResult Tracer::trace(const TraceOptions& options) {
  return state_->trace(options);
}

}  // namespace hoptrace::hops
