// The hash that tells a copy of a record from another record, and how a host is named in the case.
#pragma once

#include <string>

#include "base/fingerprint.h"
#include "event/event.h"

namespace hoptrace::hunt {

// Over names and texts of the record's own data (not its header), in the order of the record: equal for the same
// event in a backup, a shadow copy or an archive, whatever file it was read from. Of a finding it is a fingerprint:
// copies are shown as places of one finding, so nothing is gained by an event that passes for another. `scratch` is
// for its memory.
[[nodiscard]] base::Fingerprint content_of(const event::Event& event, std::string& scratch);

// The same over SHA-256, for what correlations count: there a copy does not count at all.
[[nodiscard]] std::string exact_content(const event::Event& event, std::string& scratch);

// "FS01" of "FS01.acme.example": hosts are named without their domain, which decides the tenant instead.
[[nodiscard]] std::string host_of(std::string_view computer);

}  // namespace hoptrace::hunt
