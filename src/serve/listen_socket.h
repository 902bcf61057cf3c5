// ListenSocket: the port, taken before anything else is made, so that a port that is in use is told at once.
#pragma once

#include <memory>

#include "serve/listen_address.h"

namespace hoptrace::serve {

class ListenSocket {
 public:
  // The address with the port that it became.
  [[nodiscard]] static base::Result<ListenSocket> open(const ListenAddress& address);
  ~ListenSocket();
  ListenSocket(ListenSocket&& other) noexcept;
  ListenSocket& operator=(ListenSocket&&) = delete;

  [[nodiscard]] const ListenAddress& address() const { return address_; }
  // Whoever takes it closes it.
  [[nodiscard]] int release();

 private:
  ListenSocket(ListenAddress address, int socket) : address_(std::move(address)), socket_(socket) {}

  ListenAddress address_;
  int socket_;
};

}  // namespace hoptrace::serve
