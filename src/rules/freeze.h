// freeze(): from a RuleBook to the RuleSet that all threads share: filters applied, names resolved, fields interned,
// lanes looked up, and of rules that were left out only those kept that a correlation needs.
#pragma once

#include "event/field.h"
#include "rules/rule_book.h"
#include "rules/rule_set.h"

namespace hoptrace::rules {

[[nodiscard]] RuleSet freeze(RuleBook book, event::FieldDictionary& fields, LogSourceTable log_sources);

}  // namespace hoptrace::rules
