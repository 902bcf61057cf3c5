// Hunt: the batch order. The one place that knows who comes after whom:
//
//   load rules, tables, indicators, tenants → open the case → walk once to know what is there (sizes, formats, hashes
//   of what lies in archives) → walk again to read what the case does not have yet: files are hashed while they are
//   read, pieces are decoded and matched by `jobs` workers, their results committed in the order of the evidence
//   → correlations from the case → done.
//
// hunt() is called once per run, from one thread; it starts and joins its own workers. A Listener hears what happens
// as it happens, on the calling thread. Everything worth keeping is in the case: an outcome only says how it went.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/origin.h"
#include "base/result.h"
#include "base/time.h"
#include "rules/rule.h"

namespace hoptrace::hunt {

class Profile;  // profile.h

struct HuntOptions {
  std::vector<std::string> evidence;
  std::string case_path = "case.hop";
  std::string content;             // folder with rules/, logsources/, fields/, indicators/
  std::vector<std::string> rules;  // beside the default pack
  bool default_rules = true;
  std::vector<std::string> indicators;    // beside the default list
  std::vector<std::string> placeholders;  // value lists for |expand: YAML, name: [values]
  std::string tenants_file;               // empty: tenants.yaml at the evidence root, if it is there
  std::string tenant;                     // all of it is this tenant's
  std::optional<base::Time> since, until;
  rules::Level least_level = rules::Level::kInformational;
  std::vector<rules::Status> statuses;
  std::string allow_file;
  unsigned jobs = 0;  // 0: one per processor
  bool carve = false;
  bool hops = true;                    // facts of who was where are read, and hops traced
  bool slow_matcher = false;           // for the differential tests
  bool settle_each = false;            // every stretch is on disk before the next: for tests that kill a hunt
  std::vector<std::string> leave_out;  // absolute paths that are no evidence (outputs)
  // Where what follows from rules and lists is kept from run to run (kept_set.h); empty: nowhere.
  std::string kept_folder;
  std::string version, command_line;
  std::function<base::Time()> now;  // the clock, for run records only
  Profile* profile = nullptr;       // where the time went; null: nothing is measured
};

struct HuntProgress {
  std::uint64_t bytes_done = 0, bytes_all = 0;
  std::uint64_t records = 0, findings = 0;
  std::string path;  // being read
};

struct Untold {
  base::ArtifactId artifact{};
  std::int64_t since_run = 0;
};

class Listener {
 public:
  virtual ~Listener() = default;
  virtual void on_stage(std::string_view what) = 0;            // "reading rules", "taking stock of the evidence", …
  virtual void on_progress(const HuntProgress& progress) = 0;  // after every piece
  // Whether it reads findings out of the case when it is told of artifacts: the case is made ready for it.
  [[nodiscard]] virtual bool tells_findings() const { return false; }
  // All artifacts of one outermost file are in the case; those with findings that nobody has been told of, in the
  // order of their paths. An error stops the hunt: the findings stay untold, and the next run tells them.
  virtual base::Result<void> on_artifacts(const std::vector<Untold>& artifacts) = 0;
  // The correlations are in the case; those since that run have not been told.
  virtual base::Result<void> on_correlations(std::int64_t since_run) = 0;
};

struct HopTotals {
  bool traced = false;
  std::uint64_t logons = 0;
  std::size_t hops = 0, borders = 0, intrusions = 0;
};

struct HuntOutcome {
  std::uint64_t suppressed = 0;  // by the allow file
  HopTotals hops;
  bool all_read = true;  // false: some evidence could not be read in full
  std::string case_path;
  std::string kept_trouble;  // not empty: why nothing could be kept in HuntOptions::kept_folder
};

[[nodiscard]] base::Result<HuntOutcome> hunt(const HuntOptions& options, Listener& listener);

}  // namespace hoptrace::hunt
