// Hops and intrusions as JSON (shared contract: Hops). With a tenant chosen: the hops that touch it, of the other
// side nothing but that there is one, evidence from its own logs, and no sentence that names somebody else.
#pragma once

#include "report/exports.h"
#include "report/json_line.h"

namespace hoptrace::report {

[[nodiscard]] Json hop_json(const cases::HopRow& hop);
[[nodiscard]] Json intrusion_json(const cases::IntrusionRow& intrusion);

[[nodiscard]] base::Result<void> write_hops(cases::Reading& reading, const ExportOptions& options, const Sink& sink);
[[nodiscard]] base::Result<void> write_intrusion(cases::Reading& reading, const ExportOptions& options,
                                                 const Sink& sink);

}  // namespace hoptrace::report
