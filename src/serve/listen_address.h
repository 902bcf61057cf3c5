// ListenAddress: where the program listens: a numeric address and a port, or `localhost`. Names are not looked up:
// what a name leads to is somebody else's answer.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hoptrace::serve {

struct ListenAddress {
  std::string host;  // "127.0.0.1", "::1", "0.0.0.0"
  std::uint16_t port = 0;
  bool v6 = false, loopback = false;
  bool any = false;  // all addresses of this machine

  // "127.0.0.1:8440", "[::1]:8440", "localhost:8440"; port 0: one that is free.
  [[nodiscard]] static base::Result<ListenAddress> parse(std::string_view text);
};

// Whether a host, as in a Host header, is a numeric address.
[[nodiscard]] bool is_numeric_address(const std::string& host);
// The text of a peer's address, without its port; an IPv4 address in IPv6's clothes is the IPv4 address.
[[nodiscard]] std::string address_text(const sockaddr* address);

}  // namespace hoptrace::serve
