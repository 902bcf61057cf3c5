// The techniques seen, as a layer for MITRE's ATT&CK Navigator (layer format 4.5). Only certain findings count; the
// score is that of the gravest one, the comment says by which rules and on which hosts.
#pragma once

#include "report/exports.h"

namespace hoptrace::report {

[[nodiscard]] base::Result<void> write_navigator(cases::Reading& reading, const ExportOptions& options,
                                                 const Sink& sink);

}  // namespace hoptrace::report
