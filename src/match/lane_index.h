// LaneIndex: for one lane, which rules wait for which witness. Immutable once built; shared by all threads.
//
// A *watch* is a field (by its name in rules) or the keywords' "any value", with the postings of everything that is
// waited for there. A record's field is led to its watches by `watches_of`: the same name on most lanes, the lane's
// mapping on others. Watches whose values are made of several fields or of none are in `converted` and are looked at
// for every record of the lane.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "event/field.h"
#include "match/witness.h"
#include "rules/log_source.h"

namespace hoptrace::match {

using RuleList = std::vector<std::uint32_t>;

struct TextHash {
  using is_transparent = void;
  [[nodiscard]] std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

// Literals of all lanes, each with its number in the LiteralSet.
class LiteralNumbers {
 public:
  [[nodiscard]] std::uint32_t number_of(const std::string& literal);
  [[nodiscard]] std::vector<std::string> take() { return std::move(literals_); }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> literals_;
};

struct Watch {
  event::FieldId field = event::FieldId::kOther;  // kOther: keywords
  RuleList present;
  std::unordered_map<double, RuleList> numbers;
  std::unordered_map<std::string, RuleList, TextHash, std::equal_to<>> exact;
  std::unordered_map<std::uint32_t, RuleList> literals;
};

class LaneIndex {
 public:
  // With `literals` null (the engine cannot be had), a literal's field being there is all that is waited for.
  void add(std::uint32_t rule, const WitnessSet& needed, LiteralNumbers* literals);
  // After the last add().
  void finish(const rules::Lane& lane);

  [[nodiscard]] bool empty() const { return always_.empty() && watches_.empty(); }
  // Rules of which nothing is known to be necessary.
  [[nodiscard]] const RuleList& always() const { return always_; }
  [[nodiscard]] std::span<const Watch> watches() const { return watches_; }
  // Indexes into watches() that a record's field can feed.
  [[nodiscard]] std::span<const std::uint32_t> watches_of(event::FieldId native) const;
  [[nodiscard]] std::span<const std::uint32_t> converted() const { return converted_; }
  [[nodiscard]] const Watch* keywords() const { return keywords_ ? &watches_[*keywords_] : nullptr; }

 private:
  Watch& watch(event::FieldId field);
  void wait_for(std::uint32_t rule, const Witness& witness, LiteralNumbers* literals);
  void lead(event::FieldId native, std::uint32_t watch);

  RuleList always_;
  std::vector<Watch> watches_;
  std::unordered_map<event::FieldId, std::uint32_t> watch_of_field_;
  std::vector<std::vector<std::uint32_t>> leads_;  // by native field id
  std::vector<std::uint32_t> converted_;
  std::optional<std::uint32_t> keywords_;
};

}  // namespace hoptrace::match
