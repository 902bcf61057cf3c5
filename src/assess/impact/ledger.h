// Ledger: all flows that a case has counted, joined: what several sensors, http and ssl beside conn, or a host's own
// log say of the same flows counts once; what only some of them have counts, too.
//
// Order: add() for each stretch's flows, close() once, then ask. A cell is one source, destination, port and hour of
// a tenant; its parts are the logs that tell of it. Whether two artifacts are two sensors of one place or two parts
// of one log shows in how much their flows have in common, over all cells that both have.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "assess/impact/estimate.h"
#include "base/origin.h"
#include "sessions/flow_count.h"

namespace hoptrace::assess::impact {

using sessions::Text;

struct RecordRef {
  base::ArtifactId artifact{};
  std::uint64_t offset = 0, bytes = 0;
};

// One hour's flows of a source to a destination and port.
struct Hour {
  Text source = 0, destination = 0;
  std::uint16_t port = 0;
  std::int64_t hour = 0;
  Seen seen;  // told_by_host: not yet
  double in = 0;
  double told = 0, matched = 0;  // flows that the host's own log has; those of them that a sensor has, too
  bool by_proxy = false, by_sensor = false;
  RecordRef biggest;
};

struct Inner {            // between two private addresses
  Text from = 0, to = 0;  // who began, who answered
  std::uint16_t port = 0;
  std::int64_t hour = 0;
  double forth = 0, back = 0;
  RecordRef biggest;
};

struct Read {  // files opened to be read on a share
  Text from = 0, host = 0, place = 0, account = 0;
  std::int64_t hour = 0;
  double files = 0, opened = 0, bytes = 0;
  bool by_network = false;
  RecordRef record;
};

struct NameSeen {  // a name that was asked for or spoken to
  Text source = 0, name = 0;
  std::int64_t hour = 0;
  RecordRef record;
};

// What measures how much the sensors kept.
struct Measures {
  double acks = 0, gaps = 0;     // Zeek capture_loss
  std::vector<double> shares;    // of each of its intervals
  double told = 0, matched = 0;  // flows in hosts' own logs; those that a sensor has, too
  std::uint64_t left_out = 0, left_out_bytes = 0;
  std::vector<RecordRef> records;  // of capture_loss
};

struct TenantFlows {
  std::vector<Hour> hours;
  std::vector<Inner> inner;
  std::vector<Read> reads;
  std::vector<NameSeen> names;
  std::map<Text, std::vector<Text>> names_of;  // of a destination
  Measures measures;
  std::int64_t first_hour = 0, last_hour = 0;  // of the sensors' records
  bool sensor = false;                         // there is any
};

class Ledger {
 public:
  void add(const sessions::Flows& flows, base::ArtifactId artifact);
  void close();
  [[nodiscard]] const TenantFlows* of(std::string_view tenant) const;
  [[nodiscard]] std::string_view text(Text text) const { return texts_.text(text); }
  [[nodiscard]] std::uint64_t beyond() const { return beyond_; }  // rows that found no room

  static constexpr std::size_t kMostCells = 4'000'000;
  static constexpr std::size_t kMostNames = 200'000;

 private:
  struct Key {
    Text tenant, source, destination;
    std::uint16_t port;
    std::int64_t hour;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    [[nodiscard]] std::size_t operator()(const Key& key) const noexcept;
  };
  struct Part {
    sessions::FlowKind kind;
    base::ArtifactId artifact;
    double flows = 0, out = 0, in = 0, missed = 0, squares = 0, unsized = 0;
    std::uint64_t seen = 0, biggest = 0, offset = 0;
  };
  using Parts = std::vector<Part>;
  using Pair = std::pair<base::ArtifactId, base::ArtifactId>;

  void add_cell(const Key& key, const sessions::FlowRow& row, base::ArtifactId artifact);
  void add_other(TenantFlows& to, const sessions::FlowRow& row, const Key& key, Text detail, Text account,
                 base::ArtifactId artifact);
  void measure_overlap(const Parts& parts);
  [[nodiscard]] Hour joined(const Key& key, Parts& parts) const;
  [[nodiscard]] double new_share(const Part& part, const std::vector<const Part*>& counted, std::uint64_t bits) const;

  sessions::TextPool texts_;
  std::unordered_map<Key, Parts, Hash> cells_;
  std::map<Text, TenantFlows> tenants_;
  struct Overlap {
    double common = 0, fewer = 0;
  };
  std::map<Pair, Overlap> overlaps_;
  std::uint64_t beyond_ = 0;
};

// How many flows have set these bits, by how many are set (linear counting).
[[nodiscard]] double flows_of_bits(std::uint64_t bits);

}  // namespace hoptrace::assess::impact
