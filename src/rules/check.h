// check_rules(): what becomes of every document below some paths: the library side of `hoptrace rules check`.
//
// Rules of every level and status are looked at. A document is accepted, waiting (for placeholder values) or refused
// with its place and reason; nothing else can become of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/rule_set.h"

namespace hoptrace::rules {

struct CheckedRule {
  enum class State : std::uint8_t { kAccepted, kWaiting, kRefused };
  enum class Kind : std::uint8_t { kRule, kCorrelation, kFilter, kUnknown };
  State state = State::kAccepted;
  Kind kind = Kind::kRule;  // kUnknown: of what is not accepted
  std::string path;
  int line = 0;
  std::string title, id;
  std::string reason;  // empty if accepted
};
[[nodiscard]] std::string_view name(CheckedRule::State state);

struct CheckReport {
  std::vector<CheckedRule> rules;  // by path, then line
  std::size_t accepted = 0, waiting = 0, refused = 0;
  std::size_t repeated = 0;                // the same document under two paths, in no other count
  std::vector<std::string> empty_folders;  // paths without any rule: said, but no failure beside others
};

// Fails where a path cannot be read, or where there is no rule under all of them together.
[[nodiscard]] base::Result<CheckReport> check_rules(const std::vector<std::string>& paths,
                                                    const PlaceholderValues& placeholders = {});

// "rules/x.yml:12: refused: the condition names `sel`, which …"
[[nodiscard]] std::string sentence(const CheckedRule& rule);

}  // namespace hoptrace::rules
