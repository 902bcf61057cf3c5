#include "serve/listen_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace hoptrace::serve {
namespace {

constexpr int kBacklog = 64;

std::string shown(const ListenAddress& address) {
  const std::string host = address.v6 ? "[" + address.host + "]" : address.host;
  return host + ":" + std::to_string(address.port);
}

std::unexpected<base::Error> trouble(const ListenAddress& address, int error) {
  if (error == EADDRINUSE)
    return base::fail(base::Code::kUsage, "somebody listens at this address already", shown(address),
                      "Name another port: --listen 127.0.0.1:8441");
  return base::fail(base::Code::kUsage,
                    std::string("this address cannot be listened at (") + std::strerror(error) + ")", shown(address),
                    "Name an address of this machine and a port that you may use");
}

union SocketAddress {
  sockaddr any;
  sockaddr_in v4;
  sockaddr_in6 v6;
};

socklen_t fill(const ListenAddress& address, SocketAddress& to) {
  std::memset(&to, 0, sizeof to);
  if (address.v6) {
    to.v6.sin6_family = AF_INET6;
    to.v6.sin6_port = htons(address.port);
    ::inet_pton(AF_INET6, address.host.c_str(), &to.v6.sin6_addr);
    return sizeof to.v6;
  }
  to.v4.sin_family = AF_INET;
  to.v4.sin_port = htons(address.port);
  ::inet_pton(AF_INET, address.host.c_str(), &to.v4.sin_addr);
  return sizeof to.v4;
}

}  // namespace

base::Result<ListenSocket> ListenSocket::open(const ListenAddress& address) {
  SocketAddress to{};
  const socklen_t size = fill(address, to);
  ListenSocket made(address, ::socket(to.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  if (made.socket_ < 0 || ::setsockopt(made.socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      (address.v6 && ::setsockopt(made.socket_, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) != 0) ||
      ::bind(made.socket_, &to.any, size) != 0 || ::listen(made.socket_, kBacklog) != 0)
    return trouble(address, errno);
  socklen_t got = sizeof to;
  if (::getsockname(made.socket_, &to.any, &got) != 0) return trouble(address, errno);
  made.address_.port = ntohs(address.v6 ? to.v6.sin6_port : to.v4.sin_port);
  return made;
}

ListenSocket::ListenSocket(ListenSocket&& other) noexcept
    : address_(std::move(other.address_)), socket_(std::exchange(other.socket_, -1)) {}

ListenSocket::~ListenSocket() {
  if (socket_ >= 0) ::close(socket_);
}

int ListenSocket::release() {
  return std::exchange(socket_, -1);
}

}  // namespace hoptrace::serve
