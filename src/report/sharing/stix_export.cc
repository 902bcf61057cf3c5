#include "report/sharing/stix_export.h"

#include "report/sharing/stix_parts.h"

namespace hoptrace::report {

base::Result<void> write_stix(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  const auto shared = SharedCase::gather(reading, options);
  if (!shared) return std::unexpected(shared.error());
  StixParts parts(*shared, options);
  parts.identities();
  parts.findings();
  parts.indicators();
  parts.intrusions();
  parts.group();
  parts.closing();
  return parts.bundle().write(sink);
}

}  // namespace hoptrace::report
