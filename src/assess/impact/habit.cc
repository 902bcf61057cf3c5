#include "assess/impact/habit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "assess/impact/sizes.h"

namespace hoptrace::assess::impact {
namespace {

constexpr std::int64_t kDayHours = 24;
using base::kHour;
constexpr double kMega = 1e6;
constexpr std::int64_t kBefore = 72;  // hours in which gathering goes before sending

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// What the days before the intrusion, and other hosts, say of a destination.
struct Past {
  std::int64_t days = 0;                 // whole ones from the sensors' first record until a host of it was reached
  std::int64_t dates = 0;                // that these days touch
  std::map<std::int64_t, double> bytes;  // of the reached hosts, by day
  bool used_before = false;              // by anybody here
  std::set<std::string> others;          // addresses of hosts that were not reached and go there
};

Past past_of(const TenantView& view, const PastIndex& index, const Destination& to) {
  Past past;
  std::int64_t begin = to.first_hour;
  for (const FromHost& host : to.hosts) begin = std::min(begin, host.since.ticks / kHour);
  if (view.flows.sensor) past.days = std::max<std::int64_t>(0, (begin - view.flows.first_hour) / kDayHours);
  past.dates = (begin - 1) / kDayHours - view.flows.first_hour / kDayHours + 1;
  for (const Hour* hour : index.by_destination.at(to.destination)) {
    const Reached* const host = reached_at(view, view.ledger.text(hour->source), hour->hour);
    if (hour->hour < begin) past.used_before = true;
    if (host == nullptr) past.others.emplace(view.ledger.text(hour->source));
    if (host != nullptr && hour->hour < begin) past.bytes[hour->hour / kDayHours] += hour->seen.bytes;
  }
  return past;
}

class Weighing {
 public:
  Weighing(const TenantView& view, const PastIndex& index, const Destination& to)
      : view_(view), index_(index), to_(to), past_(past_of(view, index, to)) {}

  Habit weigh() {
    by_novelty();
    by_company();
    by_amount();
    by_hours();
    by_gathering();
    Habit habit;
    habit.weight = 1 / (1 + std::exp(-sum_));
    habit.why = std::move(why_);
    habit.judgement = habit.weight >= 0.7    ? Judgement::kStandsOut
                      : past_.days < 1       ? Judgement::kUntold
                      : habit.weight >= 0.35 ? Judgement::kSomeSigns
                                             : Judgement::kHabit;
    return habit;
  }

 private:
  void say(double weight, std::string why) {
    sum_ += weight;
    why_.push_back(std::move(why));
  }

  void by_novelty() {
    if (past_.days < 1) {
      why_.emplace_back("there is no day before the intrusion to compare with");
    } else if (!past_.used_before) {
      say(1.6, fmt::format("nobody here went there in the {} day{} before the intrusion", past_.days,
                           past_.days == 1 ? "" : "s"));
    } else if (2 * static_cast<std::int64_t>(past_.bytes.size()) >= past_.days) {
      say(-1.5, fmt::format("went there on {} of the {} day{} before", past_.bytes.size(), past_.dates,
                            past_.dates == 1 ? "" : "s"));
    }
  }

  void by_company() {
    if (past_.others.empty()) {
      say(0.8, "no other host of this organisation goes there");
    } else if (past_.others.size() >= 3) {
      say(-2, fmt::format("{} other hosts of this organisation go there", past_.others.size()));
    }
  }

  void by_amount() {
    const double bytes = to_.bytes.sized ? to_.bytes.best : 0;
    if (bytes < kMega) {
      say(-1.5, "less than 1 MB");
      return;
    }
    if (bytes >= 20 * kMega) say(bytes >= 200 * kMega ? 1.4 : 0.8, fmt::format("{} went out", size_text(bytes)));
    if (to_.seen.bytes > 4 * to_.in) say(1, "far more went out than came back");
    std::vector<double> usual;
    for (const auto& [day, amount] : past_.bytes) usual.push_back(std::log10(amount + 1));
    if (usual.empty()) return;
    const double middle = median(usual);
    std::vector<double> apart;
    for (const double one : usual) apart.push_back(std::abs(one - middle));
    const double spread = std::max(1.4826 * median(apart), 0.2);
    std::map<std::int64_t, double> days;
    for (const auto& [hour, amount] : to_.by_hour) days[hour / kDayHours] += amount;
    double most = 0;
    for (const auto& [day, amount] : days) most = std::max(most, amount);
    const double beyond = (std::log10(most + 1) - middle) / spread;
    if (beyond > 3)
      say(std::min(2.5, (beyond - 3) / 2 + 0.5),
          fmt::format("up to {} a day, where {} was usual", size_text(most), size_text(std::pow(10, middle) - 1)));
  }

  void by_hours() {
    if (index_.hours.size() < 4) return;
    double odd = 0, all = 0;
    for (const auto& [hour, amount] : to_.by_hour) {
      all += amount;
      if (!index_.hours.contains(static_cast<int>(hour % kDayHours))) odd += amount;
    }
    if (all > 0 && odd > 0.7 * all) say(0.6, "at hours at which these hosts sent nothing before");
  }

  void by_gathering() {
    for (const Gathering& g : view_.gatherings) {
      const std::int64_t at = g.time.ticks / kHour;
      const bool host = std::ranges::any_of(
          to_.hosts, [&](const FromHost& from) { return short_host(from.host) == short_host(g.host); });
      if (!host || at > to_.last_hour || at < to_.first_hour - kBefore) continue;
      say(1, fmt::format("before it, on {}: {}", g.host, g.title));
      return;
    }
  }

  const TenantView& view_;
  const PastIndex& index_;
  const Destination& to_;
  Past past_;
  double sum_ = -3;
  std::vector<std::string> why_;
};

}  // namespace

PastIndex::PastIndex(const TenantView& view) {
  for (const Hour& hour : view.flows.hours) {
    by_destination[hour.destination].push_back(&hour);
    const Reached* const host = reached_at(view, view.ledger.text(hour.source), hour.hour);
    if (host != nullptr && hour.hour < host->since.ticks / kHour)
      hours.insert(static_cast<int>(hour.hour % kDayHours));
  }
}

Habit judge_habit(const TenantView& view, const PastIndex& index, const Destination& to) {
  return Weighing(view, index, to).weigh();
}

}  // namespace hoptrace::assess::impact
