#include "serve/gate.h"

#include <array>

#include "serve/header_values.h"

namespace hoptrace::serve {
namespace {

constexpr double kWrongToken = 20;  // as many questions as a wrong token costs

// Of these, two that differ would let two readers of one request disagree.
constexpr std::array<std::string_view, 7> kOnce = {"host",           "authorization", "cookie",       "origin",
                                                   "content-length", "content-type",  "if-none-match"};

bool stands_twice(const Request& request) {
  for (const std::string_view name : kOnce) {
    if (request.count(name) > 1) return true;
  }
  return false;
}

// What the browser says of who makes it ask (Fetch Metadata): ourselves, the person, or another site. Another site
// may lead a person to the page, and no more.
bool another_site_asks(const Request& request) {
  const std::string_view site = request.header("sec-fetch-site").value_or("none");
  if (site == "same-origin" || site == "none") return false;
  const bool leads_here = request.method == "GET" && request.header("sec-fetch-mode") == "navigate" &&
                          request.header("sec-fetch-dest") == "document" && !request.target.starts_with("/api/");
  return !leads_here;
}

}  // namespace

Gate::Gate(GateRules rules)
    : rules_(std::move(rules)), hosts_(rules_.names.begin(), rules_.names.end()), peers_(rules_.rate) {
  if (!rules_.listen.any) hosts_.insert(rules_.listen.host);
  if (rules_.listen.loopback) hosts_.insert({"localhost", "127.0.0.1", "::1"});
  // Cookies know no ports: another port's must not be taken for ours. The prefix makes browsers insist on TLS.
  cookie_name_ = (rules_.tls ? "__Host-hoptrace-" : "hoptrace-") + std::to_string(rules_.listen.port);
}

bool Gate::is_our_host(const Request& request) const {
  const auto host = request.header("host");
  const auto authority = host ? parse_authority(*host) : std::nullopt;
  if (!authority) return false;
  if (hosts_.contains(authority->host)) {
    // A name given on the command line may be a proxy's, at a port of its own.
    return !rules_.listen.loopback || authority->port == 0 || authority->port == rules_.listen.port ||
           !rules_.names.empty();
  }
  // A number is not looked up by anybody, so it cannot be made to lead here.
  return !rules_.listen.loopback && is_numeric_address(authority->host);
}

bool Gate::is_our_origin(const Request& request) const {
  if (request.count("origin") == 0) return true;  // no browser: those name it with every POST
  const auto origin = parse_origin(request.header("origin").value_or(""));
  const auto host = parse_authority(request.header("host").value_or(""));
  return origin && host && origin->authority == *host;
}

std::optional<Response> Gate::refusal(const Request& request, Clock::time_point now) {
  if (!peers_.may(request.peer, 1, now))
    return problem(429, "Too many requests from your address").with("Retry-After", "1");
  if (stands_twice(request)) return problem(400, "A header that may stand once stands there twice");
  if (!is_our_host(request)) return problem(421, "This program is not reached under this name");
  if (another_site_asks(request)) return problem(403, "Another site made this request");
  if (request.method == "POST" && !is_our_origin(request)) return problem(403, "Another site made this request");
  if (rules_.certificates && !request.certificate) return problem(403, "A client certificate is needed");
  return std::nullopt;
}

std::optional<std::string_view> Gate::cookie_of(const Request& request) const {
  const auto header = request.header("cookie");
  return header ? cookie(*header, cookie_name_) : std::nullopt;
}

std::optional<Reader> Gate::reader(const Request& request, Clock::time_point now) {
  if (!rules_.tokens) return Reader{request.certificate.value_or("local"), {}};
  if (const auto authorization = request.header("authorization")) {
    const auto token = bearer(*authorization);
    auto known = token ? rules_.tokens->find(*token) : std::nullopt;
    if (!known) peers_.charge(request.peer, kWrongToken, now);
    return known;
  }
  const auto secret = cookie_of(request);
  return secret ? sign_ins_.find(*secret, now) : std::nullopt;
}

std::string Gate::cookie_text(std::string_view secret, std::string_view lasts) const {
  std::string text = cookie_name_;
  text.append("=").append(secret).append("; Path=/; Max-Age=").append(lasts).append("; HttpOnly; SameSite=Strict");
  return rules_.tls ? text + "; Secure" : text;
}

std::optional<std::string> Gate::sign_in(const Request& request, std::string_view token, Clock::time_point now) {
  auto known = rules_.tokens ? rules_.tokens->find(token) : std::nullopt;
  if (!known) {
    peers_.charge(request.peer, kWrongToken, now);
    return std::nullopt;
  }
  const auto lasts = std::chrono::duration_cast<std::chrono::seconds>(SignIns::kLasts).count();
  return cookie_text(sign_ins_.sign_in(std::move(*known), now), std::to_string(lasts));
}

std::optional<std::string> Gate::use_link(std::string_view secret, Clock::time_point now) {
  auto known = sign_ins_.use_link(secret, now);
  if (!known) return std::nullopt;
  const auto lasts = std::chrono::duration_cast<std::chrono::seconds>(SignIns::kLasts).count();
  return cookie_text(sign_ins_.sign_in(std::move(*known), now), std::to_string(lasts));
}

std::string Gate::sign_out(const Request& request) {
  if (const auto secret = cookie_of(request)) sign_ins_.sign_out(*secret);
  return cookie_text("", "0");
}

}  // namespace hoptrace::serve
