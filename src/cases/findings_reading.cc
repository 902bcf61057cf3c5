// Findings out of the case: in order, each event once, with all its sources.
#include <map>
#include <unordered_map>

#include "cases/case_reading.h"
#include "cases/copies.h"
#include "cases/identity.h"
#include "cases/packed.h"

namespace hoptrace::cases {
namespace {

// The two kinds of findings in the same columns; `%` is where conditions on both go.
constexpr std::string_view kOfRules =
    "SELECT artifact, offset, rule, run, level, certain, time, log, event_id, record_id, event_key, detail, 0 AS id,"
    " '' AS part, 0 AS withheld FROM finding WHERE ";
constexpr std::string_view kOfCorrelations =
    "SELECT artifact, offset, rule, run, level, 1 AS certain, time, log, event_id, record_id, NULL AS event_key,"
    " detail, id, part, withheld FROM correlation_finding WHERE withheld";
constexpr const char* kColumns =
    "SELECT found.artifact, found.offset, found.rule, run, found.level, certain, time, log, event_id, record_id,"
    " event_key, detail, found.id, part, withheld, in_force.rule FROM (";
constexpr const char* kJoins =
    ") found JOIN rule ON rule.id=found.rule JOIN artifact ON artifact.id=found.artifact AND sha256 IS NOT NULL"
    " LEFT JOIN in_force ON in_force.rule=found.rule WHERE ";

// A condition that is not asked for reads "?n IS NULL", which its unbound parameter makes true.
std::string sql_of(const FindingQuery& query) {
  std::string conditions = query.artifact ? "artifact=?1" : "?1 IS NULL";
  conditions += query.since_run ? " AND run>=?2" : " AND ?2 IS NULL";
  conditions += query.tenant ? " AND log IN (SELECT log.id FROM log JOIN text ON text.id=tenant WHERE value=?3)"
                             : " AND ?3 IS NULL";
  std::string sql = kColumns;
  const bool all = !query.kind;
  if (all || query.kind != RuleKind::kCorrelation) sql.append(kOfRules).append(conditions);
  if (all) sql += " UNION ALL ";
  if (all || query.kind == RuleKind::kCorrelation) {
    sql.append(kOfCorrelations).append(query.superseded_too ? "<2 AND " : "=0 AND ").append(conditions);
  }
  sql += kJoins;
  sql += query.superseded_too ? "1" : "in_force.rule IS NOT NULL";
  sql += query.kind ? " AND rule.kind=?4" : " AND ?4 IS NULL";
  sql += query.order == FindingOrder::kTime ? " ORDER BY time, " : " ORDER BY ";
  return sql + "artifact.path, found.offset, rule_id, part, found.id";
}

void bind(Statement& statement, const FindingQuery& query) {
  std::optional<std::int64_t> artifact;
  std::optional<int> kind;
  if (query.artifact) artifact = static_cast<std::int64_t>(*query.artifact);
  if (query.kind) kind = static_cast<int>(*query.kind);
  statement.with(artifact, query.since_run, query.tenant, kind);
}

// Rows as text again: what stands in many findings is looked up once for many.
class RowReader {
 public:
  explicit RowReader(Database& database)
      : log_(database,
             "SELECT tenant.value, host.value, channel.value, provider.value FROM log"
             " JOIN text tenant ON tenant.id=tenant JOIN text host ON host.id=host"
             " JOIN text channel ON channel.id=channel JOIN text provider ON provider.id=provider WHERE log.id=?1"),
        level_(database, "SELECT value FROM text WHERE id=?1"),
        detail_(database, "SELECT matched, missing, context FROM detail WHERE id=?1") {}

