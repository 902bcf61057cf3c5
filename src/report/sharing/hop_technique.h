// Which ATT&CK technique a hop's method is, and how a hop is told in a sentence. One row a method.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cases/hop.h"

namespace hoptrace::report {

// "rdp" → "T1021.001". Nothing for a method that is not known.
[[nodiscard]] std::optional<std::string> technique_of_method(std::string_view method);

// "acme-foundry/DC01"; "an unknown host" where there is no name to show.
[[nodiscard]] std::string place_name(const std::optional<cases::HopPlace>& place);
// "by rdp as ACME\svc; confirmed, confidence 0.93. Rests on acme/DC01/Security.evtx record 88123; …"
[[nodiscard]] std::string hop_sentence(const cases::HopRow& hop);
// 0.93 as 93; at least 1.
[[nodiscard]] int per_cent(double share);

}  // namespace hoptrace::report
