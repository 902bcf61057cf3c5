// Server: sockets to Requests, Responses to sockets, over GNU libmicrohttpd; nothing outside server.cc knows it.
//
// One thread moves all bytes (epoll) and never waits for the case: a request that is whole goes to a worker, its
// connection sleeps meanwhile, and the answer is sent from memory or a file. So a client that is slow in asking or in
// taking holds a connection and nothing else, and connections are bounded in number, per address, in memory and in
// time. Call order: start, then nothing; its end stops it, after the answers that are being made.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "serve/http.h"
#include "serve/listen_socket.h"
#include "serve/tls.h"

namespace hoptrace::serve {

struct ServerLimits {
  unsigned connections = 256, per_address = 32, workers = 8, waiting = 256;
  std::size_t head = 32 * 1024;  // bytes of a connection's memory: a request's line and headers
  std::chrono::seconds idle{15}, ask{30}, take{900};
};

class Server {
 public:
  using Answer = std::function<Response(const Request&)>;  // by several threads at once

  [[nodiscard]] static base::Result<std::unique_ptr<Server>> start(ListenSocket socket, std::optional<TlsFiles> tls,
                                                                   Answer answer, const ServerLimits& limits = {});
  virtual ~Server() = default;
};

}  // namespace hoptrace::serve
