#include "indicators/address.h"

#include <arpa/inet.h>

#include <algorithm>

namespace hoptrace::indicators {

std::optional<Address> parse_address(std::string_view text) {
  constexpr std::size_t kLongest = 45;  // of an IPv6 address with an IPv4 tail
  if (text.size() < 2 || text.size() > kLongest) return std::nullopt;
  std::array<char, kLongest + 1> terminated{};
  std::copy(text.begin(), text.end(), terminated.begin());
  Address out{};
  if (text.find(':') != std::string_view::npos) {
    return inet_pton(AF_INET6, terminated.data(), out.data()) == 1 ? std::optional(out) : std::nullopt;
  }
  out[10] = out[11] = 0xFF;
  return inet_pton(AF_INET, terminated.data(), out.data() + 12) == 1 ? std::optional(out) : std::nullopt;
}

}  // namespace hoptrace::indicators
