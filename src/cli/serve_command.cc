#include "cli/serve_command.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "cli/case_path.h"
#include "cli/content_folder.h"
#include "cli/program.h"
#include "cli/terminal.h"
#include "report/escape.h"
#include "serve/header_values.h"
#include "serve/server.h"
#include "serve/service.h"

namespace hoptrace::cli {
namespace {

struct ServeWish {
  std::string case_path, listen = "127.0.0.1:8440", token_file, tls_cert, tls_key, client_ca, evidence;
  std::vector<std::string> hosts;
  double rate = serve::Rate().per_second;
};

void say(const std::string& text) {
  std::fputs(("hoptrace: " + report::terminal(text) + "\n").c_str(), stderr);
}

// Who comes from elsewhere must show who he is.
base::Result<void> check_options(const ServeWish& o, const serve::ListenAddress& listen) {
  if (o.tls_cert.empty() != o.tls_key.empty())
    return base::fail(base::Code::kUsage, "a certificate and its key go together", "--tls-cert, --tls-key",
                      "Name both");
  if (!o.client_ca.empty() && o.tls_cert.empty())
    return base::fail(base::Code::kUsage, "client certificates need TLS", "--client-ca",
                      "Name --tls-cert and --tls-key too");
  if (listen.loopback || !o.token_file.empty() || !o.client_ca.empty()) return {};
  return base::fail(base::Code::kUsage, "whoever reaches this address could read the case", "--listen " + o.listen,
                    "Name --token-file FILE, or --tls-cert, --tls-key and --client-ca");
}

base::Result<serve::TokenBook> read_tokens(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return base::fail(base::Code::kNotFound, "this file cannot be read", path, "Check the path and its rights");
  struct stat file{};
  if (::stat(path.c_str(), &file) == 0 && (file.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    say(path + ": others on this machine may read these tokens: chmod 600 it");
  return serve::TokenBook::parse(std::string(std::istreambuf_iterator<char>(in), {}), path);
}

base::Result<serve::ServiceOptions> service_options(const ServeWish& o, const serve::ListenAddress& listen) {
  serve::ServiceOptions options;
  options.case_path = o.case_path;
  options.version = kVersion;
  options.gate.listen = listen;
  options.gate.tls = !o.tls_cert.empty();
  options.gate.certificates = !o.client_ca.empty();
  options.gate.rate.per_second = o.rate;
  options.gate.rate.burst = 6 * o.rate;
  for (const std::string& host : o.hosts) {
    const auto authority = serve::parse_authority(host);
    if (!authority) return base::fail(base::Code::kUsage, "`" + host + "` is no host's name", "--host");
    options.gate.names.push_back(authority->host);
  }
  if (!o.token_file.empty()) {
    auto tokens = read_tokens(o.token_file);
    if (!tokens) return std::unexpected(tokens.error());
    options.gate.tokens = std::move(*tokens);
  }
  // A page that is served takes all that a case is likely to have; what a file must leave out it need not.
  constexpr std::size_t kMostFindings = 2'000'000;
  options.bounds.findings = options.bounds.grave_findings = options.bounds.path_findings = kMostFindings;
  auto bundle = page::read_bundle(web_folder());
  if (!bundle) return std::unexpected(bundle.error());
  options.bundle = std::move(*bundle);
  const auto content = content_folder();
  if (content) options.names = report::AttackNames::in_folder(std::filesystem::path(*content) / "knowledge");
  if (!o.evidence.empty()) {
    if (!content) return std::unexpected(content.error());
    auto window = hunt::RecordWindow::over(*content, o.evidence);
    if (!window) return std::unexpected(window.error());
    options.window = std::make_shared<const hunt::RecordWindow>(std::move(*window));
  }
  return options;
}

std::string address_of(const serve::ListenAddress& listen, bool tls) {
  const std::string host = listen.v6 ? "[" + listen.host + "]" : listen.host;
  return fmt::format("http{}://{}:{}/", tls ? "s" : "", host, listen.port);
}

void announce(const ServeWish& o, const serve::ListenAddress& listen, serve::Service& service) {
  const bool tls = !o.tls_cert.empty();
  const std::string address = address_of(listen, tls);
  if (!listen.loopback && !tls)
    say("tokens and all of the case go over the network in the clear, for anybody on the way to read: "
        "use --tls-cert and --tls-key, or let a proxy do it");
  say(fmt::format("{} is served at {} (Ctrl-C ends it)", o.case_path, address));
  if (service.gate().asks_for_tokens() && is_terminal(stderr))  // not where it could end in a log
    say(fmt::format("to sign in here, open once, within ten minutes: {}sign-in/{}", address,
                    service.gate().make_link(serve::Clock::now())));
}

// What ends the program is waited for, in this thread alone.
class Ending {
 public:
  Ending() {
    std::signal(SIGPIPE, SIG_IGN);
    sigemptyset(&signals_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals_, signal);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  // After it a second signal ends the program as it would any other.
  void wait() const {
    int signal = 0;
    sigwait(&signals_, &signal);
    pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
  }

 private:
  sigset_t signals_{};
};

base::Result<void> run_serve(const ServeWish& o) {
  if (auto there = expect_case(o.case_path); !there) return there;
  const auto wanted = serve::ListenAddress::parse(o.listen);
  if (!wanted) return std::unexpected(wanted.error());
  if (auto sound = check_options(o, *wanted); !sound) return sound;
  std::optional<serve::TlsFiles> tls;
  if (!o.tls_cert.empty()) {
    auto read = serve::read_tls(o.tls_cert, o.tls_key, o.client_ca);
    if (!read) return std::unexpected(read.error());
    tls = std::move(*read);
  }
  auto socket = serve::ListenSocket::open(*wanted);
  if (!socket) return std::unexpected(socket.error());
  const serve::ListenAddress listen = socket->address();
  auto options = service_options(o, listen);
  if (!options) return std::unexpected(options.error());
  const auto service = serve::Service::over(std::move(*options));
  if (!service) return std::unexpected(service.error());
  const Ending ending;
  const auto server = serve::Server::start(
      std::move(*socket), std::move(tls), [&](const serve::Request& request) { return (*service)->answer(request); });
  if (!server) return std::unexpected(server.error());
  announce(o, listen, **service);
  const std::jthread preparing([&](const std::stop_token& stop) { (*service)->prepare(stop); });
  ending.wait();
  return {};
}

}  // namespace

std::function<ExitCode()> declare_serve(CLI::App& app) {
  auto options = std::make_shared<ServeWish>();
  ServeWish& o = *options;
  app.add_option("case", o.case_path, "The case file")->required()->type_name("FILE");
  app.add_option("--listen", o.listen, "Where to listen (default: 127.0.0.1:8440, this machine only)")
      ->type_name("ADDRESS:PORT");
  app.add_option("--host", o.hosts, "A further name under which it is reached (a proxy's); may be repeated")
      ->type_name("NAME");
  app.add_option("--token-file", o.token_file,
                 "Who may read: one a line, TOKEN [TENANT] [NAME]; with a TENANT that one only (`-`: all)")
      ->type_name("FILE");
  app.add_option("--tls-cert", o.tls_cert, "Certificate chain (PEM)")->type_name("FILE");
  app.add_option("--tls-key", o.tls_key, "Its key (PEM)")->type_name("FILE");
  app.add_option("--client-ca", o.client_ca, "Only clients with a certificate of this authority (PEM)")
      ->type_name("FILE");
  app.add_option("--evidence", o.evidence,
                 "The folder that was hunted: records that the case does not keep are read there")
      ->type_name("FOLDER");
  app.add_option("--rate", o.rate, "Requests a second from one address, six seconds' worth at once (default: 50)")
      ->check(CLI::Range(1.0, 100000.0))
      ->type_name("N");
  return [options] {
    const auto done = run_serve(*options);
    return done ? kDone : complain(done.error());
  };
}

}  // namespace hoptrace::cli
