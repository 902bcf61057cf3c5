// Rows: what the tracer keeps of a fact, in 48 bytes: ten million user logons are 480 MB and no more. What few facts
// have stands in an Extra beside it; where its record stands is a distance from the beginning of a stretch of rows
// that lie near each other in one artifact. Facts of nobody (machine accounts' own traffic, anonymous logons, the
// system's services: most of what Windows logs) leave no row, only what they say about who has which address.
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "hops/identity.h"
#include "hops/marks.h"
#include "hops/names.h"
#include "sessions/fact_table.h"

namespace hoptrace::hops {

using RowId = std::uint32_t;
// A logon id as a number of ours: itself, but for those that are too large for that (only equal ones are compared).
using LogonNumber = std::uint32_t;

// 4624's type of a session that holds other credentials for elsewhere (runas /netonly, a hash put there).
constexpr std::uint8_t kNewCredentials = 9;

struct Row {
  std::int64_t time = 0;
  HostId host = kNone;        // whose record it is; for a network sensor or a service of others: none's
  AccountId account = kNone;  // as it was written; compare Names::same_account()
  HostId peer = kNone;        // named
  AddressId address = kNone;  // of the peer
  std::uint32_t extra = 0;
  LogonNumber logon_id = 0;
  std::int32_t offset = 0, record_id = 0;  // from the beginning of the stretch: Rows::record()
  std::uint16_t event_id = 0, peer_port = 0;
  Marks marks = 0;
  sessions::FactKind kind{};
  std::uint8_t logon_type = 0;  // and the witness in the upper three bits
  [[nodiscard]] std::uint8_t type() const { return logon_type & 31; }
  [[nodiscard]] sessions::Witness witness() const { return static_cast<sessions::Witness>(logon_type >> 5); }
};
static_assert(sizeof(Row) == 48);

// Where a row's record stands.
struct RecordPlace {
  std::int64_t artifact = 0;
  std::uint64_t offset = 0, record_id = 0;
  auto operator<=>(const RecordPlace&) const = default;
};

struct Extra {
  LogonNumber actor_logon = 0;
  AccountId actor = kNone;
  AddressId own_address = kNone;
  sessions::Text detail = sessions::kNoText;
  TenantId tenant = kNone;
  std::uint16_t own_port = 0;
};

class Rows {
 public:
  explicit Rows(Names& names) : names_(names) {}

  void add(const sessions::Facts& facts, Identity& identity);
  // As Names::settle() says.
  void renumber(const Renumbering& to);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const Row& operator[](RowId row) const { return chunks_[row >> kChunkBits][row & kChunkMask]; }
  // Rows of one host lie far apart: those that come soon are fetched meanwhile.
  void fetch(RowId row) const { __builtin_prefetch(&(*this)[row]); }
  [[nodiscard]] const Extra& extra(const Row& row) const { return extras_[row.extra]; }
  [[nodiscard]] std::string_view detail(const Row& row) const { return details_.text(extras_[row.extra].detail); }
  [[nodiscard]] TenantId tenant_of(const Row& row) const;
  // Row numbers by time, then by place in the evidence: the same for the same facts, however they came. Drops
  // nothing.
  [[nodiscard]] std::vector<RowId> in_order() const;
  [[nodiscard]] std::uint64_t logons() const { return logons_; }
  // Where a record says that whoever came was: of what the network saw, the end that began.
  [[nodiscard]] AddressId source_address(const Row& row) const;
  // Addresses that give tickets out, as the network saw.
  struct TicketAddress {
    TenantId tenant = kNone;
    AddressId address = kNone;
    std::int64_t time = 0;
  };
  [[nodiscard]] const std::vector<TicketAddress>& ticket_addresses() const { return ticket_addresses_; }
  // Whether it gives tickets out: a domain controller.
  [[nodiscard]] bool is_controller(HostId host) const { return controllers_.contains(host); }
  [[nodiscard]] RecordPlace record(RowId row) const;
  // Records in which something was found (sessions::FactKind::kFlagged).
  [[nodiscard]] const std::vector<RowId>& flagged() const { return flagged_; }

 private:
  static constexpr unsigned kChunkBits = 16;
  static constexpr RowId kChunkMask = (1U << kChunkBits) - 1;
  struct Batch;
  void take(const sessions::Fact& fact, Batch& batch, Identity& identity);
  void place(Row& row, const sessions::Fact& fact);
  void append(const Row& row);
  [[nodiscard]] LogonNumber logon_number(std::uint64_t id);
  void observe(const sessions::Fact& fact, const Row& row, Batch& batch, Identity& identity);

  Names& names_;
  std::vector<std::vector<Row>> chunks_;
  std::deque<Extra> extras_{Extra{}};
  sessions::TextPool details_;
  struct Stretch {
    RowId first = 0;
    RecordPlace begin;
  };
  std::vector<Stretch> stretches_;
  std::unordered_map<std::uint64_t, LogonNumber> large_logons_;
  std::unordered_set<HostId> controllers_;
  std::vector<TicketAddress> ticket_addresses_;
  std::vector<RowId> flagged_;
  std::size_t size_ = 0;
  std::uint64_t logons_ = 0;
};

}  // namespace hoptrace::hops
