// Network: an IPv4 or IPv6 network in CIDR notation (RFC 4632, RFC 4291 section 2.3), and addresses to ask it about.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hoptrace::tenants {

struct Address {
  std::array<std::uint8_t, 16> bytes{};  // an IPv4 address stands in the first four
  bool v6 = false;
  bool operator==(const Address&) const = default;
};
// An IPv4-mapped IPv6 address (::ffff:10.0.0.1, as Windows logs it) is the IPv4 address.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);

struct Network {
  Address first;
  int bits = 0;
  std::string text;  // as written
  [[nodiscard]] bool contains(const Address& address) const;
};
// The Error's `what` and `remedy` are filled in, its place is the caller's.
[[nodiscard]] base::Result<Network> parse_network(std::string_view text);

}  // namespace hoptrace::tenants
