// Drafts: texts that a person can send after reading them: for a client as the controller of its data, and for a
// provider towards its clients and its authority. Filled from the impact document; what it does not know stands as
// "under investigation". Nothing is ever sent from here.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace hoptrace::assess::impact {

[[nodiscard]] nlohmann::ordered_json drafts(const nlohmann::ordered_json& document);

}  // namespace hoptrace::assess::impact
