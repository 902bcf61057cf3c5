// Generator: random rules and random records over a small alphabet, so that matches are common and every pattern,
// every lane and every kind of value occurs. For tests that compare the indexed matcher with the slow one. The same
// seed gives the same set and the same records, on every machine.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "event/event.h"
#include "match/hand_built_for_tests.h"

namespace hoptrace::match {

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  // A set of `rules` rules on lanes that rename, convert, lack and close fields.
  [[nodiscard]] std::shared_ptr<const rules::RuleSet> rule_set(std::size_t rules);
  // Fills `event`, which belongs to one or several of those lanes. What it views lives until the next call.
  void record(event::Event& event);

 private:
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }
  bool one_in(std::size_t n) { return below(n) == 0; }

  [[nodiscard]] std::string field();
  [[nodiscard]] std::string character();
  [[nodiscard]] std::string text(std::size_t most);
  [[nodiscard]] std::string phrase();
  [[nodiscard]] rules::Glob glob();
  [[nodiscard]] rules::Regex regex();
  [[nodiscard]] rules::Pattern pattern();
  [[nodiscard]] rules::NodeId item(hand_built::RuleMaker& maker);
  [[nodiscard]] rules::NodeId node(hand_built::RuleMaker& maker, std::size_t depth);
  [[nodiscard]] event::Value value();
  [[nodiscard]] event::Value bytes(event::Kind kind, std::string content);

  std::mt19937_64 random_;
  event::FieldDictionary fields_;
  std::deque<std::string> kept_;  // what the record views
};

}  // namespace hoptrace::match
