#include "serve/endpoint.h"

#include <algorithm>
#include <array>

#include "serve/answers.h"

namespace hoptrace::serve {
namespace {

constexpr std::string_view kDigits = "0123456789", kHex = "0123456789abcdef",
                           kNameLetters = "abcdefghijklmnopqrstuvwxyz0123456789_-";

bool all_of(std::string_view value, std::string_view letters, std::size_t least, std::size_t most) {
  return value.size() >= least && value.size() <= most && value.find_first_not_of(letters) == std::string_view::npos;
}
bool is_id(std::string_view value) {
  return all_of(value, kHex, 32, 32);
}
bool is_secret(std::string_view value) {
  return all_of(value, kHex, 64, 64);
}
bool is_name(std::string_view value) {
  return all_of(value, kNameLetters, 1, 40);
}
// At most fifteen digits: a page's numbers hold no more.
bool is_number(std::string_view value) {
  return all_of(value, kDigits, 1, 15);
}
bool is_count(std::string_view value) {
  return all_of(value, kDigits, 1, 3);
}

constexpr std::array kParameters{
    Parameter{"document", "a document's name", "string", "^[a-z0-9_-]{1,40}$", is_name},
    Parameter{"export", "an export's name", "string", "^[a-z0-9_-]{1,40}$", is_name},
    Parameter{"finding", "a finding's id", "string", "^[0-9a-f]{32}$", is_id},
    Parameter{"hop", "a hop's id", "string", "^[0-9a-f]{32}$", is_id},
    Parameter{"artifact", "a row of evidence.artifacts", "integer", "", is_number},
    Parameter{"offset", "where the record stands in its artifact", "integer", "", is_number},
    Parameter{"count", "how many, at most 200", "integer", "", is_count},
    Parameter{"secret", "what the program showed on its terminal", "string", "^[0-9a-f]{64}$", is_secret},
};

constexpr std::string_view kHtml = "text/html; charset=utf-8", kScript = "text/javascript; charset=utf-8",
                           kStyle = "text/css; charset=utf-8", kJson = "application/json", kAny = "*/*";

constexpr std::array kEndpoints{
    Endpoint{"GET", "/", "The page", Who::kReader, kHtml, "", "", "", answer_page},
    Endpoint{"GET", "/page.js", "Its script", Who::kAnyone, kScript, "", "", "", answer_script},
    Endpoint{"GET", "/page.css", "Its style", Who::kAnyone, kStyle, "", "", "", answer_style},
    Endpoint{"GET", "/sign-in", "Where a token is entered", Who::kAnyone, kHtml, "", "", "", answer_sign_in_page},
    Endpoint{"GET", "/sign-in.css", "Its style", Who::kAnyone, kStyle, "", "", "", answer_sign_in_style},
    Endpoint{"POST", "/sign-in", "Signs a browser in: a token for a cookie", Who::kAnyone, kHtml, "", "SignIn", "",
             answer_sign_in},
    Endpoint{"GET", "/sign-in/{secret}", "Signs a browser in, once", Who::kAnyone, kHtml, "", "", "", answer_link},
    Endpoint{"POST", "/sign-out", "Ends it", Who::kAnyone, kHtml, "", "", "", answer_sign_out},
    Endpoint{"GET", "/api/v1/openapi.json", "This document", Who::kReader, kJson, "OpenApi", "", "", answer_openapi},
    Endpoint{"GET", "/api/v1/state", "Whether there is more than there was", Who::kReader, kJson, "State", "", "",
             answer_state},
    Endpoint{"GET", "/api/v1/documents/{document}", "One of the page's documents (docs/page-data.md)", Who::kReader,
             kAny, "Document", "", "", answer_document},
    Endpoint{"GET", "/api/v1/findings/{finding}", "A finding whole", Who::kReader, kJson, "Finding", "", "",
             answer_finding},
    Endpoint{"GET", "/api/v1/hops/{hop}", "A hop whole", Who::kReader, kJson, "Hop", "", "", answer_hop},
    Endpoint{"GET", "/api/v1/records/{artifact}/{offset}", "A record whole", Who::kReader, kJson, "Record", "", "",
             answer_record},
    Endpoint{"GET", "/api/v1/records/{artifact}/{offset}/neighbours", "Records around it in the same log",
             Who::kReader, kJson, "Records", "", "count", answer_neighbours},
    Endpoint{"GET", "/api/v1/marks", "What analysts marked", Who::kReader, kJson, "Marks", "", "", answer_marks},
    Endpoint{"POST", "/api/v1/marks", "Adds a mark", Who::kReader, kJson, "Mark", "NewMark", "", answer_new_mark},
    Endpoint{"GET", "/api/v1/exports/{export}", "The case in a form that other programs take", Who::kReader, kAny,
             "Document", "", "", answer_export},
};

bool is_open(std::string_view part) {
  return part.starts_with('{');
}

// The values of the path's parameters, if `segments` are such a path.
std::optional<std::vector<std::string>> match_path(std::string_view path, const std::vector<std::string>& segments) {
  std::vector<std::string> values;
  std::string_view rest = path.substr(1);
  for (const std::string& segment : segments) {
    if (rest.empty()) return std::nullopt;
    const std::string_view part = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    if (!is_open(part)) {
      if (part != segment) return std::nullopt;
      continue;
    }
    if (!find_parameter(part.substr(1, part.size() - 2))->fits(segment)) return std::nullopt;
    values.push_back(segment);
  }
  if (!rest.empty()) return std::nullopt;
  return values;
}

}  // namespace

std::span<const Parameter> parameters() {
  return kParameters;
}

const Parameter* find_parameter(std::string_view name) {
  const auto* const found = std::ranges::find(kParameters, name, &Parameter::name);
  return found == kParameters.end() ? nullptr : found;
}

std::span<const Endpoint> endpoints() {
  return kEndpoints;
}

Route find_route(std::string_view method, const Target& target) {
  const std::string_view asked = method == "HEAD" ? "GET" : method;
  Route route;
  for (const Endpoint& endpoint : kEndpoints) {
    auto values = match_path(endpoint.path, target.segments);
    if (!values) continue;
    if (endpoint.method == asked) return {&endpoint, std::move(*values), {}};
    route.allowed.append(route.allowed.empty() ? "" : ", ");
    route.allowed.append(endpoint.method == "GET" ? "GET, HEAD" : endpoint.method);
  }
  return route;
}

}  // namespace hoptrace::serve
