#include "serve/service.h"

#include <array>

#include "base/digest.h"
#include "cases/files_beside.h"
#include "page/documents.h"
#include "page/gzip.h"
#include "serve/answers.h"

namespace hoptrace::serve {
namespace {

KeptDocument asset(const std::string& text, std::string media_type) {
  KeptDocument kept;
  kept.media_type = std::move(media_type);
  kept.tag = "\"" + base::sha256_hex(text) + "\"";
  kept.plain = std::make_shared<const std::string>(text);
  kept.packed = std::make_shared<const std::string>(page::gzip(text));
  return kept;
}

// The page's own script and style and nothing else; no frame around it, nothing sent elsewhere. (CSP level 3.)
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-ancestors "
    "'none'; "
    "base-uri 'none'; form-action 'none'";

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kAlways = {{
    {"Content-Security-Policy", kPolicy},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
    {"Vary", "Accept-Encoding, Authorization, Cookie"},
}};

// What an endpoint has said of a header stands.
void harden(Response& response) {
  for (const auto& [name, value] : kAlways) {
    const bool said = std::ranges::any_of(response.headers, [&](const auto& header) { return header.first == name; });
    if (!said) response.with(std::string(name), std::string(value));
  }
}

Response ask_who(const Endpoint& endpoint) {
  if (endpoint.path != "/") {
    return problem(401, "A token is needed").with("WWW-Authenticate", "Bearer realm=\"hoptrace\"");
  }
  Response response;
  response.status = 303;
  return response.with("Location", "/sign-in");
}

}  // namespace

Service::Service(ServiceOptions options, std::unique_ptr<Shelf> shelf)
    : options_(std::move(options)),
      gate_(options_.gate),
      shelf_(std::move(shelf)),
      marks_(cases::marks_path(options_.case_path)),
      script_(asset(options_.bundle.script, "text/javascript; charset=utf-8")),
      style_(asset(options_.bundle.style, "text/css; charset=utf-8")) {}

base::Result<std::unique_ptr<Service>> Service::over(ServiceOptions options) {
  auto shelf = Shelf::open({options.case_path, options.version, options.names, options.bounds});
  if (!shelf) return std::unexpected(shelf.error());
  return std::unique_ptr<Service>(new Service(std::move(options), std::move(*shelf)));
}

void Service::prepare(const std::stop_token& stop) {
  for (const page::Document& document : page::documents()) {
    if (stop.stop_requested()) return;
    [[maybe_unused]] const auto made = shelf_->document({}, document.name, now());
  }
}

Response Service::route(const Request& request) {
  const Clock::time_point at = now();
  if (auto refused = gate_.refusal(request, at)) return std::move(*refused);
  const auto target = parse_target(request.target);
  if (!target) return problem(400, "This is no address of this program");
  const Route found = find_route(request.method, *target);
  if (found.endpoint == nullptr && found.allowed.empty()) return not_there();
  if (found.endpoint == nullptr) return problem(405, "Not by this method").with("Allow", found.allowed);
  Call call{request, *target, found.values, {}};
  if (found.endpoint->who == Who::kReader) {
    auto reader = gate_.reader(request, at);
    if (!reader) return ask_who(*found.endpoint);
    call.reader = std::move(*reader);
  }
  return found.endpoint->answer(*this, call);
}

Response Service::answer(const Request& request) {
  Response response;
  try {
    response = route(request);
  } catch (const std::bad_alloc&) {
    response = problem(503, "There is no memory for this now").with("Retry-After", "10");
  }
  harden(response);
  return response;
}

}  // namespace hoptrace::serve
