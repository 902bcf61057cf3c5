// Regex: one regular expression of a rule, PCRE2 behind it.
//
// Source: sigma-appendix-modifiers 2.1.0, "Regular Expression": PCRE, case-sensitive unless |i, found anywhere in the
// value. Text is UTF-8 and characters are code points; classes such as \w mean ASCII, as in PCRE's own default. A
// Regex is immutable and shared; a RegexScratch belongs to one thread. Both input and expression may be hostile: the
// work of one search is bounded, and a search that ran into the bound counts as not found and is counted.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "rules/rule.h"

namespace hoptrace::match {

class RegexScratch {
 public:
  RegexScratch();
  ~RegexScratch();
  RegexScratch(RegexScratch&&) noexcept;
  RegexScratch& operator=(RegexScratch&&) noexcept;

  // How many searches ended at a bound instead of an answer.
  [[nodiscard]] std::uint64_t limits_hit() const { return limits_hit_; }

 private:
  friend class Regex;
  struct State;
  std::unique_ptr<State> state_;
  std::uint64_t limits_hit_ = 0;
};

class Regex {
 public:
  // Fails with kMalformed on an expression that PCRE2 does not take.
  [[nodiscard]] static base::Result<Regex> compile(const rules::Regex& regex);
  // Compiled by whoever searches with it first: most expressions of a hunt are never asked. One that PCRE2 does not
  // take is never found; the rules' reader has refused those.
  [[nodiscard]] static Regex on_demand(rules::Regex regex);
  ~Regex();
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;

  // Whether the expression occurs in `text`, which must be valid UTF-8.
  [[nodiscard]] bool found_in(std::string_view text, RegexScratch& scratch) const;

 private:
  struct Code;
  explicit Regex(std::unique_ptr<Code> code);
  std::unique_ptr<Code> code_;
};

}  // namespace hoptrace::match
