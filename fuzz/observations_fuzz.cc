// Observations are somebody's file, and an ATT&CK bundle somebody's download: whatever stands in them is read or
// refused.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "assess/attribution/attack_bundle.h"
#include "assess/attribution/observation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)hoptrace::assess::parse_observations(text, "fuzz");
  (void)hoptrace::assess::attack_tables(text, "fuzz");
  return 0;
}
