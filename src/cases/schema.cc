#include "cases/schema.h"

#include <string>

#include "base/name_uuid.h"
#include "cases/finding_table.h"
#include "cases/rule_table.h"

namespace hoptrace::cases {
namespace {

constexpr std::size_t kKeyBytes = 32;

constexpr const char* kTables = R"sql(
CREATE TABLE text(id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE);

CREATE TABLE run(id INTEGER PRIMARY KEY, version TEXT NOT NULL, command_line TEXT NOT NULL,
  started INTEGER NOT NULL, ended INTEGER, outcome TEXT);
CREATE TABLE audit(id INTEGER PRIMARY KEY, run INTEGER, time INTEGER NOT NULL, action TEXT NOT NULL,
  detail TEXT NOT NULL);

CREATE TABLE rule_block(first INTEGER PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE in_force(rule INTEGER PRIMARY KEY, kind INTEGER NOT NULL);
CREATE TABLE ruleset(id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, rules TEXT NOT NULL);
CREATE TABLE entered(id INTEGER PRIMARY KEY, what TEXT NOT NULL, hash BLOB NOT NULL, rules TEXT NOT NULL);
CREATE TABLE rule_note(id INTEGER PRIMARY KEY, run INTEGER, packed BLOB NOT NULL);

CREATE TABLE artifact(id INTEGER PRIMARY KEY AUTOINCREMENT, tenant INTEGER NOT NULL, sha256 TEXT,
  format TEXT NOT NULL, size INTEGER NOT NULL, path TEXT NOT NULL, head TEXT, records INTEGER NOT NULL DEFAULT 0,
  facts_complete INTEGER NOT NULL DEFAULT 0, partial_ruleset INTEGER, done_to INTEGER NOT NULL DEFAULT 0,
  untold_since INTEGER, read_to INTEGER, read_sha256 TEXT,
  UNIQUE(tenant, sha256));
CREATE INDEX artifact_by_size ON artifact(size, head);
CREATE INDEX artifact_unfinished ON artifact(path) WHERE sha256 IS NULL;
CREATE VIEW unfinished(id) AS SELECT id FROM artifact WHERE sha256 IS NULL;
CREATE TABLE artifact_path(id INTEGER PRIMARY KEY, artifact INTEGER NOT NULL, path TEXT NOT NULL,
  UNIQUE(artifact, path));
CREATE TABLE reading(artifact INTEGER NOT NULL, ruleset INTEGER NOT NULL,
  PRIMARY KEY(artifact, ruleset)) WITHOUT ROWID;
CREATE TABLE stretch(id INTEGER PRIMARY KEY, run INTEGER, artifact INTEGER NOT NULL, ruleset INTEGER NOT NULL,
  first INTEGER NOT NULL, end INTEGER NOT NULL, records INTEGER NOT NULL);

CREATE TABLE log(id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, host INTEGER NOT NULL,
  channel INTEGER NOT NULL, provider INTEGER NOT NULL, UNIQUE(tenant, host, channel, provider));
CREATE TABLE detail(id INTEGER PRIMARY KEY, matched TEXT NOT NULL, missing TEXT NOT NULL, context TEXT NOT NULL);
CREATE TABLE finding_block(id INTEGER PRIMARY KEY, artifact INTEGER NOT NULL, first INTEGER NOT NULL,
  last INTEGER NOT NULL, run INTEGER, findings INTEGER NOT NULL, packed BLOB NOT NULL);
CREATE INDEX finding_block_by_place ON finding_block(artifact, first, last);
CREATE TABLE correlation_finding(id INTEGER PRIMARY KEY, rule INTEGER NOT NULL, part TEXT NOT NULL,
  revision TEXT NOT NULL, withheld INTEGER NOT NULL, artifact INTEGER NOT NULL, offset INTEGER NOT NULL, run INTEGER,
  level INTEGER NOT NULL, time INTEGER, log INTEGER NOT NULL, event_id INTEGER NOT NULL, record_id INTEGER NOT NULL,
  detail INTEGER NOT NULL, reached INTEGER, UNIQUE(rule, part, revision));
CREATE TABLE finding_part(finding INTEGER NOT NULL, position INTEGER NOT NULL, match INTEGER NOT NULL, child INTEGER,
  PRIMARY KEY(finding, position)) WITHOUT ROWID;

CREATE TABLE correlation_state(correlation INTEGER PRIMARY KEY, matched_to INTEGER NOT NULL,
  groupless INTEGER NOT NULL);
CREATE TABLE correlation_group(id INTEGER PRIMARY KEY, correlation INTEGER NOT NULL, tenant INTEGER NOT NULL,
  key TEXT NOT NULL, shown TEXT NOT NULL, stale INTEGER NOT NULL, UNIQUE(correlation, tenant, key));
CREATE INDEX correlation_stale ON correlation_group(correlation) WHERE stale;
CREATE TABLE correlation_item(id INTEGER PRIMARY KEY, grp INTEGER NOT NULL, time INTEGER NOT NULL,
  member INTEGER NOT NULL, match INTEGER NOT NULL, child INTEGER NOT NULL, tenant INTEGER NOT NULL,
  host INTEGER NOT NULL, channel INTEGER NOT NULL, record_id INTEGER NOT NULL, content BLOB NOT NULL,
  artifact INTEGER NOT NULL, offset INTEGER NOT NULL, vals TEXT NOT NULL);
CREATE UNIQUE INDEX correlation_item_of_group ON correlation_item(grp, time, member, match, child);
CREATE INDEX correlation_item_of_child ON correlation_item(child) WHERE child;

CREATE TABLE match(id INTEGER PRIMARY KEY, rule INTEGER NOT NULL, artifact INTEGER NOT NULL,
  offset INTEGER NOT NULL, time INTEGER, tenant INTEGER NOT NULL, host INTEGER NOT NULL, channel INTEGER NOT NULL,
  provider INTEGER NOT NULL, event_id INTEGER NOT NULL, record_id INTEGER NOT NULL, content BLOB NOT NULL,
  fields TEXT NOT NULL, UNIQUE(artifact, offset, rule));
CREATE INDEX match_by_rule ON match(rule, id);

CREATE TABLE sighting(id INTEGER PRIMARY KEY, rule INTEGER NOT NULL, artifact INTEGER NOT NULL,
  offset INTEGER NOT NULL, tenant INTEGER NOT NULL, host INTEGER NOT NULL, value INTEGER NOT NULL,
  field INTEGER NOT NULL, time INTEGER, UNIQUE(artifact, offset, rule, value, field));
CREATE TABLE coverage(id INTEGER PRIMARY KEY, artifact INTEGER NOT NULL, tenant INTEGER NOT NULL,
  host INTEGER NOT NULL, channel INTEGER NOT NULL, day INTEGER NOT NULL, records INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, first_record_id INTEGER NOT NULL,
  last_record_id INTEGER NOT NULL, missing_ids INTEGER NOT NULL);
CREATE INDEX coverage_of_artifact ON coverage(artifact, tenant, host, channel, day, first_record_id);
CREATE TABLE artifact_lane(artifact INTEGER NOT NULL, lane INTEGER NOT NULL,
  PRIMARY KEY(artifact, lane)) WITHOUT ROWID;
CREATE TABLE logon_facts(artifact INTEGER NOT NULL, first INTEGER NOT NULL, packed BLOB NOT NULL,
  PRIMARY KEY(artifact, first)) WITHOUT ROWID;
CREATE TABLE record_facts(artifact INTEGER NOT NULL, reader TEXT NOT NULL, first INTEGER NOT NULL,
  packed BLOB NOT NULL, PRIMARY KEY(artifact, reader, first)) WITHOUT ROWID;
CREATE TABLE secret(id INTEGER PRIMARY KEY CHECK(id=1), redaction_key TEXT NOT NULL);
CREATE TABLE assessment(kind TEXT NOT NULL, tenant TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY(kind, tenant)) WITHOUT ROWID;
CREATE TABLE hop(position INTEGER PRIMARY KEY, hop_id TEXT NOT NULL, time INTEGER NOT NULL, from_tenant TEXT,
  from_host TEXT, to_tenant TEXT NOT NULL, to_host TEXT NOT NULL, account TEXT NOT NULL, method TEXT NOT NULL,
  status TEXT NOT NULL, confidence REAL NOT NULL, suspicion REAL NOT NULL, intrusion INTEGER NOT NULL,
  border INTEGER NOT NULL, detail TEXT NOT NULL);
CREATE TABLE hop_evidence(hop INTEGER NOT NULL, position INTEGER NOT NULL, artifact INTEGER NOT NULL,
  offset INTEGER NOT NULL, record_id INTEGER NOT NULL, event_id INTEGER NOT NULL, side TEXT NOT NULL,
  PRIMARY KEY(hop, position)) WITHOUT ROWID;
CREATE TABLE intrusion(position INTEGER PRIMARY KEY, detail TEXT NOT NULL);
CREATE TABLE kept_record(artifact INTEGER NOT NULL, offset INTEGER NOT NULL, packed BLOB NOT NULL,
  PRIMARY KEY(artifact, offset)) WITHOUT ROWID;
CREATE TABLE anomaly(id INTEGER PRIMARY KEY, run INTEGER, artifact INTEGER, tenant INTEGER NOT NULL,
  path TEXT NOT NULL, kind TEXT NOT NULL, offset INTEGER NOT NULL, detail TEXT NOT NULL);
CREATE INDEX anomaly_of_artifact ON anomaly(artifact);
CREATE INDEX anomaly_of_path ON anomaly(path) WHERE artifact IS NULL;
CREATE INDEX anomaly_by_kind ON anomaly(kind);
)sql";

base::Result<void> make_tables(Database& database) {
  // The mode before the tables: so they are written once.
  database.script("PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL");
  Transaction work(database);
  database.script(kTables);
  Statement(database, "INSERT INTO secret VALUES(1, ?1)").run_with(base::random_hex(kKeyBytes));
  database.script(("PRAGMA application_id=" + std::to_string(kApplicationId)).c_str());
  database.script(("PRAGMA user_version=" + std::to_string(kSchemaVersion)).c_str());
  return work.commit();
}

base::Result<void> refuse(Database& database, std::string what, std::string remedy) {
  return base::fail(base::Code::kMalformed, std::move(what), database.path(), std::move(remedy));
}

base::Result<void> check_marks(Database& database, Database::Mode mode) {
  const std::int64_t application = database.number("PRAGMA application_id");
  const std::int64_t version = database.number("PRAGMA user_version");
  const std::int64_t tables = database.number("SELECT count(*) FROM sqlite_master");
  if (auto outcome = database.outcome(); !outcome) return outcome;
  if (application == 0 && version == 0 && tables == 0) {
    if (mode == Database::Mode::kWrite) return make_tables(database);
    return refuse(database, "This case is empty: no hunt has written to it", "Run hoptrace hunt first");
  }
  if (application != kApplicationId) {
    return refuse(database, "This is a database of another program, not a case file",
                  "Name another file with --case; nothing was changed");
  }
  if (version > kSchemaVersion) {
    return refuse(database,
                  "This case was written by a newer hoptrace (schema " + std::to_string(version) +
                      "; this program knows schema " + std::to_string(kSchemaVersion) + ")",
                  "Use that version, or hunt into another case");
  }
  if (version > 0 && version < kSchemaVersion) {
    return refuse(database,
                  "This case was written by an older hoptrace (schema " + std::to_string(version) +
                      "; this program knows schema " + std::to_string(kSchemaVersion) + ")",
                  "Use that version, or hunt into another case");
  }
  if (version != kSchemaVersion) {
    return refuse(database, "This case has a schema that never was (" + std::to_string(version) + ")",
                  "Hunt into another case");
  }
  return {};
}

}  // namespace

base::Result<void> ensure_schema(Database& database, Database::Mode mode) {
  if (auto outcome = check_marks(database, mode); !outcome) return outcome;
  add_finding_table(database);
  add_rule_table(database);
  return database.outcome();
}

}  // namespace hoptrace::cases
