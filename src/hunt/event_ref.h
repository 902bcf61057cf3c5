// EventRef: how a record is named in the case, and the hash that tells a copy of a record from another record.
#pragma once

#include "cases/finding.h"
#include "event/event.h"

namespace hoptrace::hunt {

// `content` is 128 bits over names and texts of the record's own data (not its header), in the order of the record:
// equal for the same event in a backup, a shadow copy or an archive, whatever file it was read from. `scratch` is for
// its memory.
[[nodiscard]] cases::EventRef event_ref(const event::Event& event, std::string& scratch);

// "FS01" of "FS01.acme.example": hosts are named without their domain, which decides the tenant instead.
[[nodiscard]] std::string host_of(std::string_view computer);

}  // namespace hoptrace::hunt
