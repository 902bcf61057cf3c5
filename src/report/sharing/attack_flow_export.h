// The traced intrusion as an Attack Flow 2.0 (Center for Threat-Informed Defense): each hop an action with its
// technique, each host an asset, one action leading to the next. A case without an intrusion is a flow of one
// condition that says so.
#pragma once

#include "report/exports.h"

namespace hoptrace::report {

[[nodiscard]] base::Result<void> write_attack_flow(cases::Reading& reading, const ExportOptions& options,
                                                   const Sink& sink);

}  // namespace hoptrace::report
