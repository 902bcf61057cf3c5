#include "base/fingerprint.h"

#include <xxhash.h>

namespace hoptrace::base {

std::string Fingerprint::bytes() const {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, {.low64 = low, .high64 = high});
  return {reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest};
}

Fingerprint fingerprint(std::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return {.high = hash.high64, .low = hash.low64};
}

}  // namespace hoptrace::base
