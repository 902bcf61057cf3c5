// The tables of a case, and the proof that a file is one.
//
// A case carries its own marks in SQLite's header: application_id says "this is a case", user_version which schema.
// An empty file becomes a case; anything else without the mark is refused and left as it is, and so is a case of
// another schema than this program's. The tables are made in one transaction: a kill leaves an empty file or a case.
//
// What is kept where (one room of tables for each thing kept):
//   text, log                    texts that repeat (hosts, channels, providers, tenants), and which go together
//   run, audit                   who ran what and when, and what was decided on the way
//   rule_block, in_force         versions of rules, packed, and those of the set in force
//   ruleset                      sets that artifacts were read under ("3 7-12": rows of rules)
//   entered                      the list of rules that was entered last, so that the same one costs nothing
//   rule_note                    rules refused, waiting, idle, packed, by run
//   artifact, artifact_path      the evidence, and how far it has been read; every path of the same bytes
//   reading, stretch             rule sets that an artifact was read under to its end; the committed stretches
//   finding_block, detail        findings of rules and indicators, packed, by place; what they matched on
//   correlation_finding          findings of correlations (withheld: 0 live; 1 corrected by later evidence; 2 there
//                                for a correlation only; 3 both)
//   finding_part                 what those were made of
//   match, correlation_*         matches kept for correlations, and how those have sorted them into groups
//   sighting, coverage, anomaly  facts about the evidence, stored once an artifact whatever the rules
//   logon_facts                  who was where, by stretch, packed
//   hop, hop_evidence, intrusion what the last run's tracing made of them
//   record_facts                 what other readers of records counted, by stretch, packed
//   assessment                   what the last run judged from all of it, a document a kind and tenant
//   kept_record                  records that the path rests on, whole (record_store.h)
//
// Thousands of rules are one row (rule_pack.h): entering each of its own cost more than hunting a small file. For
// statements, `rule` is a table nevertheless (rule_table.h).
//   secret                       the key of this case's pseudonyms, drawn when the case was made
//   (Reading::redaction_key)
//
// A hunt makes many findings, so a finding has no row: some hundreds share one, as a few bytes each
// (finding_block.h). For statements, `finding` is a table nevertheless (finding_table.h), without indexes: what
// readers need beyond that they make for themselves (copies.h). Only who tells findings while hunting has a row of
// each made, in finding_by_event (Case::prepare_telling).
#pragma once

#include "base/result.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

constexpr std::int64_t kApplicationId = 0x484f5054;  // "HOPT"
constexpr std::int64_t kSchemaVersion = 6;

// Refuses what is not a case of this schema; with kWrite an empty database is made into one.
[[nodiscard]] base::Result<void> ensure_schema(Database& database, Database::Mode mode);

}  // namespace hoptrace::cases
