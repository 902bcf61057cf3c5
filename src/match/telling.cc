#include "match/telling.h"

#include <algorithm>

#include "match/required_literal.h"

namespace hoptrace::match {
namespace {

using Kind = rules::Glob::Part::Kind;

bool anywhere(const rules::Glob& glob) {
  return !glob.parts.empty() && glob.parts.front().kind == Kind::kMany && glob.parts.back().kind == Kind::kMany;
}

bool long_enough(const rules::Glob& glob) {
  return std::any_of(glob.parts.begin(), glob.parts.end(),
                     [](const rules::Glob::Part& part) { return part.literal.size() >= kTellingText; });
}

}  // namespace

bool telling(const rules::Pattern& pattern) {
  if (const auto* const glob = std::get_if<rules::Glob>(&pattern)) return !anywhere(*glob) || long_enough(*glob);
  if (const auto* const regex = std::get_if<rules::Regex>(&pattern)) {
    const std::string literal = required_literal(*regex);  // empty: none that is easy to see, which proves nothing
    return literal.empty() || literal.size() >= kTellingText;
  }
  return true;
}

}  // namespace hoptrace::match
