// FindingTable: the findings of rules and indicators as a table for SQL, `finding`: what readers sort and join. It
// has no rows of its own: they are unpacked from blocks (finding_blocks.h) as a statement asks for them. Only a
// connection of this program has it.
//
// Columns: artifact, offset, rule, run, level, certain, time, log, event_id, record_id, event_key, detail. Asked for
// one artifact, it looks at that one's blocks only.
#pragma once

#include "cases/sqlite.h"

namespace hoptrace::cases {

// Once for a database, which must outlive all statements on it.
void add_finding_table(Database& database);

}  // namespace hoptrace::cases
