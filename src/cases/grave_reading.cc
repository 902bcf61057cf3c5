// The grave findings of a case, which tracing begins with. A case can hold millions of others: blocks are looked
// through for what matters, and only that is put in order and given its names.
#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/process_key.h"
#include "cases/case_reading.h"
#include "cases/finding_blocks.h"

namespace hoptrace::cases {
namespace {

constexpr std::array<std::string_view, 2> kLevels{"high", "critical"};

// One of them, in numbers.
struct Grave {
  std::int64_t time = 0;
  std::int64_t place = 0;  // of its artifact, by path
  std::uint64_t offset = 0;
  const std::string* rule_id = nullptr;
  std::string part;  // of a correlation's, as `id`
  std::int64_t id = 0;
  RuleRow rule = 0;
  std::int64_t artifact = 0, level = 0, log = 0;

  [[nodiscard]] bool operator<(const Grave& other) const {
    const auto rank = [](const Grave& one) {
      return std::tie(one.time, one.place, one.offset, *one.rule_id, one.part, one.id);
    };
    return rank(*this) < rank(other);
  }
};

struct HashOfKey {
  std::uint64_t secret = base::key_of_process();
  [[nodiscard]] std::size_t operator()(const base::Fingerprint& key) const {
    return (key.high ^ secret) * 0x9E3779B97F4A7C15ULL >> 16;
  }
};

using RuleOf = std::function<const RuleRecord*(RuleRow)>;

// The case's findings of rules, each event once.
class GraveSearch {
 public:
  GraveSearch(Database& database, RuleOf rule_of) : database_(database), rule_of_(std::move(rule_of)) {
    Statement levels(database, "SELECT id FROM text WHERE value IN (?1, ?2)");
    levels.with(kLevels[0], kLevels[1]);
    while (levels.row()) levels_.push_back(levels.integer(0));
    Statement rules(database, "SELECT rule FROM in_force");
    while (rules.row()) rules_.emplace(rules.integer(0), Rule{});
    Statement artifacts(database, "SELECT id FROM artifact ORDER BY path, id");
    while (artifacts.row()) places_.emplace(artifacts.integer(0), places_.size());
  }

  // Nothing where there is no such artifact: case files come from strangers too.
  [[nodiscard]] std::optional<std::int64_t> place_of(std::int64_t artifact) const {
    const auto known = places_.find(artifact);
    return known == places_.end() ? std::nullopt : std::optional(known->second);
  }

  // The first `most` of them, in no order.
  [[nodiscard]] std::vector<Grave> first(std::size_t most) {
    std::vector<Grave> found;
    // What a first look takes in may turn out to be a copy of something that is not grave. Rarely: then more are
    // looked for.
    for (std::size_t limit = most;; limit *= 2) {
      const bool all = look(limit);
      drop_copies();
      if (!all && found_.size() < most) continue;
      for (auto& [key, grave] : found_) found.push_back(std::move(grave));
      found_.clear();
      return found;
    }
  }

 private:
  struct Rule {  // that is in force
    const std::string* id = nullptr;
    bool grave = false, others = false;  // it has findings that are, that are not
  };

  [[nodiscard]] bool is_grave(const PackedFinding& finding) const {
    return finding.certain && finding.timed && std::ranges::find(levels_, finding.level) != levels_.end();
  }

  // Whether nothing had to be left out.
  [[nodiscard]] bool look(std::size_t limit) {
    found_.clear();
    bool all = true;
    FindingBlocks blocks(database_, FindingBlocks::Of::kFinished);
    while (blocks.next()) {
      const std::optional<std::int64_t> place = place_of(blocks.artifact());
      if (!place) continue;
      for (const PackedFinding& finding : blocks.findings()) {
        const auto rule = rules_.find(finding.rule);
        if (rule == rules_.end()) continue;
        if (!is_grave(finding)) {
          rule->second.others = true;
          continue;
        }
        add(finding, blocks.artifact(), *place, rule->second);
        if (found_.size() < 4 * limit) continue;
        keep_first(limit);
        all = false;
      }
    }
    if (!all) keep_first(limit);  // behind them others are missing
    return all;
  }

  void add(const PackedFinding& finding, std::int64_t artifact, std::int64_t place, Rule& rule) {
    rule.grave = true;
    const auto [at, added] = found_.try_emplace(finding.key);
    Grave& grave = at->second;
    if (!added && std::pair(grave.place, grave.offset) <= std::pair(place, finding.offset)) return;
    if (rule.id == nullptr) rule.id = &rule_of_(finding.rule)->id;
    grave.time = finding.time;
    grave.place = place;
    grave.offset = finding.offset;
    grave.rule_id = rule.id;
    grave.rule = finding.rule;
    grave.artifact = artifact;
    grave.level = finding.level;
    grave.log = finding.log;
  }

  // A copy that comes later and stands earlier is taken in again: the first are the same in the end.
  void keep_first(std::size_t limit) {
    if (found_.size() <= limit) return;
    std::vector<const Grave*> order;
    for (const auto& [key, grave] : found_) order.push_back(&grave);
    const auto last = order.begin() + static_cast<std::ptrdiff_t>(limit);
    std::ranges::nth_element(order, last, [](const Grave* a, const Grave* b) { return *a < *b; });
    const Grave border = **last;
    std::erase_if(found_, [&](const auto& one) { return !(one.second < border); });
  }

