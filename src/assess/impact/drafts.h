// What the law asks for, told in an impact document: its duties with their clocks, and drafts: texts that a person
// can send after reading them, for a client as the controller of its data, and for a provider towards its clients and
// its authority. They are filled from the document; what it does not know stands as "under investigation"; what it
// says of hosts, transfers and places has numbers of the records that it rests on. Nothing is ever sent from here.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "assess/impact/input.h"

namespace hoptrace::assess::impact {

// Sets awareness, duties and drafts of a document that has all else.
void tell_duties(nlohmann::ordered_json& document, const std::optional<Awareness>& aware);

}  // namespace hoptrace::assess::impact
