// Matches, and findings of referred correlations, into the groups of a correlation.
#include <algorithm>

#include "cases/correlation_store.h"
#include "cases/packed.h"

namespace hoptrace::cases {
namespace {

constexpr std::size_t kMostFields = 4096;  // that a correlation's finding passes on to the next correlation

constexpr const char* kMatches =
    "SELECT match.id, time, match.tenant, host, channel, record_id, content, artifact, offset, fields, text.value"
    " FROM match JOIN text ON text.id=match.tenant WHERE rule=?1 AND match.id>?2 AND time IS NOT NULL"
    " ORDER BY match.id";

// A referred correlation's findings that this one has not sorted in yet. Each counts as the match at which it was
// reached.
constexpr const char* kChildren =
    "SELECT finding.id, match.time, match.tenant, match.host, match.channel, match.record_id, revision,"
    " match.artifact, match.offset, matched, text.value, match.id FROM correlation_finding finding"
    " JOIN match ON match.id=finding.reached JOIN detail ON detail.id=finding.detail"
    " JOIN text ON text.id=match.tenant WHERE finding.rule=?1 AND NOT withheld & 1 AND NOT EXISTS"
    " (SELECT 1 FROM correlation_item item JOIN correlation_group held ON held.id=item.grp"
    " WHERE item.child=finding.id AND item.child AND held.correlation=?2 AND member=?3) ORDER BY finding.id";

// The fields of all matches below a finding.
constexpr const char* kFieldsBelow =
    "WITH RECURSIVE below(id) AS (SELECT ?1 UNION SELECT child FROM finding_part JOIN below ON finding=below.id"
    " WHERE child IS NOT NULL) SELECT DISTINCT fields FROM below JOIN finding_part ON finding=below.id"
    " JOIN match ON match.id=finding_part.match ORDER BY fields";

}  // namespace

class CorrelationStore::Ingest {
 public:
  Ingest(CorrelationStore& store, RuleRow correlation, const Sort& sort)
      : database_(store.database_),
        texts_(store.texts_),
        correlation_(correlation),
        sort_(sort),
        matches_(database_, kMatches),
        children_(database_, kChildren),
        below_(database_, kFieldsBelow),
        add_group_(database_,
                   "INSERT INTO correlation_group(correlation, tenant, key, shown, stale) VALUES(?1, ?2, ?3, ?4, 1)"
                   " ON CONFLICT DO UPDATE SET stale=1, shown=min(shown, excluded.shown) RETURNING id"),
        add_item_(database_,
                  "INSERT INTO correlation_item(grp, time, member, match, child, tenant, host, channel, record_id,"
                  " content, artifact, offset, vals) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
                  " ON CONFLICT DO NOTHING") {}

  void take_matches(std::uint32_t member, RuleRow rule, std::int64_t after) {
    matches_.with(rule, after);
    while (matches_.row()) add(member, matches_, unpack_pairs(matches_.text(9)), false);
  }

  void take_findings(std::uint32_t member, RuleRow rule) {
    children_.with(rule, correlation_, member);
    while (children_.row()) add(member, children_, fields_below(children_), true);
  }

  // Forgets findings that were superseded since they were sorted in.
  void drop_superseded() {
    const char* const gone =
        " IN (SELECT item.grp FROM correlation_item item JOIN correlation_finding finding ON finding.id=item.child"
        " JOIN correlation_group held ON held.id=item.grp WHERE item.child AND withheld & 1 AND held.correlation=?1)";
    Statement(database_, (std::string("UPDATE correlation_group SET stale=1 WHERE id") + gone).c_str())
        .with(correlation_)
        .run();
    Statement(
        database_,
        "DELETE FROM correlation_item WHERE child AND id IN (SELECT item.id FROM correlation_item item"
        " JOIN correlation_finding finding ON finding.id=item.child JOIN correlation_group held ON held.id=item.grp"
        " WHERE item.child AND withheld & 1 AND held.correlation=?1)")
        .with(correlation_)
        .run();
  }

  [[nodiscard]] std::uint64_t groupless() const { return groupless_; }

 private:
  // What the finding shows (its own group-by values), and every field of what it was made of.
  Pairs fields_below(const Statement& finding) {
    Pairs fields = unpack_pairs(finding.text(9));
    below_.with(finding.integer(0));
    while (fields.size() < kMostFields && below_.row()) {
      for (auto& pair : unpack_pairs(below_.text(0))) {
        if (std::ranges::find(fields, pair) == fields.end()) fields.push_back(std::move(pair));
      }
    }
    below_.finish();
    return fields;
  }

  void add(std::uint32_t member, const Statement& row, const Pairs& fields, bool child) {
    const std::vector<GroupedItem> items = sort_(member, row.string(10), fields);
    if (items.empty() && !child) ++groupless_;
    const std::int64_t match = row.integer(child ? 11 : 0);
    for (const GroupedItem& item : items) {
      if (!add_group_.with(correlation_, texts_.row(item.group.tenant), item.group.key, pack(item.group.shown))
               .row()) {
        return;
      }
      const std::int64_t group = add_group_.integer(0);
      add_group_.run();
      add_item_
          .with(group, row.integer(1), member, match, child ? row.integer(0) : 0, row.integer(2), row.integer(3),
                row.integer(4), row.integer(5), LastingBytes{row.text(6)}, row.integer(7), row.integer(8),
                pack(item.values))
          .run();
    }
  }

  Database& database_;
  Interned& texts_;
  RuleRow correlation_;
  const Sort& sort_;
  Statement matches_, children_, below_, add_group_, add_item_;
  std::uint64_t groupless_ = 0;
};

base::Result<std::uint64_t> CorrelationStore::ingest(RuleRow correlation,
                                                     const std::vector<CorrelationMember>& members,
                                                     const Sort& sort) {
  Transaction work(database_);
  std::int64_t matched_to = 0;
  std::uint64_t groupless = 0;
  Statement state(database_, "SELECT matched_to, groupless FROM correlation_state WHERE correlation=?1");
  if (state.with(correlation).row()) {
    matched_to = state.integer(0);
    groupless = state.natural(1);
  }
  state.finish();
  {
    Ingest ingest(*this, correlation, sort);
    ingest.drop_superseded();
    for (std::size_t i = 0; i < members.size(); ++i) {
      const auto member = static_cast<std::uint32_t>(i);
      if (members[i].correlation) {
        ingest.take_findings(member, members[i].rule);
      } else {
        ingest.take_matches(member, members[i].rule, matched_to);
      }
    }
    groupless += ingest.groupless();
  }
  Statement(database_,
            "INSERT INTO correlation_state(correlation, matched_to, groupless)"
            " VALUES(?1, (SELECT coalesce(max(id), 0) FROM match), ?2) ON CONFLICT DO UPDATE SET"
            " matched_to=excluded.matched_to, groupless=excluded.groupless")
      .with(correlation, groupless)
      .run();
  if (auto outcome = work.commit(); !outcome) return std::unexpected(outcome.error());
  return groupless;
}

}  // namespace hoptrace::cases
