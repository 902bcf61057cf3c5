// What was judged, in the few sentences that a responder reads first; the documents themselves are exports. A
// sentence never holds both how probable a thing is and how good the evidence for saying so is (docs/attribution.md).
#pragma once

#include <string>
#include <vector>

#include "cases/reading.h"

namespace hoptrace::report {

struct JudgedLine {
  std::string about;  // "Who", or the tenant
  std::string says;
};

struct Judged {
  std::vector<JudgedLine> lines;
  bool who = false, impact = false, posture = false;  // there is such a document
};
// Documents that cannot be read say nothing (a case of another version).
[[nodiscard]] base::Result<Judged> gather_judged(cases::Reading& reading);

}  // namespace hoptrace::report
