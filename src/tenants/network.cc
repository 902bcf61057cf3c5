#include "tenants/network.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace hoptrace::tenants {
namespace {

constexpr std::size_t kLongestAddress = 45;

// The first `bits` bits of `address`, the others zero.
Address masked(Address address, int bits) {
  for (std::size_t i = 0; i < address.bytes.size(); ++i) {
    const int kept = std::clamp(bits - static_cast<int>(i) * 8, 0, 8);
    address.bytes[i] = static_cast<std::uint8_t>(address.bytes[i] & (0xFF00 >> kept));
  }
  return address;
}

std::string in_words(const Address& address) {
  char text[INET6_ADDRSTRLEN] = {};
  ::inet_ntop(address.v6 ? AF_INET6 : AF_INET, address.bytes.data(), text, sizeof text);
  return text;
}

std::unexpected<base::Error> not_a_network(std::string_view text) {
  return base::fail(base::Code::kMalformed, fmt::format("`{}` is no network", text), {},
                    "Write an address and a prefix length, such as 10.10.0.0/16 or fd00:1::/48");
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  if (text.size() > kLongestAddress) return std::nullopt;
  const std::string terminated(text);
  Address address;
  if (::inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) return address;
  address.v6 = true;
  if (::inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) != 1) return std::nullopt;
  constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (!std::equal(kMapped.begin(), kMapped.end(), address.bytes.begin())) return address;
  Address v4;
  std::copy_n(address.bytes.begin() + 12, 4, v4.bytes.begin());
  return v4;
}

bool Network::contains(const Address& address) const {
  return address.v6 == first.v6 && masked(address, bits) == first;
}

base::Result<Network> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return not_a_network(text);
  const int most = address->v6 ? 128 : 32;
  Network network{*address, most, std::string(text)};
  if (slash != std::string_view::npos) {
    const std::string_view length = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), network.bits);
    const bool whole = error == std::errc() && end == length.data() + length.size();
    if (!whole || length.front() == '-' || network.bits > most) return not_a_network(text);
  }
  const Address first = masked(*address, network.bits);
  if (first == *address) return network;
  return base::fail(base::Code::kMalformed, fmt::format("`{}` has bits set behind its prefix", text), {},
                    fmt::format("Write {}/{}", in_words(first), network.bits));
}

}  // namespace hoptrace::tenants
