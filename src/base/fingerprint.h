// Fingerprint: 128 bits of a text, quickly (XXH3 of xxHash, https://xxhash.com): for telling things apart that are
// compared in great numbers. The same on every machine. Not a proof: whoever wants two texts with one fingerprint can
// make them, so nothing may hang on it that an attacker gains by (digest.h has SHA-256).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace hoptrace::base {

struct Fingerprint {
  std::uint64_t high = 0, low = 0;
  friend auto operator<=>(const Fingerprint&, const Fingerprint&) = default;
  // Its 16 bytes, the highest first: they sort as the numbers do.
  [[nodiscard]] std::array<char, 16> raw() const;
  [[nodiscard]] std::string bytes() const {
    const auto all = raw();
    return {all.data(), all.size()};
  }
};

[[nodiscard]] Fingerprint fingerprint(std::string_view text);

}  // namespace hoptrace::base
