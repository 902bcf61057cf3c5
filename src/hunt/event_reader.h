// EventReader: the events of one file (or archive), one after another, for who needs no case: regression, explain.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "event/event.h"
#include "hunt/equipment.h"

namespace hoptrace::hunt {

// Calls `each` for every event of `path`. Fails where the path cannot be read or holds nothing that is decoded; odd
// places inside are passed over.
[[nodiscard]] base::Result<void> read_events(const std::string& path, const Equipment& equipment,
                                             const std::function<void(const event::Event&)>& each);

}  // namespace hoptrace::hunt
