#include "assess/impact/destinations.h"

#include <algorithm>

#include "assess/impact/habit.h"

namespace hoptrace::assess::impact {
namespace {

using base::kHour;
constexpr std::size_t kMostRecords = 5;

void add(Seen& to, const Seen& more) {
  to.flows += more.flows;
  to.bytes += more.bytes;
  to.squares += more.squares;
  to.unsized += more.unsized;
  to.missed += more.missed;
}

void note_record(std::vector<RecordRef>& records, const RecordRef& record) {
  records.push_back(record);
  std::ranges::stable_sort(records, std::ranges::greater{}, &RecordRef::bytes);
  if (records.size() > kMostRecords) records.pop_back();
}

class Sizing {
 public:
  Sizing(const TenantView& view, const Completeness& completeness)
      : view_(view), index_(view), kept_(completeness.kept) {}

  std::vector<Destination> size() {
    for (const Hour& hour : view_.flows.hours) {
      everywhere_.add(hour.seen.flows, hour.seen.bytes, hour.seen.squares);
      count(hour);
    }
    std::vector<Destination> all;
    for (auto& [text, destination] : found_) all.push_back(finished(std::move(destination)));
    std::ranges::stable_sort(all, [](const Destination& a, const Destination& b) {
      return std::tuple(-a.weight, -a.bytes.best) < std::tuple(-b.weight, -b.bytes.best);
    });
    return all;
  }

 private:
  void count(const Hour& hour) {
    const Reached* const host = reached_at(view_, view_.ledger.text(hour.source), hour.hour);
    if (host == nullptr) return;
    if (hour.by_sensor || hour.by_proxy) host_flows_[host] += hour.seen.flows, host_matched_[host] += hour.matched;
    if (hour.hour < host->since.ticks / kHour) return;
    Destination& to = found_[std::string(view_.ledger.text(hour.destination))];
    to.destination = hour.destination;
    if (std::ranges::find(to.ports, hour.port) == to.ports.end()) to.ports.push_back(hour.port);
    auto from = std::ranges::find(to.hosts, host->host, &FromHost::host);
    if (from == to.hosts.end())
      from = to.hosts.insert(to.hosts.end(), {host->host, host->since, {}, {}, {}, 0, 0, 0});
    add(from->seen, hour.seen);
    from->sizes.add(hour.seen.flows, hour.seen.bytes, hour.seen.squares);
    add(to.seen, hour.seen);
    from->in += hour.in, to.in += hour.in;
    for (auto [first, last] :
         {std::pair(&from->first_hour, &from->last_hour), std::pair(&to.first_hour, &to.last_hour)}) {
      *first = *first == 0 ? hour.hour : std::min(*first, hour.hour);
      *last = std::max(*last, hour.hour);
    }
    to.by_hour[hour.hour] += hour.seen.bytes;
    to.by_proxy |= hour.by_proxy, to.by_sensor |= hour.by_sensor;
    note_record(to.records, hour.biggest);
  }

  // How much of what a host sends its own log tells.
  double told(std::string_view host) const {
    for (const auto& [reached, flows] : host_flows_)
      if (reached->host == host && flows > 4) return std::min(1.0, host_matched_.at(reached) / flows);
    return 0;
  }

  Destination finished(Destination to) {
    Sizes sizes{{}, {}, everywhere_};
    for (const Hour* hour : index_.by_destination.at(to.destination))
      sizes.others.add(hour->seen.flows, hour->seen.bytes, hour->seen.squares);
    for (const FromHost& from : to.hosts) sizes.others.leave(from.sizes);
    std::vector<Seen> hosts;
    for (FromHost& from : to.hosts) {
      from.seen.told_by_host = told(from.host);
      hosts.push_back(from.seen);
      sizes.own = from.sizes;
      from.bytes = estimate({&from.seen, 1}, sizes, kept_);
    }
    sizes.own = {};
    for (const FromHost& from : to.hosts) sizes.own.join(from.sizes);
    to.bytes = estimate(hosts, sizes, kept_);
    const Habit habit = judge_habit(view_, index_, to);
    to.judgement = habit.judgement, to.weight = habit.weight, to.why = habit.why;
    return to;
  }

  const TenantView& view_;
  PastIndex index_;
  Kept kept_;
  LogSizes everywhere_;
  std::map<std::string, Destination> found_;
  std::map<const Reached*, double> host_flows_, host_matched_;
};

}  // namespace

std::string_view name(Judgement judgement) {
  constexpr std::string_view kNames[]{"stands_out", "some_signs", "habit", "cannot_be_told"};
  return kNames[static_cast<std::size_t>(judgement)];
}

const Reached* reached_at(const TenantView& view, std::string_view address, std::int64_t hour) {
  const std::string_view host = view.addresses.host_at(view.tenant, address, {(hour + 1) * kHour - 1});
  if (host.empty()) return nullptr;
  const auto found = std::ranges::find_if(view.reached, [&](const Reached& r) { return short_host(r.host) == host; });
  return found == view.reached.end() ? nullptr : &*found;
}

std::vector<Destination> destinations(const TenantView& view, const Completeness& completeness) {
  return Sizing(view, completeness).size();
}

}  // namespace hoptrace::assess::impact
