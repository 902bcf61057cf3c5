// load_index(): our own lists and those that the user names, as one index.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "indicators/indicator_index.h"
#include "indicators/indicator_list.h"

namespace hoptrace::indicators {

enum class OwnLists : bool { kLeaveOut, kRead };

// Reads `content`/indicators/*.csv in the order of their names (if `own` says so), then `lists`; the names that
// strangers share are those of `content`/indicators/shared-names.txt. What was refused in them is added to `refused`.
// Errors: a list that cannot be read or is no list.
[[nodiscard]] base::Result<IndicatorIndex> load_index(const std::string& content, OwnLists own,
                                                      std::span<const std::string> lists,
                                                      std::vector<Refusal>& refused);

}  // namespace hoptrace::indicators
