// Exports: what a case can be written out as, one row a format. A new one is one new file and one row in exports.cc.
//
// Every writer streams: rows come from the case one by one and go to the sink as text, so nothing grows with the
// number of findings. With a tenant chosen, not even the name of another one is written: what stands in another
// tenant's artifact is given without its path. The Reading must not be used by anybody else meanwhile.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cases/reading.h"
#include "report/sharing/attack_names.h"
#include "report/sharing/tlp.h"

namespace hoptrace::report {

// Takes the next text of the output; its Error ends the export and is handed on.
using Sink = std::function<base::Result<void>(std::string_view)>;

struct ExportOptions {
  std::optional<std::string> tenant = {};  // only this one's
  Tlp tlp = Tlp::kAmberStrict;             // the mark on what is shared (sharing/tlp.h)
  bool redact = false;                     // pseudonyms for names (redaction/redacted_reading.h)
  AttackNames names = {};                  // what ATT&CK's ids are called
};

struct ExportFormat {
  std::string_view name;         // of --as
  std::string_view description;  // one line for --help
  std::string_view media_type;   // for HTTP
  base::Result<void> (*write)(cases::Reading& reading, const ExportOptions& options, const Sink& sink);
};

[[nodiscard]] std::span<const ExportFormat> export_formats();
// The Error names the formats that there are.
[[nodiscard]] base::Result<const ExportFormat*> find_export(std::string_view name);

// A tenant of whom the case holds nothing is an Error (a typo, most likely).
[[nodiscard]] base::Result<void> require_tenant(cases::Reading& reading, const std::string& tenant);

// A case as these options show it: of one tenant, under pseudonyms, both or neither. For writing several formats. It
// must hold something of the tenant chosen.
struct ShownCase {
  std::unique_ptr<cases::Reading> of_tenant, redacted;  // null where not asked for
  cases::Reading* reading = nullptr;                    // what to write from: the last of them
  ExportOptions options;                                // as `reading` names the tenant
};
[[nodiscard]] base::Result<ShownCase> shown_case(cases::Reading& reading, const ExportOptions& options);

// Writes the case as `format`. It must hold something of the tenant chosen.
[[nodiscard]] base::Result<void> write_export(const ExportFormat& format, cases::Reading& reading,
                                              const ExportOptions& options, const Sink& sink);

}  // namespace hoptrace::report