  // An event is shown at its first place only. Where that one is not certain, or of another level, it is not grave.
  void drop_copies() {
    if (std::ranges::none_of(rules_, [](const auto& one) { return one.second.grave && one.second.others; })) return;
    FindingBlocks blocks(database_, FindingBlocks::Of::kFinished);
    while (blocks.next()) {
      const std::optional<std::int64_t> place = place_of(blocks.artifact());
      if (!place) continue;
      for (const PackedFinding& finding : blocks.findings()) {
        if (is_grave(finding) || !rules_.contains(finding.rule)) continue;
        const auto copy = found_.find(finding.key);
        if (copy == found_.end()) continue;
        const std::pair shown(*place, finding.offset);
        if (shown < std::pair(copy->second.place, copy->second.offset)) found_.erase(copy);
      }
    }
  }

  Database& database_;
  RuleOf rule_of_;
  std::vector<std::int64_t> levels_;
  std::unordered_map<RuleRow, Rule> rules_;
  std::unordered_map<std::int64_t, std::int64_t> places_;  // by artifact
  std::unordered_map<base::Fingerprint, Grave, HashOfKey> found_;
};

// The first `most` of correlations, which have no copies.
void add_correlations(Database& database, std::size_t most, const GraveSearch& search, const RuleOf& rule_of,
                      std::vector<Grave>& found) {
  Statement rows(database,
                 "SELECT found.time, artifact, offset, part, found.id, found.rule, found.level, log"
                 " FROM correlation_finding found JOIN rule ON rule.id=found.rule"
                 " JOIN in_force ON in_force.rule=found.rule"
                 " JOIN artifact ON artifact.id=found.artifact AND sha256 IS NOT NULL"
                 " WHERE withheld=0 AND time IS NOT NULL AND found.level IN"
                 " (SELECT id FROM text WHERE value IN (?1, ?2))"
                 " ORDER BY time, artifact.path, offset, rule_id, part, found.id LIMIT ?3");
  rows.with(kLevels[0], kLevels[1], most);
  while (rows.row()) {
    const std::optional<std::int64_t> place = search.place_of(rows.integer(1));
    if (!place) continue;
    Grave& one = found.emplace_back();
    one.time = rows.integer(0);
    one.artifact = rows.integer(1);
    one.place = *place;
    one.offset = rows.natural(2);
    one.part = rows.string(3);
    one.id = rows.integer(4);
    one.rule = rows.integer(5);
    one.rule_id = &rule_of(one.rule)->id;
    one.level = rows.integer(6);
    one.log = rows.integer(7);
  }
}

// Rows as text again.
class Names {
 public:
  explicit Names(Database& database)
      : log_(database,
             "SELECT tenant.value, host.value FROM log JOIN text tenant ON tenant.id=tenant"
             " JOIN text host ON host.id=host WHERE log.id=?1"),
        level_(database, "SELECT value FROM text WHERE id=?1") {}

  void name(const Grave& grave, GraveFinding& out) {
    if (grave.log != log_row_ && log_.with(grave.log).row()) {
      out.tenant = log_.text(0);
      out.host = log_.text(1);
      log_row_ = grave.log;
    }
    if (grave.level != level_row_ && level_.with(grave.level).row()) {
      out.level = level_.text(0);
      level_row_ = grave.level;
    }
  }

 private:
  Statement log_, level_;
  std::int64_t log_row_ = -1, level_row_ = -1;  // that `out` still has
};

}  // namespace

base::Result<void> Reading::grave_findings(std::size_t most, const Each<GraveFinding>& each) {
  std::size_t given = 0;
  if (most == 0) return {};
  return findings({}, [&](const StoredFinding& finding) {
    const FindingRow& row = finding.row;
    const bool grave = row.certain && row.event.timed && std::ranges::find(kLevels, row.level) != kLevels.end();
    if (!grave) return true;
    const bool more = each({finding.rule, row.tenant, row.event.host, row.level, row.event.time,
                            finding.sources.front().artifact, row.offset});
    return more && ++given < most;
  });
}

base::Result<void> CaseReading::grave_findings(std::size_t most, const Each<GraveFinding>& each) {
  const RuleOf rule_of = [this](RuleRow row) { return rule(row); };
  GraveSearch search(database_, rule_of);
  std::vector<Grave> found = search.first(most);
  add_correlations(database_, most, search, rule_of, found);
  std::ranges::sort(found, [](const Grave& a, const Grave& b) { return a < b; });
  if (found.size() > most) found.resize(most);
  Names names(database_);
  GraveFinding out;
  for (const Grave& grave : found) {
    out.rule = rule(grave.rule);
    names.name(grave, out);
    out.time.ticks = grave.time;
    out.artifact = base::ArtifactId{grave.artifact};
    out.offset = grave.offset;
    if (database_.failed() || !each(out)) break;
  }
  return database_.outcome();
}

}  // namespace hoptrace::cases
