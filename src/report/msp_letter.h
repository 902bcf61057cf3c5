// The letter of a client to its provider: numbered questions, each with what its own evidence showed, in Markdown,
// ready to send. Nothing of other clients is in it: it is made of that client's own rows alone.
#pragma once

#include <string>
#include <vector>

#include "cases/reading.h"

namespace hoptrace::report {

struct LetterOptions {
  std::string tenant;  // whose letter
  std::string date;    // YYYY-MM-DD
};

// kUsage where the case holds no posture of the tenant.
[[nodiscard]] base::Result<std::string> msp_letter(cases::Reading& reading, const LetterOptions& options);
// Organisations in the case that have a provider by tenants.yaml.
[[nodiscard]] base::Result<std::vector<std::string>> letter_writers(cases::Reading& reading);

}  // namespace hoptrace::report
