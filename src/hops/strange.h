// Strange: what ordinary work hardly ever does, each told by what the same account does on other days.
//
// Novelty alone is everybody's: people open shares that they never opened before, administrators visit whoever calls.
// An intruder does more than that. With an account found on the way one sets out from where that account does not
// belong (Ho et al., Hopper, 2021: the switch of credentials); one takes desktops and runs programs with accounts
// that only ever fetched files; or goes, as the serving organisation, through hosts outside its habit and runs
// nothing there, only looks and copies. How rare each of these is differs between organisations; chance.h learns it.
//
// Where the evidence spans one day nothing is strange. learn() once; then read.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hops/arrival.h"
#include "hops/log_cover.h"

namespace hoptrace::hops {

enum class Strangeness : std::uint8_t {
  kStepped,    // took a session or ran something from where the account sets out on no other day
  kSwitched,   // opened files from there, though nothing had brought the account there
  kNewManner,  // on other days the account only opens files; now it takes a session or runs something
  kTour,       // as the serving organisation, on hosts new to the account, and ran nothing on any of them
};
constexpr std::size_t kStrangenesses = 4;
[[nodiscard]] std::string_view sentence(Strangeness strangeness);

class Strange {
 public:
  // `order`: Rows::in_order(); arrivals by time. Where a host kept no log of sessions, that nothing brought an
  // account there, or brought it there on other days, says nothing.
  void learn(const Rows& rows, const std::vector<RowId>& order, const Names& names, const LogCover& cover,
             const Arrivals& arrivals);

  struct Act {
    ArrivalId arrival = 0;
    Strangeness what{};
    std::uint64_t occasion = 0;  // the same for all that an account does of the kind on one day
    bool planned = false;        // in a change window of the tenant reached (tenants.yaml)
  };
  [[nodiscard]] std::span<const Act> acts() const { return acts_; }  // by arrival
  [[nodiscard]] std::span<const Act> acts_of(ArrivalId arrival) const;
  [[nodiscard]] bool is(ArrivalId arrival, Strangeness what) const;

 private:
  using Days = std::uint64_t;
  struct Account {
    Days out = 0;    // set out from somewhere, or sat somewhere
    Days came = 0;   // anywhere
    Days stood = 0;  // took a session or ran something
    bool serves = false, asked = false;
  };
  struct Tour {
    int hosts = 0;
    bool ran = false;
  };
  // Of an account and a host: days on which it took sessions or ran something from there, and days on which it was
  // used from there though it had not come there before: where it is at home, at a desk or as a service.
  struct Place {
    Days stood = 0, home = 0;
  };
  [[nodiscard]] Days others(Days days, std::int64_t time) const { return days & ~bit(time); }
  [[nodiscard]] Days bit(std::int64_t time) const;
  [[nodiscard]] std::uint64_t on_day(AccountId account, std::int64_t time) const;
  void note_desks(const Rows& rows, const std::vector<RowId>& order, const Names& names);
  void note(const Rows& rows, const Names& names, const Arrivals& arrivals);
  void note_account(const Arrival& arrival, const Names& names);
  void note_tours(const LogCover& cover, const Arrivals& arrivals);
  void find(ArrivalId id, const Rows& rows, const Names& names, const LogCover& cover, const Arrivals& arrivals);
  [[nodiscard]] bool is_astray(ArrivalId id, const Arrival& arrival) const;
  void add(ArrivalId id, const Arrival& arrival, Strangeness what, const Names& names);

  std::unordered_map<AccountId, Account> accounts_;
  std::unordered_map<std::uint64_t, Place> places_;  // by account and host
  std::unordered_map<std::uint64_t, Days> there_;    // came to, where the account is the serving organisation's
  std::unordered_map<std::uint64_t, Tour> tours_;    // by account and day
  std::vector<RowId> desks_;                         // by time
  std::vector<bool> had_come_;                       // by arrival: the account was where it set out from
  std::vector<Act> acts_;
  std::int64_t first_day_ = 0;
};

}  // namespace hoptrace::hops
