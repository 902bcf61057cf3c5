// What the name of a report says: ATT&CK cites "FireEye APT10 April 2017", which has a year and a group in it. Names
// are all that the tables keep of a report.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "assess/attribution/knowledge.h"

namespace hoptrace::assess {

// The last number that can be a year, from 1990; nothing where there is none.
[[nodiscard]] std::optional<int> year_in(std::string_view report);

// The groups whose name or alias stands in the report's name as whole words, sorted. Names of less than four letters
// are left out: they stand for too much else.
[[nodiscard]] std::vector<GroupIndex> groups_in(std::string_view report, const Knowledge& knowledge);

}  // namespace hoptrace::assess
