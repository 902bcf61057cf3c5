// A knowledge folder renewed as a whole: whoever reads it sees the old tables or the new ones, never some of each.
//
// The new folder is made beside the old one, with whatever else stands there (licence, weights, aliases), read once
// to prove that it can be, and exchanged with the old one in a single step (renameat2, Linux 3.15). Killed before
// that step, the old folder stands; what was being made is left beside it under its own name and replaced by the next
// update.
#pragma once

#include <string>

#include "assess/attribution/attack_bundle.h"
#include "base/result.h"

namespace hoptrace::assess {

[[nodiscard]] base::Result<void> replace_tables(const std::string& folder, const AttackTables& tables);

}  // namespace hoptrace::assess
