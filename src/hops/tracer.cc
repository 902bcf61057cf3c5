#include "hops/tracer.h"

#include <algorithm>

#include "hops/confidence.h"
#include "hops/gathering.h"
#include "hops/telling.h"

namespace hoptrace::hops {
namespace {

// So many hops are told; beyond it those that matter least are left out (tracer.h).
constexpr std::size_t kMostTold = 200'000;

}  // namespace

class Tracer::State {
 public:
  explicit State(const tenants::Tenants& tenants) : names_(tenants), identity_(names_), rows_(names_) {}

  void add(const sessions::Facts& facts) { rows_.add(facts, identity_); }
  void cover(std::span<const Coverage> coverage);
  [[nodiscard]] TraceResult trace(const TraceOptions& options);

 private:
  void prepare();
  [[nodiscard]] std::vector<ArrivalId> told() const;

  Names names_;
  Identity identity_;
  Rows rows_;
  LogCover cover_;
  Clocks clocks_;
  std::vector<RowId> order_;
  Gathered gathered_;
};

void Tracer::State::cover(std::span<const Coverage> coverage) {
  for (const Coverage& one : coverage)
    if (one.channel == "Security")
      cover_.say(names_.host(names_.tenant(one.tenant), one.host), one.from.ticks, one.to.ticks);
}

void Tracer::State::prepare() {
  names_.settle();
  order_ = rows_.in_order();
  for (const RowId id : order_) {
    const Row& row = rows_[id];
    if (row.kind == sessions::FactKind::kLogon || row.kind == sessions::FactKind::kLogoff)
      cover_.see(row.host, row.time);
  }
  learn_names_from_tickets(rows_, order_, names_, identity_);
  identity_.settle();
  clocks_.estimate(rows_, order_, names_);
  gathered_ = gather(rows_, order_, names_, identity_, clocks_, cover_);
  for (Arrival& arrival : gathered_.arrivals.all) arrival.confidence = static_cast<float>(confidence_of(arrival));
}

std::vector<ArrivalId> Tracer::State::told() const {
  const auto& all = gathered_.arrivals.all;
  std::vector<ArrivalId> ids(all.size());
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<ArrivalId>(i);
  if (ids.size() <= kMostTold) return ids;
  std::ranges::stable_sort(ids, std::greater{}, [&](ArrivalId id) { return all[id].suspicion; });
  ids.resize(kMostTold);
  std::ranges::sort(ids);
  return ids;
}

TraceResult Tracer::State::trace(const TraceOptions& options) {
  static_cast<void>(options);
  prepare();
  TraceResult result;
  result.logons = rows_.logons();
  result.sessions = gathered_.arrivals.sessions;
  for (const ArrivalId id : told())
    result.hops.push_back(tell(gathered_.arrivals.all[id], gathered_.arrivals, rows_, names_, clocks_));
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
