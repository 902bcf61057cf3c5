// Findings out of the case: in order, each event once, with all its sources.
#include <map>

#include "cases/case_reading.h"
#include "cases/identity.h"
#include "cases/packed.h"

namespace hoptrace::cases {
namespace {

// What every reading of a finding selects; `%` is where its conditions go.
constexpr const char* kColumns =
    "SELECT finding.id, finding.artifact, finding.offset, finding.rule, part, finding.run, withheld, in_force,"
    " finding.level, certain, time, tenant.value, host.value, channel.value, provider.value, event_id, record_id,"
    " content, event_key, matched, missing, context, rule_id"
    " FROM finding JOIN rule ON rule.id=finding.rule JOIN artifact ON artifact.id=finding.artifact"
    " AND sha256 IS NOT NULL JOIN text tenant ON tenant.id=finding.tenant JOIN text host ON host.id=finding.host"
    " JOIN text channel ON channel.id=finding.channel JOIN text provider ON provider.id=finding.provider WHERE ";

// Copies of an event: among live findings; among all of the same version of the rule where superseded ones count too.
constexpr const char* kSources =
    "SELECT finding.id, finding.artifact, finding.offset FROM finding JOIN rule ON rule.id=finding.rule"
    " JOIN artifact ON artifact.id=finding.artifact AND sha256 IS NOT NULL WHERE event_key=?1"
    " AND CASE WHEN ?2 THEN withheld<2 AND finding.rule=?3 ELSE in_force AND withheld=0 END"
    " ORDER BY artifact.path, finding.offset, finding.id";

// A condition that is not asked for reads "?n IS NULL", which its unbound parameter makes true.
std::string sql_of(const FindingQuery& query) {
  std::string sql = kColumns;
  sql += query.superseded_too ? "withheld<2" : "in_force AND withheld=0";
  sql += query.artifact ? " AND finding.artifact=?1" : " AND ?1 IS NULL";
  sql += query.since_run ? " AND finding.run>=?2" : " AND ?2 IS NULL";
  sql += query.tenant ? " AND tenant.value=?3" : " AND ?3 IS NULL";
  sql += query.kind ? " AND rule.kind=?4" : " AND ?4 IS NULL";
  sql += query.order == FindingOrder::kTime ? " ORDER BY time, " : " ORDER BY ";
  return sql + "artifact.path, finding.offset, rule_id, part, finding.id";
}

void bind(Statement& statement, const FindingQuery& query) {
  std::optional<std::int64_t> artifact;
  std::optional<int> kind;
  if (query.artifact) artifact = static_cast<std::int64_t>(*query.artifact);
  if (query.kind) kind = static_cast<int>(*query.kind);
  statement.with(artifact, query.since_run, query.tenant, kind);
}

StoredFinding read_finding(const Statement& query) {
  StoredFinding finding;
  FindingRow& row = finding.row;
  row.offset = query.natural(2);
  row.rule = query.integer(3);
  finding.run = query.integer(5);
  finding.live = query.integer(6) == 0 && query.integer(7) != 0;
  row.level = query.text(8);
  row.certain = query.integer(9) != 0;
  row.event.timed = !query.is_null(10);
  row.event.time.ticks = query.integer(10);
  row.tenant = query.text(11);
  row.event.host = query.text(12);
  row.event.channel = query.text(13);
  row.event.provider = query.text(14);
  row.event.event_id = static_cast<std::uint32_t>(query.integer(15));
  row.event.record_id = query.natural(16);
  row.event.content = query.text(17);
  row.matched = unpack_pairs(query.text(19));
  row.missing = unpack_texts(query.text(20));
  row.context = unpack_texts(query.text(21));
  return finding;
}

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
      " LEFT JOIN finding child ON child.id=finding_part.child JOIN rule ON rule.id=coalesce(child.rule, match.rule)"
      " JOIN text host ON host.id=match.host JOIN text channel ON channel.id=match.channel"
      " JOIN text provider ON provider.id=match.provider WHERE finding_part.finding=?1 ORDER BY position LIMIT ?2";
  Statement query_, count_;
  SourceReader& sources_;
};

// All places of the row's event, if the row is the first of them (in the artifact that was asked for), else none.
std::vector<Source> places_of(const Statement& row, Statement& places, SourceReader& sources,
                              const FindingQuery& query) {
  std::vector<Source> all;
  bool first = true;
  places.with(row.text(18), query.superseded_too, row.integer(3));
  while (places.row()) {
    Source source = sources.read(places.integer(1), places.natural(2));
    if (first && (!query.artifact || source.artifact == *query.artifact)) {
      if (places.integer(0) != row.integer(0)) {
        places.finish();
        return {};
      }
      first = false;
      all.insert(all.begin(), std::move(source));
    } else {
      all.push_back(std::move(source));
    }
  }
  return all;
}

}  // namespace

base::Result<void> CaseReading::findings(const FindingQuery& query, const Each<StoredFinding>& each) {
  Statement rows(database_, sql_of(query).c_str());
  Statement places(database_, kSources);
  SourceReader sources(database_);
  PartReader parts(database_, sources);
  bind(rows, query);
  while (rows.row()) {
    StoredFinding finding = read_finding(rows);
    finding.sources = places_of(rows, places, sources, query);
    if (finding.sources.empty()) continue;  // a copy: given at its first place
    finding.rule = rule(finding.row.rule);
    const Source& source = finding.sources.front();
    finding.id = finding_id(finding.rule->id, source.tenant, source.sha256, source.offset, rows.text(4));
    if (finding.rule->kind == RuleKind::kCorrelation) {
      finding.parts = parts.read(rows.integer(0));
      finding.part_count = parts.count(rows.integer(0));
    }
    if (!each(finding)) break;
  }
  return database_.outcome();
}

}  // namespace hoptrace::cases
