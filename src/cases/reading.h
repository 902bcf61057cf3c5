// Reading: what exports, the closing table and the page read out of a case.
//
// Every answer comes row by row through a callback, in a defined order, so that nothing grows with the case; a
// callback that returns false stops the reading. "Live" findings are those of rules in force that nothing has
// superseded; only live ones are given, unless a call says otherwise. Views and pointers handed to a callback live
// until it returns (rule records as long as the Reading). A callback must not start another call on the same Reading:
// open a second one. Nothing is shown of artifacts that are being read and have no SHA-256 yet (unfinished_store.h),
// but by artifacts() itself, with an empty one. The same event in several artifacts (finding.h: equal tenant, rule,
// host, channel, record id, time and content) is given once, at its first place, with all its sources.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.h"
#include "cases/finding.h"
#include "cases/hop.h"
#include "cases/kept_record.h"

namespace hoptrace::cases {

struct Source {  // a place where a finding's record stands
  base::ArtifactId artifact{};
  std::string tenant, sha256;      // of the artifact
  std::vector<std::string> paths;  // all, in byte order
  std::uint64_t offset = 0;
};

// What a correlation's finding was made of: a member's match, or another correlation's finding (then with the match
// at which that was reached).
struct PartRef {
  std::string rule_id, rule_title;
  EventRef event;
  Source source;
};

struct StoredFinding {
  std::string id;                    // identity.h
  const RuleRecord* rule = nullptr;  // the version that made it
  FindingRow row;                    // with the offset in sources[0]; without event.content
  std::vector<Source> sources;       // the one that it is shown at, then the others by path and offset
  std::vector<PartRef> parts;        // of a correlation, in the order of time; the first kParts of part_count
  std::uint64_t part_count = 0;
  std::int64_t run = 0;  // the run that found it
  bool live = true;
  static constexpr std::size_t kParts = 1000;
};

// A finding that leaves little doubt: certain, of high or critical level, and with a time.
struct GraveFinding {
  const RuleRecord* rule = nullptr;
  std::string tenant, host, level;
  base::Time time;
  base::ArtifactId artifact{};  // the place that it is shown at
  std::uint64_t offset = 0;
};

enum class FindingOrder { kTime, kPath };  // time, path, offset | path, offset; then rule id. No time comes first.

struct FindingQuery {
  FindingOrder order = FindingOrder::kTime;
  std::optional<std::string> tenant;         // of the event
  std::optional<base::ArtifactId> artifact;  // only what stands in it
  std::optional<std::int64_t> since_run;     // only what this run or a later one found
  std::optional<RuleKind> kind;
  bool superseded_too = false;
};

enum class SummaryBy { kLevel, kRule, kTenant, kHost };
struct SummaryRow {
  std::string tenant, key, title;  // key: level, rule id or host; title of a rule; tenant only of tenants and hosts
  std::string level;               // of a rule: its highest
  std::uint64_t certain = 0, uncertain = 0;
};

struct SightingGroup {  // an indicator, and everywhere it was seen
  const RuleRecord* rule = nullptr;
  std::string value;
  std::vector<std::pair<std::string, std::string>> places;  // (tenant, host), at most kPlaces
  std::uint64_t place_count = 0, sightings = 0;             // sightings: records
  std::optional<base::Time> first, last;
  static constexpr std::size_t kPlaces = 100;
};

struct AnomalyRow {
  std::string kind, tenant, path, sha256, detail;  // path: the artifact's first, or the path itself
  std::uint64_t offset = 0;
};
struct AnomalyGroup {
  std::string kind;
  std::uint64_t count = 0, places = 0;  // places: artifacts or paths
  std::vector<AnomalyRow> examples;     // the first by path and offset, at most kExamples
  static constexpr std::size_t kExamples = 5;
};

// A day of a log, over all artifacts that show it. Ids are what tells a copy: of overlapping id ranges each id counts
// once. `exact` is false where that can only be a lower bound (ranges with holes overlap). Logs without ids:
// artifacts of equal first, last and number of records are copies, all others are added; inexact where their times
// overlap.
struct CoverageDay {
  CoverageRow row;
  std::uint64_t artifacts = 0;
  bool exact = true;
};
// Ids that no artifact of this log shows, between two that some show. (Gaps of a log that has them everywhere, as a
// forwarded selection does, are only counted in its coverage.)
struct RecordGap {
  std::string tenant, host, channel;
  std::uint64_t first_missing = 0, last_missing = 0;
  base::Time before, after;  // of the log's records around it, as far as a day's row tells
};

struct RunRow {
  std::int64_t id = 0;
  std::string version, command_line, outcome;  // outcome: empty while it runs, "interrupted" if it was killed
  base::Time started;
  std::optional<base::Time> ended;
};
struct AuditRow {
  std::int64_t run = 0;
  base::Time time;
  std::string action, detail;
};
struct ArtifactState {
  ArtifactRecord artifact;
  std::uint64_t records = 0, done_to = 0;
  bool complete = false;  // read to its end at least once
};

template <class Row>
using Each = std::function<bool(const Row&)>;

class Reading {
 public:
  [[nodiscard]] static base::Result<std::unique_ptr<Reading>> open(const std::string& path);
  virtual ~Reading() = default;

