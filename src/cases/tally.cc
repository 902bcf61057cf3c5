#include "cases/tally.h"

#include <algorithm>
#include <random>
#include <unordered_set>
#include <utility>
#include <vector>

#include "cases/repeats.h"

namespace hoptrace::cases {
namespace {

void take_off(Tally::Count& count, bool certain) {
  std::uint64_t& number = certain ? count.certain : count.uncertain;
  if (number > 0) --number;
}

// An event under a rule, as findings are shown.
struct Told {
  base::Fingerprint key;
  bool certain = true;
  friend bool operator==(const Told&, const Told&) = default;

  // With factors of this process, so that no log can crowd them on one place.
  struct Hash {
    std::uint64_t high = odd(), low = odd();
    std::size_t operator()(const Told& told) const {
      const std::uint64_t sum = told.key.high * high + told.key.low * low;
      return (sum ^ sum >> 32) + (told.certain ? 1 : 0);
    }
    static std::uint64_t odd() {
      std::random_device random;
      return ((std::uint64_t{random()} << 32) ^ random()) | 1;
    }
  };
};

// Where a finding counts. Findings repeat each other: the latest answers are at hand.
class Counters {
 public:
  Counters(Database& database, Tally::Counts& counts) : counts_(counts), latest_(kLatest) {
    Statement in_force(database, "SELECT rule FROM in_force");
    while (in_force.row()) live_.insert(in_force.integer(0));
  }

  // Null: its rule is not in force. Valid as long as the counts.
  [[nodiscard]] Tally::Count* of(const PackedFinding& finding) {
    const Tally::Of of{finding.rule, finding.level, finding.log};
    Latest& latest = latest_[Tally::Hash()(of) % kLatest];
    if (!latest.known || latest.of != of) {
      latest = {true, of, live_.contains(of.rule) ? &counts_[of] : nullptr};
    }
    return latest.count;
  }

 private:
  struct Latest {
    bool known = false;
    Tally::Of of;
    Tally::Count* count = nullptr;
  };
  static constexpr std::size_t kLatest = 1024;  // a power of two

  Tally::Counts& counts_;
  std::unordered_set<RuleRow> live_;
  std::vector<Latest> latest_;
};

}  // namespace

std::size_t Tally::Hash::operator()(const Of& of) const {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
  const auto part = [](std::int64_t number) { return static_cast<std::uint64_t>(number); };
  return ((part(of.rule) * kOdd + part(of.log)) * kOdd + part(of.level)) * kOdd >> 16;
}

Tally::Tally(Database& database) : moment_(moment_of(database)) {
  count_findings(database);
  count_correlations(database);
  read_names(database);
}

Tally::Moment Tally::moment_of(Database& database) {
  return {sqlite3_total_changes64(database.handle()), database.number("PRAGMA data_version")};
}

void Tally::count_findings(Database& database) {
  Counters counters(database, counts_);
  std::unordered_set<Told, Told::Hash> met;  // of this pass
  std::uint64_t pass = 0;
  Repeats repeats(database);
  repeats.run(
      [&](const PackedFinding& finding, std::int64_t) {
        Count* const count = counters.of(finding);
        if (count != nullptr) ++(finding.certain ? count->certain : count->uncertain);
      },
      [&](const PackedFinding& finding, std::int64_t) {
        Count* const count = counters.of(finding);
        if (count == nullptr) return;
        if (std::exchange(pass, repeats.pass()) != repeats.pass()) met.clear();
        if (!met.insert({finding.key, finding.certain}).second) take_off(*count, finding.certain);
      });
}

void Tally::count_correlations(Database& database) {
  Statement all(database,
                "SELECT rule, level, log, count(*) FROM correlation_finding WHERE withheld=0 AND rule IN (SELECT "
                "rule FROM in_force) "
                "GROUP BY 1, 2, 3");
  while (all.row()) counts_[{all.integer(0), all.integer(1), all.integer(2)}].certain += all.natural(3);
}

void Tally::read_names(Database& database) {
  Statement log(database,
                "SELECT tenant.value, host.value FROM log JOIN text tenant ON tenant.id=tenant"
                " JOIN text host ON host.id=host WHERE log.id=?1");
  Statement level(database, "SELECT value FROM text WHERE id=?1");
  for (const auto& [of, count] : counts_) {
    if (logs_.try_emplace(of.log).second && log.with(of.log).row()) {
      logs_[of.log] = {log.string(0), log.string(1)};
      log.finish();
    }
    if (levels_.try_emplace(of.level).second && level.with(of.level).row()) {
      levels_[of.level] = level.string(0);
      level.finish();
    }
  }
}

}  // namespace hoptrace::cases
