// From the names in correlations and filters to the documents they mean.
//
// A name is an id (in any case) or a `name`; a name that several documents have means the one of the same file.
// A correlation stands or falls with its members: where one is refused, missing, or leads back to the correlation,
// the correlation is refused with that reason; where one waits for placeholder values, it waits.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/rule_book.h"

namespace hoptrace::rules {

// A document of the book that a correlation refers to.
struct Member {
  bool correlation = false;
  std::uint32_t index = 0;  // into RuleBook::rules or ::correlations
};

// Adds each filter's condition to the rules it is for; what each did.
[[nodiscard]] std::vector<FilterUse> apply_filters(RuleBook& book);

// For each correlation its members; those that cannot stand are moved to `book.refused`, without members.
struct Resolution {
  std::vector<std::vector<Member>> members;
  std::vector<bool> stands;
};
[[nodiscard]] Resolution resolve_correlations(RuleBook& book);

}  // namespace hoptrace::rules
