#include "serve/server.h"

#include <microhttpd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>

#include "serve/deadlines.h"
#include "serve/header_values.h"
#include "serve/workers.h"

namespace hoptrace::serve {
namespace {

using std::chrono::seconds;

// One request on its way, from its first line to the last byte of its answer.
struct Pending {
  enum class State { kNew, kReading, kAsked, kAnswered };
  State state = State::kNew;
  Request request;
  Response response;
};

MHD_Result add_header(void* request, MHD_ValueKind, const char* name, const char* value) {
  static_cast<Request*>(request)->headers.emplace_back(lower(name == nullptr ? "" : name),
                                                       value == nullptr ? "" : value);
  return MHD_YES;
}

void release_body(void* body) {
  delete static_cast<std::shared_ptr<const std::string>*>(body);
}

MHD_Response* make_response(const Response& answer) {
  if (answer.file) {
    struct stat look{};
    const int file = ::dup(answer.file->file());
    if (file < 0 || ::fstat(file, &look) != 0) return nullptr;
    return MHD_create_response_from_fd64(static_cast<std::uint64_t>(look.st_size), file);
  }
  if (!answer.body) return MHD_create_response_from_buffer(0, nullptr, MHD_RESPMEM_PERSISTENT);
  auto body = std::make_unique<std::shared_ptr<const std::string>>(answer.body);
  // The library only reads it, though it does not say so.
  MHD_Response* const made = MHD_create_response_from_buffer_with_free_callback_cls(
      answer.body->size(), const_cast<char*>(answer.body->data()), release_body, body.get());
  if (made != nullptr) static_cast<void>(body.release());  // release_body frees it
  return made;
}

MHD_Result queue(MHD_Connection* connection, const Response& answer) {
  MHD_Response* const made = make_response(answer);
  if (made == nullptr) return MHD_NO;  // ends the connection
  bool whole = answer.status == 304 || answer.status == 303 ||
               MHD_add_response_header(made, "Content-Type", answer.media_type.c_str()) == MHD_YES;
  for (const auto& [name, value] : answer.headers)
    whole = whole && MHD_add_response_header(made, name.c_str(), value.c_str()) == MHD_YES;
  const MHD_Result queued =
      whole ? MHD_queue_response(connection, static_cast<unsigned>(answer.status), made) : MHD_NO;
  MHD_destroy_response(made);
  return queued;
}

class Daemon final : public Server {
 public:
  Daemon(std::optional<TlsFiles> tls, Answer answer, const ServerLimits& limits)
      : tls_(std::move(tls)),
        answer_(std::move(answer)),
        limits_(limits),
        workers_(limits.workers, limits.waiting),
        deadlines_(std::chrono::milliseconds(500)) {}

  ~Daemon() override {
    if (daemon_ == nullptr) return;
    const int socket = MHD_quiesce_daemon(daemon_);
    workers_.stop();  // wakes every connection that sleeps
    MHD_stop_daemon(daemon_);
    if (socket >= 0) ::close(socket);
  }

  base::Result<void> start(ListenSocket socket) {
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    std::vector<MHD_OptionItem> options;
    if (tls_) {
      flags |= MHD_USE_TLS;
      options = {{MHD_OPTION_HTTPS_MEM_CERT, 0, tls_->certificate.data()},
                 {MHD_OPTION_HTTPS_MEM_KEY, 0, tls_->key.data()},
                 {MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char*>(kTlsPriorities)}};
      if (!tls_->client_authority.empty())
        options.push_back({MHD_OPTION_HTTPS_MEM_TRUST, 0, tls_->client_authority.data()});
    }
    options.push_back({MHD_OPTION_END, 0, nullptr});
    const int number = socket.release();
    daemon_ = MHD_start_daemon(flags, 0, nullptr, nullptr, on_request, this, MHD_OPTION_LISTEN_SOCKET, number,
                               MHD_OPTION_URI_LOG_CALLBACK, on_target, this, MHD_OPTION_NOTIFY_COMPLETED,
                               on_completed, this, MHD_OPTION_NOTIFY_CONNECTION, on_connection, this,
                               MHD_OPTION_CONNECTION_LIMIT, limits_.connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
                               limits_.per_address, MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits_.head,
                               MHD_OPTION_CONNECTION_TIMEOUT, static_cast<unsigned>(limits_.idle.count()),
                               MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY, options.data(), MHD_OPTION_END);
    if (daemon_ != nullptr) return {};
    ::close(number);
    return base::fail(base::Code::kLimit, "the HTTP server could not be started", socket.address().host,
                      "Check the limits of this machine (ulimit -n)");
  }

