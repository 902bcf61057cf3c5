#include "serve/listen_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>
#include <cstring>

namespace hoptrace::serve {
namespace {

std::unexpected<base::Error> no_address(std::string_view text) {
  return base::fail(base::Code::kUsage, "`" + std::string(text) + "` is no address to listen at", "--listen",
                    "Write 127.0.0.1:8440, [::1]:8440 or 0.0.0.0:8440");
}

void classify(ListenAddress& address) {
  in_addr v4{};
  in6_addr v6{};
  if (::inet_pton(AF_INET, address.host.c_str(), &v4) == 1) {
    const std::uint32_t number = ntohl(v4.s_addr);
    address.loopback = number >> 24U == 127;
    address.any = number == 0;
  } else if (::inet_pton(AF_INET6, address.host.c_str(), &v6) == 1) {
    address.v6 = true;
    address.loopback = IN6_IS_ADDR_LOOPBACK(&v6);
    address.any = IN6_IS_ADDR_UNSPECIFIED(&v6);
  }
}

}  // namespace

base::Result<ListenAddress> ListenAddress::parse(std::string_view text) {
  ListenAddress address;
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return no_address(text);
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  const bool bracketed = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  address.host = host;
  if (!is_numeric_address(address.host) || bracketed != address.host.contains(':')) return no_address(text);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc() || end != port.data() + port.size()) return no_address(text);
  classify(address);
  return address;
}

bool is_numeric_address(const std::string& host) {
  in6_addr address{};
  return ::inet_pton(AF_INET, host.c_str(), &address) == 1 || ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

std::string address_text(const sockaddr* address) {
  if (address == nullptr) return "?";
  char text[INET6_ADDRSTRLEN] = {};
  if (address->sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, address, sizeof v4);
    return ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text) == nullptr ? "?" : text;
  }
  if (address->sa_family != AF_INET6) return "?";
  sockaddr_in6 v6{};
  std::memcpy(&v6, address, sizeof v6);
  if (::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text) == nullptr) return "?";
  constexpr std::string_view kMapped = "::ffff:";
  const std::string_view shown = text;
  return std::string(IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr) ? shown.substr(kMapped.size()) : shown);
}

}  // namespace hoptrace::serve
