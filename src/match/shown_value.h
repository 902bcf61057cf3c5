// ShownValue: one value as the index looks at it: whether it is there, its folded text, the number that it reads as,
// and the literals that its text contains; each made at most once, however many watches ask.
//
// Lives for one look; what it makes lives in the arena.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "event/value.h"
#include "match/lane_index.h"
#include "match/literal_set.h"

namespace hoptrace::match {

// What looking for literals needs: one a thread. Without a set nothing waits for a literal.
struct LiteralTools {
  const LiteralSet* set = nullptr;
  LiteralScratch* scratch = nullptr;
  std::vector<std::uint32_t> hits;
};

class ShownValue {
 public:
  ShownValue(const event::Value& value, base::Arena& arena, LiteralTools& tools)
      : value_(value), arena_(arena), tools_(tools) {}

  // Appends what `watch` posts for this value.
  void find(const Watch& watch, Posts& out);

 private:
  [[nodiscard]] std::string_view text();
  [[nodiscard]] std::string_view folded();
  [[nodiscard]] std::optional<double> number();
  void find_literals(const Watch& watch, Posts& out);

  const event::Value& value_;
  base::Arena& arena_;
  LiteralTools& tools_;
  std::optional<std::string_view> text_, folded_;
  enum class Scan : std::uint8_t { kNotYet, kDone, kGaveUp } scan_ = Scan::kNotYet;
};

}  // namespace hoptrace::match
