// Address: an IP address out of text, in one form however it was written.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hoptrace::indicators {

// 16 bytes: IPv6, or IPv4 as ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2), so that both spellings of one IPv4 are equal.
using Address = std::array<std::uint8_t, 16>;

// The whole of `text` as an address. IPv4 in four decimal parts without leading zeros; IPv6 as in RFC 4291
// section 2.2.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);

[[nodiscard]] inline std::string key_of(const Address& address) {
  return {reinterpret_cast<const char*>(address.data()), address.size()};
}

}  // namespace hoptrace::indicators
