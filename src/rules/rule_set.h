// RuleSet: all rules of a hunt, loaded, resolved and frozen.
//
// Order: load() any number of files and folders → RuleSetBuilder::finish(). Every document that was read ends
// in exactly one of three lists: accepted, waiting (for placeholder values: |expand without a list for its %name%),
// or refused (with file, line and reason). Nothing is dropped in silence.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "event/field.h"
#include "rules/log_source.h"
#include "rules/rule.h"
#include "rules/rule_files.h"

namespace hoptrace::rules {

struct Refusal {
  std::string path;
  int line = 0;
  std::string title, id;  // as far as they could be read
  std::string reason;
  bool waiting = false;  // only placeholder values are missing: bring a list, and it works
};

// A rule as match uses it: on which lanes (log-source rows) it runs, with field names interned.
struct CompiledRule {
  std::uint32_t index = 0;             // into RuleSet::rules
  std::vector<LaneId> lanes;           // empty: its log source is in no table (it can only be idle)
  std::vector<event::FieldId> fields;  // of rule.detection->items[i] (kOther for keywords), before the lane's mapping
  // The field that each FieldReference of the rule names, in the order of its items and their patterns.
  std::vector<event::FieldId> references;
  bool finding = true;      // false: only a correlation refers to it (and `generate` is off)
  bool correlated = false;  // its matches are kept for correlations
};

// A filter (sigma-filters-specification) that was read, and how many rules it changed.
struct FilterUse {
  std::string path;
  int line = 0;
  std::string title, id;
  std::uint32_t rules = 0;
};

struct RuleSet {
  std::vector<Rule> rules;
  std::vector<CompiledRule> compiled;  // parallel to `rules`
  std::vector<Correlation> correlations;
  // correlations[i].rules resolved: index into `rules`, or rules.size() + index into `correlations`
  std::vector<std::vector<std::uint32_t>> correlation_members;
  // parallel to `correlations`: false if only another correlation refers to it (and `generate` is off)
  std::vector<bool> correlation_is_finding;
  std::vector<FilterUse> filters;
  std::vector<Refusal> refused;
  std::uint32_t left_out = 0;  // by RuleFilter (and no correlation needs them)
  std::uint32_t repeated = 0;  // the same document, read again
  LogSourceTable log_sources;
  std::string hash;  // of all rule hashes in order: "the same rules"
};

// What to use of what is read.
struct RuleFilter {
  std::vector<Status> statuses;  // empty: all but deprecated and unsupported
  Level least_level = Level::kInformational;
};

// Lists for |expand: placeholder name (without %) → values.
using PlaceholderValues = std::map<std::string, std::vector<std::string>, std::less<>>;

class RuleSetBuilder {
 public:
  // `fields` receives every name that rules ask for. `log_sources` are the tables of content/. Files are parsed with
  // `threads` threads (0: one per processor); what comes of them is the same with any number.
  RuleSetBuilder(event::FieldDictionary& fields, LogSourceTable log_sources, PlaceholderValues placeholders = {},
                 unsigned threads = 0);

  // A file, or a folder recursively (*.yml, *.yaml). Fails only where `path` itself cannot be read or holds no rule.
  [[nodiscard]] base::Result<void> load(const std::string& path, const RuleFilter& filter = {});
  // What was read already (rule_files.h), of one path; fails where it holds no rule.
  [[nodiscard]] base::Result<void> take(const RuleTexts& texts, const std::string& path,
                                        const RuleFilter& filter = {});
  // One YAML text, as if it were a file at `path`.
  void load_text(std::string_view yaml, const std::string& path, const RuleFilter& filter = {});

  // Resolves names, applies filters, maps log sources. A rule of the same id read twice: the first stays, the second
  // is refused unless it is the same text.
  [[nodiscard]] std::shared_ptr<const RuleSet> finish();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace hoptrace::rules
