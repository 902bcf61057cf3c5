// The tables of a case, and the proof that a file is one.
//
// A case carries its own marks in SQLite's header: application_id says "this is a case", user_version which schema.
// An empty file becomes a case; anything else without the mark is refused and left as it is, and so is a case of a
// newer schema than this program knows. The tables are made in one transaction: a kill leaves an empty file or a
// case.
//
// What is kept where (one room of tables for each thing kept):
//   text                         texts that repeat: hosts, channels, providers, tenants
//   run, audit                   who ran what and when, and what was decided on the way
//   rule, ruleset, ruleset_rule  versions of rules, the set in force, sets that artifacts were read under
//   rule_note                    rules refused, waiting, idle, by run
//   artifact, artifact_path      the evidence, and how far it has been read; every path of the same bytes
//   unfinished                   (a view) artifacts that have no SHA-256 yet: readings show nothing of them
//   reading, stretch             rule sets that an artifact was read under to its end; every committed stretch
//   finding, finding_part        findings (withheld: 0 live; 1 corrected by later evidence; 2 there for a correlation
//                                only; 3 both); what a correlation's finding was made of
//   match, correlation_*         matches kept for correlations, and how those have sorted them into groups
//   sighting, coverage, anomaly  facts about the evidence, stored once an artifact whatever the rules
#pragma once

#include "base/result.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

constexpr std::int64_t kApplicationId = 0x484f5054;  // "HOPT"
constexpr std::int64_t kSchemaVersion = 1;

// Refuses what is not a case of this schema; with kWrite an empty database is made into one.
[[nodiscard]] base::Result<void> ensure_schema(Database& database, Database::Mode mode);

}  // namespace hoptrace::cases
