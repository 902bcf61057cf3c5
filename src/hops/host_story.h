// HostStory: what one host saw of those who came to it, read in time order, put together to arrivals.
//
// 1. sessions: what each session of the host shows (a boot ends them all: logon ids begin anew);
// 2. arrivals: sessions of one account from one source that show ways in that can be one, near in time;
// 3. the rest of the host's records, and what others say of going there, each to the arrival that it fits best; what
//    fits none and can stand alone (a remote desktop connection, a share opened, credentials used towards a host
//    whose own logs do not cover the time) makes an arrival of its own.
// Bounds: an arrival keeps kMostCited records; a host's open arrivals are looked at from the latest back.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <span>
#include <unordered_set>
#include <vector>

#include "hops/abroad.h"
#include "hops/arrival.h"
#include "hops/clocks.h"
#include "hops/few.h"
#include "hops/identity.h"
#include "hops/log_cover.h"
#include "hops/number_table.h"

namespace hoptrace::hops {

struct World {
  const Rows& rows;
  const Names& names;
  const Identity& identity;
  const Clocks& clocks;
  const LogCover& cover;
  const std::vector<RowId>& checks;               // kNtlmChecked, by user and time
  const std::unordered_set<HostId>& controllers;  // that only the network knows as such
  const Abroad& abroad;
};

class HostStory {
 public:
  HostStory(const World& world, HostId host);

  // `own`: of the host's logs; `others`: of others about it; both by time.
  void tell(std::span<const RowId> own, std::span<const RowId> others, Arrivals& into);

 private:
  static constexpr std::int64_t kMoment = 5 * base::kSecond;      // apart at most: what happens together
  static constexpr std::int64_t kSureDoubt = 30 * base::kSecond;  // clocks that stand no further apart are compared
  static constexpr std::size_t kFittedBack = 512;  // drafts, or checks, that are looked at for one record

  struct Session {
    std::int64_t begin = 0, last = 0, end = 0;  // end 0: not known
    HostId from = kNone, claimed = kNone;
    AccountId account = kNone;
    AddressId address = kNone;
    std::uint16_t port = 0;
    Marks marks = 0;
    bool logon = false, remote = false, local = false, privileged = false;
    Few<Cited, 2> cited{};
  };
  struct Draft {
    std::int64_t begin = 0, last = 0, open_until = 0;
    HostId from = kNone, claimed = kNone;
    AccountId account = kNone;
    AddressId address = kNone;
    Marks marks = 0, near_marks = 0;
    std::uint8_t flags = 0;
    Few<Cited, 4> cited{};
    Few<HostId, 2> candidates{};
    Few<std::uint16_t, 2> ports{};
  };

  void gather_sessions(std::span<const RowId> own);
  void begin_session(RowId id, const Row& row);
  [[nodiscard]] bool extend_session(RowId id, const Row& row);
  [[nodiscard]] Session* headless(const Row& row);
  void match_flows();
  [[nodiscard]] bool is_hop(const Session& session) const;
  void draft_sessions();
  [[nodiscard]] bool goes_on(const Draft& draft, const Session& session) const;
  [[nodiscard]] Draft* draft_for(const Session& session);
  void join(Draft& draft, const Session& session) const;

  void fit_own(std::span<const RowId> own);
  void fit_own_row(RowId id, const Row& row);
  void fit_others(std::span<const RowId> others);
  void fit_flow(RowId id, const Row& row);
  void fit_ticket(RowId id, const Row& row, bool late);
  void fit_seen(RowId id, const Row& row);
  void fit_spoken(RowId id, const Row& row);
  [[nodiscard]] bool is_outside(const Row& row) const;
  [[nodiscard]] bool is_abroad(const Row& row) const;
  [[nodiscard]] bool came_from_outside(const Draft& draft) const;
  // Of tickets, checks and connections: who says so.
  [[nodiscard]] static Side side_of(const Row& row);
  void found_by_shell(RowId id, const Row& row);
  void cite_flows(Draft& draft) const;
  void found_by_ticket_within_doubt(RowId ticket_id, const Row& ticket);
  [[nodiscard]] std::int64_t doubt_between(const Row& ticket, const Row& flow) const;
  [[nodiscard]] bool is_only_desktop(const Draft& draft, std::int64_t room) const;
  [[nodiscard]] bool can_be_from(const Draft& draft, const Row& row, std::int64_t doubt) const;
  void found_by_tickets();
  Draft& found(RowId id, const Row& row, HostId from, Side side);
  struct Wanted {
    std::int64_t time = 0, before = 0, after = 0;  // how long before and after the record the arrival may be
    AccountId account = kNone;
    HostId from = kNone;
    AddressId address = kNone;
    Marks marks = 0;
    bool strictly = false;  // ways in must be shared, not only possible together
    bool abroad = false;    // it came from another organisation: only what came from outside fits
  };
  [[nodiscard]] Draft* nearest(const Wanted& wanted);
  [[nodiscard]] bool same_account(AccountId a, AccountId b) const;
  [[nodiscard]] bool same_source(const Draft& draft, HostId from, AddressId address) const;
  [[nodiscard]] HostId host_of(TenantId tenant, AddressId address, std::int64_t time) const;
  [[nodiscard]] HostId source_of(const Row& row) const;
  [[nodiscard]] std::int64_t time_of(const Row& row) const;
  [[nodiscard]] std::int64_t doubt_of(const Row& row) const;
  template <typename Records>
  static void cite(Records& cited, RowId id, Side side);

  void fit_checks();
  void find_source(Draft& draft) const;
  [[nodiscard]] std::vector<AddressId> addresses_of_flows(const Draft& draft, std::vector<RowId>& rows) const;
  [[nodiscard]] bool is_background(const Draft& draft) const;
  void give(Draft& draft, Arrivals& into) const;

  const World& world_;
  HostId host_;
  bool is_controller_;
  bool speaks_ = false;           // there are records of its own
  std::deque<Session> sessions_;  // let go as they become drafts
  NumberTable live_;              // by logon id
  std::vector<Draft> drafts_;
  std::vector<bool> used_;       // of own records: those that a session took
  std::vector<RowId> flows_in_;  // by time
  std::vector<RowId> lone_tickets_, lone_flows_, own_tickets_;

  static constexpr std::size_t kMostCited = 64;
};

template <typename Records>
void HostStory::cite(Records& cited, RowId id, Side side) {
  const Cited one(id, side);
  if (cited.size() < kMostCited && std::ranges::find(cited, one) == cited.end()) cited.push_back(one);
}

}  // namespace hoptrace::hops