 private:
  static Daemon& self(void* daemon) { return *static_cast<Daemon*>(daemon); }

  static Deadlines::Line* line_of(MHD_Connection* connection) {
    const auto* const info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == nullptr ? nullptr : static_cast<Deadlines::Line*>(info->socket_context);
  }
  void expect(MHD_Connection* connection, seconds within) {
    if (Deadlines::Line* const line = line_of(connection)) deadlines_.expect(line, within);
  }

  static void on_connection(void* daemon, MHD_Connection* connection, void** line,
                            MHD_ConnectionNotificationCode code) {
    Deadlines& deadlines = self(daemon).deadlines_;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
      const auto* const info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
      if (info != nullptr) *line = deadlines.begin(info->connect_fd, self(daemon).limits_.ask);
    } else if (*line != nullptr) {
      deadlines.end(static_cast<Deadlines::Line*>(*line));
      *line = nullptr;
    }
  }

  // The target as it was sent: what the library hands on later is decoded.
  static void* on_target(void*, const char* target, MHD_Connection*) {
    auto* const pending = new Pending;
    pending->request.target = target;
    return pending;
  }

  static void on_completed(void* daemon, MHD_Connection* connection, void** pending, MHD_RequestTerminationCode) {
    delete static_cast<Pending*>(*pending);
    *pending = nullptr;
    self(daemon).expect(connection, self(daemon).limits_.ask);
  }

  static MHD_Result on_request(void* daemon, MHD_Connection* connection, const char*, const char* method, const char*,
                               const char* bytes, std::size_t* size, void** its) {
    auto* const pending = static_cast<Pending*>(*its);
    if (pending == nullptr) return MHD_NO;
    switch (pending->state) {
      case Pending::State::kNew:
        return self(daemon).begin(connection, method, *pending);
      case Pending::State::kReading:
        if (*size == 0) return self(daemon).ask(connection, *pending);
        if (pending->request.body.size() + *size > kMaxBody) return MHD_NO;
        pending->request.body.append(bytes, *size);
        *size = 0;
        return MHD_YES;
      case Pending::State::kAsked:
        return MHD_YES;
      case Pending::State::kAnswered:
        self(daemon).expect(connection, self(daemon).limits_.take);
        return queue(connection, pending->response);
    }
    return MHD_NO;
  }

  MHD_Result begin(MHD_Connection* connection, const char* method, Pending& pending) {
    Request& request = pending.request;
    request.method = method;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, &request);
    const auto* const peer = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    request.peer = address_text(peer == nullptr ? nullptr : peer->client_addr);
    request.tls = tls_.has_value();
    if (tls_ && !tls_->client_authority.empty()) {
      const auto* const session = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
      if (session != nullptr)
        request.certificate = verified_subject(static_cast<gnutls_session_int*>(session->tls_session));
    }
    pending.state = Pending::State::kReading;
    if (request.count("transfer-encoding") > 0) return queue(connection, problem(411, "Say how long the body is"));
    if (const auto length = request.header("content-length")) {
      if (length->size() > 9 || std::strtoul(std::string(*length).c_str(), nullptr, 10) > kMaxBody)
        return queue(connection, problem(413, "The body is too long"));
    }
    return MHD_YES;
  }

  // The connection sleeps until a worker has the answer.
  MHD_Result ask(MHD_Connection* connection, Pending& pending) {
    constexpr seconds kWhileWeWork{3600};
    expect(connection, kWhileWeWork);
    pending.state = Pending::State::kAsked;
    MHD_suspend_connection(connection);
    const bool taken = workers_.submit([this, connection, &pending] {
      pending.response = answer_(pending.request);
      wake(connection, pending);
    });
    if (!taken) {
      pending.response = problem(503, "Too many wait for an answer").with("Retry-After", "2");
      wake(connection, pending);
    }
    return MHD_YES;
  }

  static void wake(MHD_Connection* connection, Pending& pending) {
    pending.state = Pending::State::kAnswered;
    MHD_resume_connection(connection);
  }

  std::optional<TlsFiles> tls_;
  Answer answer_;
  ServerLimits limits_;
  Workers workers_;
  Deadlines deadlines_;
  MHD_Daemon* daemon_ = nullptr;
};

}  // namespace

base::Result<std::unique_ptr<Server>> Server::start(ListenSocket socket, std::optional<TlsFiles> tls, Answer answer,
                                                    const ServerLimits& limits) {
  auto daemon = std::make_unique<Daemon>(std::move(tls), std::move(answer), limits);
  if (auto started = daemon->start(std::move(socket)); !started) return std::unexpected(started.error());
  return daemon;
}

}  // namespace hoptrace::serve
