// RuleTable: the versions of rules as a table for SQL, `rule`: what readers join and sort by. It has no rows of its
// own: they are in blocks (rule_blocks.h), which are unpacked once a statement. Only a connection of this program has
// it.
//
// Columns: id, kind, rule_id, hash, title. Asked for one id, it finds it without looking at the others.
#pragma once

#include "cases/sqlite.h"

namespace hoptrace::cases {

// Once for a database, which must outlive all statements on it.
void add_rule_table(Database& database);

}  // namespace hoptrace::cases
