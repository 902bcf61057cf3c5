// Evaluator: the verdict of one rule on one record. Both matchers end here, so they can only differ in which rules
// they ask about.
//
// Order: look_at(event, lane); then any number of rules of that lane: decide(), and describe() where that was a
// match. One Evaluator a thread; the rules are shared. What a pattern means stands in pattern.h.
//
// An item ("field|modifiers: values") holds if any value of the field satisfies any of its patterns; with |all, if
// for every pattern some value does. Without a pattern it never holds. With |neq it holds if the field has a value
// other than null and the item without |neq does not hold: "the field is different" speaks of a field that is there
// (pySigma makes it a plain NOT and leaves absent fields to the query language); who means absent ones as well writes
// `not`. A keyword asks every value of the record.
//
// Three values. An item on a field that its source can never have (and the record indeed lacks) is unknown, whatever
// it asks; so is a comparison with such a field. AND, OR and NOT follow Kleene. A rule whose root is unknown matches,
// as *uncertain*, only if something was seen that speaks for it: an item in positive position that held, found by
//   item: it holds, and its field is none of those that say little on this lane (Lane::weak: what nearly every record
//   has); where the rule wants something unseen (an unknown that is not under NOT), also a pattern by which it holds
//   must be telling (telling.h), on a value that is not common there (Lane::common) · AND: any child is supported ·
//   OR: any child that is not false is supported · NOT: never.
// So a rule of which only an unseen field could speak says nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "match/compiled_rules.h"
#include "match/match.h"
#include "match/readings.h"

namespace hoptrace::match {

class Evaluator {
 public:
  enum class Outcome : std::uint8_t { kNoMatch, kUncertain, kCertain };
  // Bounds of what describe() keeps: evidence text is the attacker's, and a finding must stay small.
  static constexpr std::size_t kMostText = 4096;
  static constexpr std::size_t kMostMatched = 64;

  explicit Evaluator(std::shared_ptr<const CompiledRules> rules);

  void look_at(const event::Event& event, rules::LaneId lane);
  [[nodiscard]] Readings& readings() { return readings_; }
  [[nodiscard]] Outcome decide(std::uint32_t rule);
  // Fills `matched` and `missing` for the rule that decide() was asked about last. `matched` are the items that
  // hold in positive position, each with the value that made it so, under the rule's name for the field and as the
  // lane converts it; no pair twice. `missing` are the fields on which an unknown verdict hangs.
  void describe(Match& out);

  // Verdicts of single parts of that rule, for explain.
  [[nodiscard]] Verdict node(rules::NodeId node);
  [[nodiscard]] Verdict item(std::uint32_t item);
  // The values that made an item hold (empty where it holds because there are none), each as text.
  [[nodiscard]] std::vector<std::string> values_held(std::uint32_t item);
  // All values that an item asks about, as far as kMostMatched, and whether its field is unknown here.
  [[nodiscard]] std::vector<std::string> values_seen(std::uint32_t item);
  [[nodiscard]] bool field_unknown(std::uint32_t item);
  // The fields that make an item unknown.
  void unknown_fields(std::uint32_t item, std::vector<std::string>& out);

  // How many answers were given up at a bound (and taken as "does not hold").
  [[nodiscard]] std::uint64_t limits_hit() const { return scratch_.limits_hit + scratch_.regex.limits_hit(); }

 private:
  void begin(std::uint32_t rule);
  [[nodiscard]] Readings::Range range_of(const CompiledItem& item);
  [[nodiscard]] Verdict plain(const CompiledItem& item, Readings::Range range);
  [[nodiscard]] Verdict evaluate_item(std::uint32_t item);
  [[nodiscard]] Verdict evaluate(const rules::Node& node);
  [[nodiscard]] bool supported(rules::NodeId node);
  [[nodiscard]] bool says_little(std::uint32_t item) const;
  // Whether one of the patterns by which an item held is telling (telling.h), on a value that is not a common one.
  [[nodiscard]] bool tells(std::uint32_t item);
  [[nodiscard]] bool is_common(const CompiledItem& item, std::uint32_t reading);
  // Whether an unknown stands in positive position: the rule wants something that this source cannot show.
  [[nodiscard]] bool wants_unseen(rules::NodeId node);
  [[nodiscard]] bool has_value(Readings::Range range) const;
  void collect_held(rules::NodeId node, std::vector<bool>& items);
  void collect_missing(rules::NodeId node, std::vector<std::string>& out);

  std::shared_ptr<const CompiledRules> rules_;
  Readings readings_;
  PatternScratch scratch_;
  rules::LaneId lane_{};
  std::uint32_t rule_ = 0;
  const rules::Detection* detection_ = nullptr;  // the rule's
  bool wants_unseen_ = false;                    // of the rule as a whole, where it is unknown
  std::vector<std::uint8_t> verdicts_;           // of the rule's nodes: a Verdict, or kNotAsked
};

// `text`, cut at a character's border where it is longer than Evaluator::kMostText, then with "…" behind.
[[nodiscard]] std::string bounded_text(std::string_view text);

}  // namespace hoptrace::match
