// Suspicion: whether an arrival was the intruder's, apart from whether it happened.
//
// Habits are learnt from the evidence itself: on how many other days the same account went from the same host to the
// same host, to that host from anywhere, from that host to anywhere; at which hours; to how many hosts a day. What
// comes again on other days at usual hours is a habit, whoever does it: administration, scanners, backups, mass jobs.
// Where the evidence spans one day there are no habits, and novelty says nothing.
//
// Beside novelty: what ordinary work hardly ever does (strange.h), many new destinations within minutes (cadence),
// more destinations in a day than on other days (fan-out), ways in that run something, tools, a name that is not the
// address's, and seeds near in time on either end. The weights are chosen, not fitted.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "hops/arrival.h"
#include "hops/strange.h"
#include "hops/tracer.h"

namespace hoptrace::hops {

struct SeedAt {
  HostId host = kNone;
  AccountId account = kNone;
  std::int64_t time = 0;
  double weight = 0;
  std::string why;
  std::optional<RowId> row{};  // what the record itself says of who did it
};

class Suspicion {
 public:
  Suspicion(const Rows& rows, const Names& names) : rows_(rows), names_(names) {}

  void learn(const std::vector<RowId>& order, const LogCover& cover, const Arrivals& arrivals);
  // By habit and oddity alone; what was found comes in with beliefs.h.
  void judge(Arrivals& arrivals);
  // How odd an arrival is, as a natural logarithm of odds: 0 for a habit. After judge().
  [[nodiscard]] static double oddity(const Arrival& arrival);
  // In sentences, the strongest first.
  [[nodiscard]] std::vector<std::string> reasons(ArrivalId id, const Arrival& arrival,
                                                 std::span<const SeedAt> seeds) const;
  // Whether it is part of a job that goes to everybody within the hour, with one account and in one way.
  [[nodiscard]] bool is_sweep(const Arrival& arrival) const;
  // Whether the account does nothing at that hour on any other day.
  [[nodiscard]] bool is_odd_hour(const Arrival& arrival) const;
  // Whether the account comes there on no other day; of an agent's job, whether none is given that elsewhere.
  [[nodiscard]] bool is_new_there(const Arrival& arrival) const;
  // That the evidence spans.
  [[nodiscard]] int days() const { return days_; }
  // Whether the account was live on the host at or before the time, and not more than a week before.
  [[nodiscard]] bool was_live(HostId host, AccountId account, std::int64_t time) const;
  // Whose session used the credentials, where a record says so.
  [[nodiscard]] AccountId acted(const Arrival& arrival, const Arrivals& arrivals) const;
  [[nodiscard]] const Strange& strange() const { return strange_; }

 private:
  enum Sign : std::uint8_t {
    kNewPath,
    kNewThere,
    kNewFrom,
    kNewPair,
    kSwitched,
    kRuns,
    kOddHour,
    kCadence,
    kFanOut,
    kTools,
    kClaim,
    kSeeded,
    kStepped,
    kSwitchedFiles,
    kNewManner,
    kTour,
    kSigns
  };
  using Signs = std::array<double, kSigns>;
  using Days = std::uint64_t;
  [[nodiscard]] Signs signs(ArrivalId id, const Arrival& arrival, std::span<const SeedAt> seeds) const;
  [[nodiscard]] Signs plain_signs(const Arrival& arrival, std::span<const SeedAt> seeds) const;
  [[nodiscard]] int other_days(std::uint64_t key, std::int64_t time) const;
  [[nodiscard]] int day(std::int64_t time) const;
  void note(std::uint64_t key, std::int64_t time, std::uint64_t context = 0);
  void note_arrival(const Arrival& arrival);
  void note_bursts(const Arrivals& arrivals);
  void note_novelty();
  void note_sweeps(const Arrivals& arrivals);
  [[nodiscard]] double surprise(std::uint64_t context, std::int64_t time) const;
  [[nodiscard]] bool has_one_home(AccountId account) const;
  [[nodiscard]] bool has_one_known_home(AccountId account) const;

  // How often somebody does what was never done before: on each day, all that was done, and what was done on that day
  // only.
  struct News {
    std::array<std::uint32_t, 64> all{}, once{};
  };
  struct Live {
    std::int64_t first = 0, last = 0;
  };
  const Rows& rows_;
  const Names& names_;
  struct Habit {
    Days days = 0;
    std::uint64_t context = 0;  // of whom it is a choice among others
  };
  std::unordered_map<std::uint64_t, Habit> habits_;
  std::unordered_map<std::uint64_t, News> news_;
  std::unordered_map<std::uint64_t, int> homes_;           // from how many hosts an account sets out
  std::unordered_map<AccountId, HostId> one_home_;         // that an account is used from; none: from several
  std::unordered_map<std::uint64_t, int> sweeps_;          // by source, account and hour: destinations
  std::unordered_map<std::uint64_t, Live> live_;           // by host and account
  std::unordered_map<std::uint64_t, int> fan_out_;         // by account and day: new destinations
  std::unordered_map<std::uint64_t, int> bursts_;          // by source and ten minutes: new destinations
  std::unordered_map<std::uint64_t, std::int64_t> tools_;  // by host and hour
  Strange strange_;
  std::int64_t first_day_ = 0;
  int days_ = 1;
};

}  // namespace hoptrace::hops