  [[nodiscard]] virtual base::Result<void> findings(const FindingQuery& query, const Each<StoredFinding>& each) = 0;
  // The first `most` grave ones of findings(), by time. A case gives them without making the others.
  [[nodiscard]] virtual base::Result<void> grave_findings(std::size_t most, const Each<GraveFinding>& each);
  // Copies count once, as in findings().
  [[nodiscard]] virtual base::Result<std::vector<SummaryRow>> summary(SummaryBy by) = 0;
  [[nodiscard]] virtual base::Result<void> sightings(const Each<SightingGroup>& each) = 0;  // by rule id, value
  // The same of one tenant alone: its places, its records, its times.
  [[nodiscard]] virtual base::Result<void> tenant_sightings(const std::string& tenant,
                                                            const Each<SightingGroup>& each) = 0;
  [[nodiscard]] virtual base::Result<void> anomaly_groups(const Each<AnomalyGroup>& each) = 0;  // by kind
  [[nodiscard]] virtual base::Result<void> anomalies(const Each<AnomalyRow>& each) = 0;  // path, offset, order met
  [[nodiscard]] virtual base::Result<void> coverage(const Each<CoverageDay>& each) = 0;  // tenant, host, channel, day
  [[nodiscard]] virtual base::Result<void> record_gaps(const Each<RecordGap>& each) = 0;  // …, first missing id
  // Of one run, or of the latest where none is named.
  [[nodiscard]] virtual base::Result<void> rule_notes(std::optional<std::int64_t> run,
                                                      const Each<RuleNote>& each) = 0;
  [[nodiscard]] virtual base::Result<void> rules_in_force(const Each<RuleRecord>& each) = 0;  // by id
  [[nodiscard]] virtual base::Result<std::uint64_t> count_in_force(RuleKind kind) = 0;
  // Names of the log-source lanes of which some artifact has a record, in byte order.
  [[nodiscard]] virtual base::Result<void> lanes(const Each<std::string>& each) = 0;
  // The same by artifact.
  [[nodiscard]] virtual base::Result<void> artifact_lanes(const Each<ArtifactLane>& each);
  [[nodiscard]] virtual base::Result<void> audit(const Each<AuditRow>& each) = 0;
  [[nodiscard]] virtual base::Result<void> runs(const Each<RunRow>& each) = 0;
  [[nodiscard]] virtual base::Result<void> artifacts(const Each<ArtifactState>& each) = 0;  // by path
  // What the last run's tracing found; by time.
  [[nodiscard]] virtual base::Result<void> hops(const Each<HopRow>& each) = 0;
  [[nodiscard]] virtual base::Result<void> intrusions(const Each<IntrusionRow>& each) = 0;
  // What it found it in: by artifact and place.
  [[nodiscard]] virtual base::Result<void> logon_facts(const Each<PackedFacts>& each) = 0;
  // What the record reader of this name made of the evidence, by artifact and place.
  [[nodiscard]] virtual base::Result<void> record_facts(std::string_view reader, const Each<PackedFacts>& each);
  // What the last run judged of this kind, by tenant.
  [[nodiscard]] virtual base::Result<void> assessments(std::string_view kind, const Each<AssessmentRow>& each);
  // The records that the last run kept whole; by artifact and offset.
  [[nodiscard]] virtual base::Result<void> records(const Each<KeptRecord>& each);
  // What the case's pseudonyms are made with: the same in every export of this case, another one in any other.
  [[nodiscard]] virtual base::Result<std::string> redaction_key() = 0;
};

}  // namespace hoptrace::cases
