// CompiledGlob: Sigma's wildcard text, made ready for being compared again and again.
//
// Source: sigma-rules-specification 2.1.0, "Wildcards": `*` is any number of characters (also none), `?` is exactly
// one. A character is a code point. The whole value is compared, never a part of it: "contains" and keywords carry
// their `*` at both ends already. Immutable and shared by all threads.
//
// Whoever calls matches() brings valid UTF-8, folded (base::fold) unless cased(). The time is at most linear in the
// text times the longest stretch between two `*`: nothing that was passed over is tried again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace hoptrace::match {

class CompiledGlob {
 public:
  explicit CompiledGlob(const rules::Glob& glob);

  [[nodiscard]] bool cased() const { return cased_; }
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  // What nearly every pattern of real rules is, told apart so that it costs one comparison.
  enum class Shape : std::uint8_t { kEquals, kPrefix, kSuffix, kContains, kGeneral };
  // `ones` characters of any kind, then `literal`.
  struct Piece {
    std::size_t ones = 0;
    std::string literal;
  };
  // What stands between two `*`.
  using Stretch = std::vector<Piece>;

  void add_part(const rules::Glob::Part& part);
  // Whether it is one literal at most, without `?`: then nothing else is left to be made.
  [[nodiscard]] bool take_simple(const std::vector<rules::Glob::Part>& parts);
  [[nodiscard]] bool matches_general(std::string_view text) const;

  static bool take_front(const Stretch& stretch, std::string_view& text);
  static bool take_back(const Stretch& stretch, std::string_view& text);
  static bool take_first(const Stretch& stretch, std::string_view& text);

  bool cased_ = false;
  Shape shape_ = Shape::kEquals;
  std::string literal_;             // of every shape but kGeneral
  std::vector<Stretch> stretches_;  // of kGeneral: one more than there are `*`
};

}  // namespace hoptrace::match
