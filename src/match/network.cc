#include "match/network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

namespace hoptrace::match {
namespace {

struct Address {
  std::array<std::uint8_t, 16> bytes{};  // v4 in the first four
  bool v6 = false;
};

std::optional<Address> parse_address(std::string_view text) {
  char terminated[INET6_ADDRSTRLEN] = {};
  text = text.substr(0, text.find('%'));
  if (text.empty() || text.size() >= sizeof terminated || text.contains('\0')) return std::nullopt;
  std::copy(text.begin(), text.end(), terminated);
  Address address;
  address.v6 = text.contains(':');
  if (inet_pton(address.v6 ? AF_INET6 : AF_INET, terminated, address.bytes.data()) != 1) return std::nullopt;
  return address;
}

// ::ffff:0:0/96, RFC 4291 section 2.5.5.2.
std::optional<Address> carried_v4(const Address& address) {
  constexpr std::array<std::uint8_t, 12> kPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (!address.v6 || !std::equal(kPrefix.begin(), kPrefix.end(), address.bytes.begin())) return std::nullopt;
  Address v4;
  std::copy(address.bytes.begin() + 12, address.bytes.end(), v4.bytes.begin());
  return v4;
}

bool same_start(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin())) return false;
  if (bits % 8 == 0) return true;
  return ((a[whole] ^ b[whole]) >> (8 - bits % 8)) == 0;
}

bool holds(const Address& address, const rules::Cidr& network) {
  const int most = network.v6 ? 128 : 32;
  return address.v6 == network.v6 && same_start(address.bytes, network.network, std::clamp(network.prefix, 0, most));
}

}  // namespace

bool lies_within(std::string_view text, const rules::Cidr& network) {
  const auto address = parse_address(text);
  if (!address) return false;
  if (holds(*address, network)) return true;
  const auto v4 = carried_v4(*address);
  return v4 && holds(*v4, network);
}

}  // namespace hoptrace::match
