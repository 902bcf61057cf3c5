// An ATT&CK STIX bundle as the five tables of a knowledge folder.
//
// Taken: groups (intrusion-set), techniques (attack-pattern), software (malware, tool), campaigns, who uses what and
// whose a campaign is (relationship). What is revoked or deprecated is passed over, and whatever refers to it. The
// bundle is somebody's download: bytes, objects and texts are bounded. Source:
// https://github.com/mitre-attack/attack-stix-data (STIX 2.1 §4, §5).
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hoptrace::assess {

struct AttackTables {
  std::string groups, techniques, software, campaigns, uses;  // CSV with its header
  std::size_t group_count = 0, item_count = 0, use_count = 0;
};

[[nodiscard]] base::Result<AttackTables> attack_tables(std::string_view bundle, std::string_view place);

}  // namespace hoptrace::assess
