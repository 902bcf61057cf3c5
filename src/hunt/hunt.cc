#include "hunt/hunt.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/check.h"
#include "cases/case.h"
#include "cases/files_beside.h"
#include "cases/reading.h"
#include "correlate/correlate.h"
#include "hunt/assessing.h"
#include "hunt/equipment.h"
#include "hunt/hop_tracing.h"
#include "hunt/idle_rules.h"
#include "hunt/inventory.h"
#include "hunt/profile.h"
#include "hunt/record_keeping.h"
#include "hunt/second_walk.h"

namespace hoptrace::hunt {
namespace {

using base::Result;

std::string absolute(const std::string& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

// What lies among the evidence and is none: the case and what lies beside it, tenants.yaml, outputs.
evidence::WalkOptions walk_options(const HuntOptions& options, const std::string& tenants_file) {
  evidence::WalkOptions out;
  out.leave_out = options.leave_out;
  for (const std::string& path : cases::files_of_case(options.case_path)) out.leave_out.push_back(absolute(path));
  if (!tenants_file.empty()) out.leave_out.push_back(absolute(tenants_file));
  return out;
}

// What else than the rules decides what a reading finds.
std::string scope_of(const HuntOptions& options) {
  std::string out;
  if (options.since) out += "since " + base::iso8601(*options.since) + " ";
  if (options.until) out += "until " + base::iso8601(*options.until) + " ";
  if (options.carve) out += "carve ";
  return out;
}

Result<void> note_troubles(const Inventory& inventory, const Equipment& equipment, const HuntOptions& options,
                           cases::Case& kept) {
  for (const PathTrouble& trouble : inventory.troubles) {
    const tenants::Decision whose = equipment.tenants.decide(options.tenant, {}, trouble.path);
    if (auto noted = kept.note_path(whose.tenant, trouble.path, trouble.anomaly); !noted) return noted;
  }
  return {};
}

// The rules of this run, in the case: versions, refusals, and the set in force.
Result<cases::RulesetRow> enter_rules(Equipment& equipment, const HuntOptions& options, cases::Case& kept) {
  auto rows = kept.rows_for_rules(equipment.rule_pack);
  if (!rows) return std::unexpected(rows.error());
  const std::size_t entered = equipment.rules->rules.size() + equipment.rules->correlations.size() +
                              equipment.indicators.all().size() + (equipment.hops ? 1 : 0);
  base::check(rows->size() == entered, "everything that is entered has a row");
  const auto rules_end = rows->begin() + static_cast<std::ptrdiff_t>(equipment.rules->rules.size());
  const auto correlations_end = rules_end + static_cast<std::ptrdiff_t>(equipment.rules->correlations.size());
  equipment.rule_rows.assign(rows->begin(), rules_end);
  equipment.correlation_rows.assign(rules_end, correlations_end);
  const auto indicators_end = correlations_end + static_cast<std::ptrdiff_t>(equipment.indicators.all().size());
  equipment.indicator_rows.assign(correlations_end, indicators_end);
  if (equipment.hops) equipment.facts_row = *indicators_end;
  return kept.use_ruleset(*rows, scope_of(options));
}

Result<void> note_suppressed(const SecondWalk& walk, const Equipment& equipment, const HuntOptions& options,
                             cases::Case& kept) {
  for (std::size_t i = 0; i < equipment.allow.rows().size(); ++i) {
    const AllowList::Row& row = equipment.allow.rows()[i];
    const std::string detail = fmt::format("{} findings left out by {}:{} (rule {}, field {}, value {}): {}",
                                           walk.suppressed_by_row()[i], options.allow_file, row.line, row.rule,
                                           row.field.empty() ? "any" : row.field, row.value, row.reason);
    if (auto noted = kept.audit("allow", detail, options.now()); !noted) return noted;
  }
  return {};
}

// Whether all of the case's evidence was read: no anomaly says that something was lost.
Result<bool> all_read(cases::Case& kept) {
  bool all = true;
  auto read = kept.reading()->anomaly_groups([&all](const cases::AnomalyGroup& group) {
    const base::AnomalyKindInfo* const kind = base::find_anomaly_kind(group.kind);
    all = all && (kind == nullptr || !kind->loses_evidence);
    return all;
  });
  if (!read) return std::unexpected(read.error());
  return all;
}

// Correlations are told after all artifacts: those of runs that were broken off before they could tell are told now.
Result<void> tell_correlations(cases::Case& kept, Listener& listener) {
  std::int64_t since = 1;
  auto read = kept.reading()->runs([&since](const cases::RunRow& run) {
    if (run.outcome == "done") since = run.id + 1;
    return true;
  });
  if (!read) return read;
  return listener.on_correlations(since);
}

// Everything from the open case to the last committed correlation.
Result<HuntOutcome> hunt_into(cases::Case& kept, Equipment& equipment, const Inventory& inventory,
                              const std::string& root, const evidence::WalkOptions& walking,
                              const HuntOptions& options, Listener& listener) {
  auto ruleset = timed(options.profile, Stage::kOpening, [&] { return enter_rules(equipment, options, kept); });
  if (!ruleset) return std::unexpected(ruleset.error());
  if (auto noted = note_troubles(inventory, equipment, options, kept); !noted) return std::unexpected(noted.error());
  if (listener.tells_findings()) {
    if (auto prepared = kept.prepare_telling(); !prepared) return std::unexpected(prepared.error());
  }

  listener.on_stage("hunting");
  RuleSelection selection(equipment.rules, equipment.rule_rows, options.slow_matcher, equipment.indexes.get());
  SecondWalk walk(options, equipment, inventory, selection, kept, *ruleset, listener);
  auto walked =
      timed(options.profile, Stage::kReading, [&] { return evidence::walk(options.evidence, root, walking, walk); });
  if (auto finished = walk.finish(); !finished) return std::unexpected(finished.error());
  if (!walked) return std::unexpected(walked.error());
  if (auto noted = note_suppressed(walk, equipment, options, kept); !noted) return std::unexpected(noted.error());

  // Begun by a run that was killed, of files that are not there now: nobody was shown any of it, and what
  // correlations join is to be found again.
  if (auto forgotten = kept.forget_unfinished(); !forgotten) return std::unexpected(forgotten.error());
  listener.on_stage("correlating");
  const InStage correlating(clock_here(options.profile), Stage::kCorrelating);
  auto evaluated =
      correlate::evaluate(kept, *equipment.rules, equipment.rule_rows, equipment.correlation_rows, options.now());
  if (!evaluated) return std::unexpected(evaluated.error());
  if (auto told = tell_correlations(kept, listener); !told) return std::unexpected(told.error());
  if (auto noted = note_rule_states(equipment, kept); !noted) return std::unexpected(noted.error());

  HopTotals hops;
  if (options.hops) {
    listener.on_stage("tracing hops");
    const InStage tracing(clock_here(options.profile), Stage::kTracing);
    auto traced = trace_hops(kept, equipment);
    if (!traced) return std::unexpected(traced.error());
    hops = *traced;
    listener.on_stage("judging");
    if (auto judged = assess(kept, equipment, options); !judged) return std::unexpected(judged.error());
    const EvidencePlace place{root, walking};
    if (auto whole = keep_records(kept, equipment, inventory, place); !whole) return std::unexpected(whole.error());
  }

  auto everything = all_read(kept);
  if (!everything) return std::unexpected(everything.error());
  HuntOutcome outcome = walk.outcome();
  outcome.all_read = *everything;
  outcome.hops = hops;
  return outcome;
}

}  // namespace

Result<HuntOutcome> hunt(const HuntOptions& options, Listener& listener) {
  auto root = evidence::evidence_root(options.evidence);
  if (!root) return std::unexpected(root.error());
  listener.on_stage("reading rules");
  auto equipment = timed(options.profile, Stage::kRules, [&] { return equip(options, *root); });
  if (!equipment) return std::unexpected(equipment.error());
  if (options.profile != nullptr) options.profile->use_rules((*equipment)->rules);

  listener.on_stage("taking stock of the evidence");
  const evidence::WalkOptions walking = walk_options(options, (*equipment)->tenants_file);
  const decode::DecodeOptions decoding = (*equipment)->decode_options(options.carve);
  auto inventory = timed(options.profile, Stage::kReading,
                         [&] { return take_inventory(options.evidence, *root, walking, decoding, options.profile); });
  if (!inventory) return std::unexpected(inventory.error());
  if (inventory->entries.empty() && inventory->troubles.empty()) {
    return base::fail(base::Code::kUsage, "there is no file in it", options.evidence.front(),
                      "Name the folder, file or archive that holds the logs");
  }

  auto kept =
      timed(options.profile, Stage::kOpening, [&] { return cases::Case::open_for_writing(options.case_path); });
  if (!kept) return std::unexpected(kept.error());
  if (auto begun = (*kept)->begin_run(options.version, options.command_line, options.now()); !begun) {
    return std::unexpected(begun.error());
  }
  auto outcome = hunt_into(**kept, **equipment, *inventory, *root, walking, options, listener);
  if (!outcome) {
    (void)(*kept)->end_run("failed: " + outcome.error().what, options.now());  // as far as the trouble lets us
    return outcome;
  }
  outcome->case_path = options.case_path;
  outcome->kept_trouble = (*equipment)->kept_trouble;
  if (auto ended = (*kept)->end_run("done", options.now()); !ended) return std::unexpected(ended.error());
  const InStage closing(clock_here(options.profile), Stage::kWriting);
  kept->reset();
  return outcome;
}

}  // namespace hoptrace::hunt