  StoredFinding read(const Statement& query) {
    StoredFinding finding;
    FindingRow& row = finding.row;
    row.offset = query.natural(1);
    row.rule = query.integer(2);
    finding.run = query.integer(3);
    row.level = level(query.integer(4));
    row.certain = query.integer(5) != 0;
    const Log& log = log_of(query.integer(7));
    row.tenant = log.tenant;
    row.event = log.event;
    row.event.timed = !query.is_null(6);
    row.event.time.ticks = query.integer(6);
    row.event.event_id = static_cast<std::uint32_t>(query.integer(8));
    row.event.record_id = query.natural(9);
    finding.live = query.integer(14) == 0 && !query.is_null(15);
    if (detail_.with(query.integer(11)).row()) {
      row.matched = unpack_pairs(detail_.text(0));
      row.missing = unpack_texts(detail_.text(1));
      row.context = unpack_texts(detail_.text(2));
      detail_.finish();
    }
    return finding;
  }

 private:
  struct Log {
    std::string tenant;
    EventRef event;
  };
  static constexpr std::size_t kKept = 1024;

  const Log& log_of(std::int64_t row) {
    if (logs_.size() >= kKept) logs_.clear();
    const auto [at, added] = logs_.try_emplace(row);
    Log& log = at->second;
    if (added && log_.with(row).row()) {
      log.tenant = log_.text(0);
      log.event.host = log_.text(1);
      log.event.channel = log_.text(2);
      log.event.provider = log_.text(3);
      log_.finish();
    }
    return log;
  }

  const std::string& level(std::int64_t row) {
    if (levels_.size() >= kKept) levels_.clear();
    const auto [at, added] = levels_.try_emplace(row);
    if (added && level_.with(row).row()) {
      at->second = level_.text(0);
      level_.finish();
    }
    return at->second;
  }

  Statement log_, level_, detail_;
  std::unordered_map<std::int64_t, Log> logs_;
  std::unordered_map<std::int64_t, std::string> levels_;
};

// Fills in where artifacts are.
class SourceReader {
 public:
  explicit SourceReader(Database& database)
      : artifact_(database,
                  "SELECT text.value, sha256 FROM artifact JOIN text ON text.id=tenant WHERE artifact.id=?1"),
        paths_(database, "SELECT path FROM artifact_path WHERE artifact=?1 ORDER BY path") {}

  Source read(std::int64_t artifact, std::uint64_t offset) {
    if (known_.size() >= kKept) known_.clear();
    const auto [at, added] = known_.try_emplace(artifact);
    if (added) at->second = look_up(artifact);
    Source source = at->second;
    source.offset = offset;
    return source;
  }

 private:
  static constexpr std::size_t kKept = 256;

  Source look_up(std::int64_t artifact) {
    Source source;
    source.artifact = base::ArtifactId{artifact};
    if (artifact_.with(artifact).row()) {
      source.tenant = artifact_.text(0);
      source.sha256 = artifact_.text(1);
    }
    artifact_.finish();
    paths_.with(artifact);
    while (paths_.row()) source.paths.push_back(paths_.string(0));
    return source;
  }

  Statement artifact_, paths_;
  std::map<std::int64_t, Source> known_;
};

// What a correlation's finding was made of.
class PartReader {
 public:
  PartReader(Database& database, SourceReader& sources)
      : query_(database, kParts),
        count_(database, "SELECT count(*) FROM finding_part WHERE finding=?1"),
        sources_(sources) {}

  std::uint64_t count(std::int64_t finding) {
    const std::uint64_t parts = count_.with(finding).row() ? count_.natural(0) : 0;
    count_.finish();
    return parts;
  }

  std::vector<PartRef> read(std::int64_t finding) {
    std::vector<PartRef> parts;
    query_.with(finding, StoredFinding::kParts);
    while (query_.row()) {
      PartRef part;
      part.rule_id = query_.text(0);
      part.rule_title = query_.text(1);
      part.event.timed = !query_.is_null(2);
      part.event.time.ticks = query_.integer(2);
      part.event.host = query_.text(3);
      part.event.channel = query_.text(4);
      part.event.provider = query_.text(5);
      part.event.event_id = static_cast<std::uint32_t>(query_.integer(6));
      part.event.record_id = query_.natural(7);
      part.source = sources_.read(query_.integer(8), query_.natural(9));
      parts.push_back(std::move(part));
    }
    return parts;
  }

