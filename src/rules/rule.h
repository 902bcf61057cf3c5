// Rule: one Sigma rule, checked and resolved: what match evaluates.
//
// Source: SigmaHQ/sigma-specification 2.1.0 (rules, modifiers appendix, filters, correlation). Text becomes a Rule in
// three steps: base::parse_yaml → parse_rule() (this room's parser: modifiers applied to values, conditions resolved)
// → RuleSet (rule_set.h: names resolved, filters applied, log sources mapped). After that nothing changes: a RuleSet
// is shared by all threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/on_demand.h"

namespace hoptrace::rules {

enum class Level : std::uint8_t { kInformational, kLow, kMedium, kHigh, kCritical };
enum class Status : std::uint8_t { kStable, kTest, kExperimental, kDeprecated, kUnsupported, kNone };
[[nodiscard]] std::string_view name(Level level);
[[nodiscard]] std::string_view name(Status status);
[[nodiscard]] std::optional<Level> level_of(std::string_view name);
[[nodiscard]] std::optional<Status> status_of(std::string_view name);

// ---- patterns: what one value of an item becomes once its modifiers are applied -----------------------------------

// Text with Sigma's wildcards. `parts` alternate as written: a literal, `?` (exactly one character) or `*` (any
// number). contains/startswith/endswith have already put their `*` there; keywords carry one at either end.
struct Glob {
  struct Part {
    enum class Kind : std::uint8_t { kLiteral, kOne, kMany };
    Kind kind = Kind::kLiteral;
    std::string literal;  // UTF-8 as written in the rule; folded by whoever compares without case
  };
  std::vector<Part> parts;  // empty: the empty text
  bool cased = false;
};
struct NumberEquals {
  double value = 0;
  std::string text;
};  // an unquoted number: the number, or the text of it
struct BoolEquals {
  bool value = false;
};  // true/false, also as the text "true"/"false", 1/0
struct IsNull {};  // absent, or there without a value
struct Exists {
  bool expected = true;
};  // |exists
struct Regex {
  std::string pattern;
  bool ignore_case = false, multi_line = false, dot_all = false;
};
struct Cidr {
  std::uint8_t network[16] = {};
  int prefix = 0;
  bool v6 = false;
};  // v4 in the first four bytes
enum class Comparison : std::uint8_t { kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kEqual, kNotEqual };
struct Compare {
  Comparison comparison = Comparison::kEqual;
  double value = 0;
};
enum class TimePart : std::uint8_t { kMinute, kHour, kDay, kWeek, kMonth, kYear };
struct TimeCompare {
  TimePart part = TimePart::kHour;
  Comparison comparison = Comparison::kEqual;
  double value = 0;
};
enum class Placement : std::uint8_t { kWhole, kStart, kEnd, kAnywhere };
struct FieldReference {
  std::string field;
  Placement placement = Placement::kWhole;
  bool cased = false;
};

using Pattern =
    std::variant<Glob, NumberEquals, BoolEquals, IsNull, Exists, Regex, Cidr, Compare, TimeCompare, FieldReference>;

// ---- the syntax tree
// --------------------------------------------------------------------------------------------------

// One "field|modifiers: values" line (or a keyword: no field, searched in every value of the record).
struct Item {
  std::string field;  // empty: keyword
  std::vector<Pattern> patterns;
  bool all = false;      // every pattern must hold (|all), else any
  bool negated = false;  // |neq: holds where none of the patterns does and the field is there
  std::string source;    // "CommandLine|contains" as written, for explain and errors
  int line = 0;
};

using NodeId = std::uint32_t;
struct Node {
  enum class Kind : std::uint8_t { kAnd, kOr, kNot, kItem };
  Kind kind = Kind::kItem;
  std::vector<NodeId> children;  // of kAnd, kOr (none: true and false respectively), kNot (one)
  std::uint32_t item = 0;        // of kItem: index into Rule::items
};

struct LogSource {
  std::string product, category, service, definition;  // lower case; empty: any
};

struct Selection {  // a search identifier, kept for explain
  std::string name;
  NodeId root = 0;
  int line = 0;
};

// What decides a rule's verdict.
struct Detection {
  std::vector<Item> items;
  std::vector<Node> nodes;  // children before parents; a node may have several parents
  NodeId root = 0;          // of the condition (a list of conditions: their OR)
  std::vector<Selection> selections;
  std::string condition;  // as written
};

struct Rule {
  std::string id;  // the rule's own, or made from its content where it has none
  std::string name;
  std::string title, description, author, date, modified, license;
  std::vector<std::string> references, tags, falsepositives, fields;
  Level level = Level::kMedium;  // Sigma leaves it optional: medium where it is not said
  Status status = Status::kNone;
  LogSource logsource;

  // Most rules of a hunt are never asked: of those that an earlier run has kept, this is read back when one is.
  base::OnDemand<Detection> detection;

  std::string path;  // where it was read
  int line = 0;      // of the document
  std::string hash;  // SHA-256 of what decides its verdict (logsource, detection, values filled in)
};

// ---- correlation (sigma-correlation-rules-specification)
// ---------------------------------------------------------------

enum class CorrelationType : std::uint8_t {
  kEventCount,
  kValueCount,
  kTemporal,
  kTemporalOrdered,
  kValueSum,
  kValueAvg,
  kValuePercentile,
  kValueMedian
};
struct CorrelationCondition {
  std::vector<Compare> comparisons;  // all must hold
  std::vector<std::string> fields;   // `field`, of value_*
  double percentile = 0;             // of value_percentile
};
struct Correlation {
  std::string id, name, title, description, author, date;
  std::vector<std::string> references, tags, falsepositives;
  Level level = Level::kMedium;
  Status status = Status::kNone;
  CorrelationType type = CorrelationType::kEventCount;
  std::vector<std::string> rules;  // names or ids as written; resolved in RuleSet
  std::vector<std::string> group_by;
  std::int64_t timespan_seconds = 0;
  CorrelationCondition condition;
  struct Alias {
    std::string name;
    std::vector<std::pair<std::string, std::string>> field_of_rule;  // rule name → field
  };
  std::vector<Alias> aliases;
  bool generate = false;     // the referred rules are findings of their own as well
  bool all_tenants = false;  // `hoptrace-scope: all-tenants`: groups reach over tenants (docs/correlation.md)
  std::string path;
  int line = 0;
  std::string hash;
};

// ---- filters (sigma-filters-specification)
// -------------------------------------------------------------------------------

struct Filter {
  std::string id, title;
  LogSource logsource;
  std::vector<std::string> rules;  // ids or names; empty or "any": every rule of that log source
  Rule rule;                       // its selections and condition as a rule of its own
  std::string path;
  int line = 0;
};

}  // namespace hoptrace::rules
