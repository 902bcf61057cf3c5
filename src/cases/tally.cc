#include "cases/tally.h"

#include <unordered_set>

#include "cases/copies.h"

namespace hoptrace::cases {
namespace {

void take_off(Tally::Count& count, bool certain) {
  std::uint64_t& number = certain ? count.certain : count.uncertain;
  if (number > 0) --number;
}

}  // namespace

std::size_t Tally::Hash::operator()(const Of& of) const {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;
  const auto part = [](std::int64_t number) { return static_cast<std::uint64_t>(number); };
  return ((part(of.rule) * kOdd + part(of.log)) * kOdd + part(of.level)) * kOdd >> 16;
}

Tally::Tally(Database& database) : moment_(moment_of(database)) {
  count_findings(database);
  count_correlations(database);
  drop_superseded(database);
  read_names(database);
}

Tally::Moment Tally::moment_of(Database& database) {
  return {sqlite3_total_changes64(database.handle()), database.number("PRAGMA data_version")};
}

void Tally::count_findings(Database& database) {
  const Copies copies(database, [this](const Statement& row) {
    Count& count = counts_[{row.integer(1), row.integer(2), row.integer(4)}];
    ++(row.integer(3) != 0 ? count.certain : count.uncertain);
  });
  if (!copies.any()) return;
  Statement again(
      database,
      ("SELECT copy.event_key, finding.rule, finding.level, finding.certain, finding.log FROM " + copies.table() +
       " copy JOIN finding ON finding.artifact=copy.artifact AND finding.offset=copy.offset"
       " AND finding.rule=copy.rule WHERE copy.rule IN in_force AND copy.artifact NOT IN unfinished"
       " ORDER BY copy.event_key, finding.certain")
          .c_str());
  std::string last;
  bool last_certain = false;
  while (again.row()) {
    const bool certain = again.integer(3) != 0;
    if (again.text(0) == last && certain == last_certain) {
      take_off(counts_[{again.integer(1), again.integer(2), again.integer(4)}], certain);
    }
    last = again.text(0);
    last_certain = certain;
  }
}

void Tally::count_correlations(Database& database) {
  Statement all(database,
                "SELECT rule, level, log, count(*) FROM correlation_finding WHERE withheld=0 GROUP BY 1, 2, 3");
  while (all.row()) counts_[{all.integer(0), all.integer(1), all.integer(2)}].certain += all.natural(3);
}

void Tally::drop_superseded(Database& database) {
  std::unordered_set<RuleRow> live;
  Statement all(database, "SELECT rule FROM in_force");
  while (all.row()) live.insert(all.integer(0));
  std::erase_if(counts_, [&live](const auto& row) { return !live.contains(row.first.rule); });
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