 private:
  static constexpr const char* kParts =
      "SELECT rule_id, title, match.time, host.value, channel.value, provider.value, match.event_id, match.record_id,"
      " match.artifact, match.offset FROM finding_part JOIN match ON match.id=finding_part.match"
      " LEFT JOIN correlation_finding child ON child.id=finding_part.child JOIN rule ON rule.id=coalesce(child.rule, "
      "match.rule)"
      " JOIN text host ON host.id=match.host JOIN text channel ON channel.id=match.channel"
      " JOIN text provider ON provider.id=match.provider WHERE finding_part.finding=?1 ORDER BY position LIMIT ?2";
  Statement query_, count_;
  SourceReader& sources_;
};

// Where the events of findings stand.
class PlaceReader {
 public:
  PlaceReader(Database& database, SourceReader& sources, const FindingQuery& query)
      : sources_(sources), query_(query), copies_(database) {
    if (copies_.any()) places_.emplace(database, sql().c_str());
  }

  // All places of the row's event, if the row is the first of them (in the artifact that was asked for), else none.
  std::vector<Source> read(const Statement& row) {
    std::vector<Source> all;
    bool first = true;
    if (places_ && !row.is_null(kKey))
      places_->with(LastingBytes{row.text(kKey)}, query_.superseded_too, row.integer(2));
    while (places_ && !row.is_null(kKey) && places_->row()) {
      Source source = sources_.read(places_->integer(0), places_->natural(1));
      if (first && (!query_.artifact || source.artifact == *query_.artifact)) {
        if (places_->integer(0) != row.integer(0) || places_->integer(1) != row.integer(1)) {
          places_->finish();
          return {};
        }
        first = false;
        all.insert(all.begin(), std::move(source));
      } else {
        all.push_back(std::move(source));
      }
    }
    if (all.empty()) all.push_back(sources_.read(row.integer(0), row.natural(1)));
    return all;
  }

 private:
  static constexpr int kKey = 10;  // NULL of a correlation's finding, which has no copies

  // Among live findings; among all of the same version of the rule where superseded ones count too.
  [[nodiscard]] std::string sql() const {
    return "SELECT copy.artifact, copy.offset FROM " + copies_.table() +
           " copy JOIN artifact ON artifact.id=copy.artifact AND sha256 IS NOT NULL LEFT JOIN in_force ON "
           "in_force.rule=copy.rule"
           " WHERE event_key=?1 AND CASE WHEN ?2 THEN copy.rule=?3 ELSE in_force.rule IS NOT NULL END"
           " ORDER BY " +
           copies_.by_path() + ", copy.offset, copy.artifact";
  }

  SourceReader& sources_;
  const FindingQuery& query_;
  Copies copies_;
  std::optional<Statement> places_;
};

}  // namespace

base::Result<void> CaseReading::findings(const FindingQuery& query, const Each<StoredFinding>& each) {
  Statement rows(database_, sql_of(query).c_str());
  bind(rows, query);
  if (!rows.row()) return database_.outcome();
  SourceReader sources(database_);
  PartReader parts(database_, sources);
  RowReader reader(database_);
  PlaceReader places(database_, sources, query);
  do {
    std::vector<Source> all = places.read(rows);
    if (all.empty()) continue;  // a copy: given at its first place
    StoredFinding finding = reader.read(rows);
    finding.sources = std::move(all);
    finding.rule = rule(finding.row.rule);
    const Source& source = finding.sources.front();
    finding.id = finding_id(finding.rule->id, source.tenant, source.sha256, source.offset, rows.text(13));
    if (finding.rule->kind == RuleKind::kCorrelation) {
      finding.parts = parts.read(rows.integer(12));
      finding.part_count = parts.count(rows.integer(12));
    }
    if (!each(finding)) break;
  } while (rows.row());
  return database_.outcome();
}

}  // namespace hoptrace::cases
