// RuleBook: everything that was read, before names are resolved. RuleSetBuilder fills it, resolve.h empties it.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "rules/fault.h"
#include "rules/rule.h"
#include "rules/rule_set.h"

namespace hoptrace::rules {

// A rule or correlation with how it stands among the others.
template <class Kind>
struct Entry {
  Kind what;
  std::string digest;     // of the whole document
  bool left_out = false;  // by RuleFilter; a correlation may still need it
};

// A document that is not taken, with the names by which a correlation may ask for it.
struct RefusedEntry {
  Refusal refusal;
  std::string name;
};

struct RuleBook {
  std::vector<Entry<Rule>> rules;
  std::vector<Entry<Correlation>> correlations;
  std::vector<Filter> filters;
  std::vector<RefusedEntry> refused;
  std::uint32_t repeated = 0;
};

}  // namespace hoptrace::rules
