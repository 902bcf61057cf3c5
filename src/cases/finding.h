// What a case keeps: the results' types, plain data, as the rooms above hand them in and exports read them out.
// Times are base::Time; texts are UTF-8 as found in the evidence (escape them wherever they are shown).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/anomaly.h"
#include "base/fingerprint.h"
#include "base/origin.h"
#include "base/time.h"

namespace hoptrace::cases {

using RuleRow = std::int64_t;  // a row of the case's rule table (one version of one rule)
using RulesetRow = std::int64_t;
using Pairs = std::vector<std::pair<std::string, std::string>>;

// kLogonFacts: no rule, but what reads facts for hops out of records; it has versions like one.
enum class RuleKind : std::uint8_t { kSigma, kCorrelation, kIndicator, kLogonFacts };

struct RuleRecord {
  RuleKind kind = RuleKind::kSigma;
  std::string id, title, author, level, status, path, description;
  std::vector<std::string> tags, references, falsepositives;
  // Of what decides its verdict and what is kept of its matches (is it a finding, which fields for correlations): a
  // rule with another hash is another version, and artifacts are read again for it.
  std::string hash;
};

struct EventRef {  // a record, as findings name it
  base::Time time;
  bool timed = true;
  std::string host, channel, provider;
  std::uint32_t event_id = 0;
  std::uint64_t record_id = 0;
  std::string content;  // hash over the record's values: tells copies of one event from two events
};

struct FindingRow {  // as it is read out, and as tests write it down
  RuleRow rule = 0;
  std::string level;  // the rule's, or one lower where uncertain
  bool certain = true;
  std::uint64_t offset = 0;
  std::string tenant;  // of the event (may differ from the artifact's folder: see tenants)
  EventRef event;
  Pairs matched;
  std::vector<std::string> missing;
  std::vector<std::string> context;  // weak indicators seen in the same record, in words
};

// What nearly all records of a log repeat.
struct LogName {
  std::string tenant, host, channel, provider;
  friend bool operator==(const LogName&, const LogName&) = default;
};

// What a finding rests on, as the case keeps it (packed.h makes it). Findings that repeat each other share one:
// whoever remembers it spares the case a look.
struct Detail {
  std::string matched, missing, context;
  std::uint64_t hash = 0;  // of all three
};
using SharedDetail = std::shared_ptr<const Detail>;

// A finding as a hunt enters it: small, as there are many. What many findings of a stretch say stands in it once.
struct NewFinding {
  RuleRow rule = 0;
  std::uint64_t offset = 0, record_id = 0;
  base::Time time;
  base::Fingerprint event;                          // identity_of() the record (identity.h)
  std::uint32_t event_id = 0, log = 0, detail = 0;  // the latter two: in Stretch::logs and Stretch::details
  std::uint8_t level = 0;                           // in Stretch::levels
  bool timed = true, certain = true;
};

// A match that a correlation refers to.
struct CorrelationMatch {
  RuleRow rule = 0;
  std::uint64_t offset = 0;
  std::string tenant;
  EventRef event;
  Pairs fields;  // the record's fields that correlations group by, count or sum (as the rule reads them)
};

struct CoverageRow {  // one log of one host on one day (UTC)
  std::string tenant, host, channel;
  std::int32_t day = 0;  // days since 1970-01-01
  std::uint64_t records = 0;
  base::Time first, last;
  std::uint64_t first_record_id = 0, last_record_id = 0;
  std::uint64_t missing_ids = 0;  // ids absent between first and last as far as one artifact shows
};

struct IndicatorSighting {  // an indicator seen in a record, whether or not it is a finding
  RuleRow rule = 0;
  std::uint64_t offset = 0;
  std::string tenant, host, value, field;
  base::Time time;
};

// All that came of one stretch of one artifact; written in one transaction.
struct Stretch {
  base::ArtifactId artifact{};
  std::uint64_t begin = 0, end = 0;
  bool last = false;  // the artifact is complete with this stretch
  // Of an artifact that was begun without its SHA-256: how many bytes were read by now (`end` or some more), and what
  // they hash to; with `last` that is its identity.
  std::uint64_t read_to = 0;
  std::string read_sha256;
  std::uint64_t records = 0;
  std::vector<NewFinding> findings;  // those of one record together
  std::vector<LogName> logs;         // that findings name; the same one twice does no harm
  std::vector<std::string> levels;
  std::vector<SharedDetail> details;
  std::vector<CorrelationMatch> matches;
  std::vector<IndicatorSighting> sightings;
  std::vector<CoverageRow> coverage;
  base::Anomalies anomalies;
  // Facts of who was where, packed (sessions/packed_facts.h); set where they were looked for, even if there are none.
  std::optional<std::string> logon_facts;
  // What other readers made of the records, by the reader's name; set together with logon_facts.
  std::vector<std::pair<std::string, std::string>> record_facts;
  std::vector<std::string> lanes;  // names of the log-source lanes that had a record (rules/log_source.h)
};

}  // namespace hoptrace::cases
