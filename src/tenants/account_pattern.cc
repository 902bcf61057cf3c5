#include "tenants/account_pattern.h"

#include "base/unicode.h"

namespace hoptrace::tenants {
namespace {

std::size_t character(std::string_view text) {
  return base::code_point(text).length;
}

}  // namespace

bool AccountPattern::matches(std::string_view account) const {
  const std::string folded_pattern = base::fold(text);
  const std::string folded = base::fold(account);
  std::string_view pattern = folded_pattern, rest = folded;
  std::string_view behind_star, tried;  // where to go on if what follows the last star does not fit
  bool star = false;
  while (!rest.empty()) {
    if (!pattern.empty() && pattern.front() == '*') {
      star = true;
      pattern.remove_prefix(1);
      behind_star = pattern;
      tried = rest;
    } else if (!pattern.empty() && (pattern.front() == '?' || pattern.front() == rest.front())) {
      rest.remove_prefix(pattern.front() == '?' ? character(rest) : 1);
      pattern.remove_prefix(1);
    } else if (star) {
      tried.remove_prefix(1);
      rest = tried;
      pattern = behind_star;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*') == std::string_view::npos;
}

}  // namespace hoptrace::tenants
