// RuleIndex: for every lane, what its rules cannot match without (necessary.h), laid out so that a record finds the
// few rules worth asking by looking at each of its values once. Built once a hunt, then shared by all threads.
//
// It is one block of bytes (index_image.h) and views of it, so one that was kept is there as soon as it is read.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "match/compiled_rules.h"
#include "match/index_store.h"
#include "match/lane_index.h"
#include "match/literal_set.h"
#include "match/matchers.h"

namespace hoptrace::match {

class RuleIndex {
 public:
  // `use_engine`: false builds the index as on a machine on which the literals' engine cannot be had.
  // `store`: where what an earlier run made comes from, which outlives the index; null: everything is made.
  explicit RuleIndex(std::shared_ptr<const rules::RuleSet> rules, bool use_engine = true,
                     IndexStore* store = nullptr);
  RuleIndex(const RuleIndex&) = delete;
  RuleIndex& operator=(const RuleIndex&) = delete;

  [[nodiscard]] const std::shared_ptr<const CompiledRules>& rules() const { return rules_; }
  [[nodiscard]] const LaneIndex& lane(rules::LaneId lane) const { return lanes_[static_cast<std::size_t>(lane)]; }
  // How many sets of literals there are. Those of a set are looked for together: of one field that has many, of all
  // fields that have few, of keywords. None where the engine cannot be had on this machine; then no watch waits for a
  // literal.
  [[nodiscard]] std::size_t literal_sets() const { return literals_.size(); }
  // Had when it is first asked for: evidence without processes never needs the literals of command lines. Null: it
  // cannot be had, and any of them may be in any text.
  [[nodiscard]] const LiteralSet* literal_set(std::uint32_t set) const;
  // Where a field's literals (kOther: the keywords') are found.
  struct Place {
    event::FieldId field = event::FieldId::kOther;
    std::uint32_t set = 0;    // of literals
    std::uint32_t first = 0;  // number there of the field's first
    std::uint32_t count = 0;
  };
  [[nodiscard]] const Place& place_of(event::FieldId field) const { return places_.at(field); }
  [[nodiscard]] std::string_view literal(event::FieldId field, std::uint32_t number) const {
    const Place& place = place_of(field);
    return texts_.text(literals_[place.set].texts[place.first + number]);
  }

 private:
  struct Image;
  struct Literals {
    explicit Literals(std::span<const TextTable::Number> of) : texts(of) {}
    std::span<const TextTable::Number> texts;
    mutable std::once_flag once;
    mutable std::shared_ptr<const LiteralSet> set;
  };

  void build(bool use_engine);
  // False where the bytes are not whole.
  [[nodiscard]] bool read(base::KeptBytes bytes);

  IndexStore nothing_kept_;
  IndexStore& store_;
  std::shared_ptr<const CompiledRules> rules_;
  base::KeptBytes bytes_;  // all else has views of it
  TextPool texts_;
  std::vector<LaneIndex> lanes_;
  std::deque<Literals> literals_;
  std::map<event::FieldId, Place> places_;
};

}  // namespace hoptrace::match
