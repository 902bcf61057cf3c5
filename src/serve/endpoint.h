// Endpoints: all that can be asked of the program, one row each in endpoints(): method, path, who may, what answers
// it. The router, the OpenAPI document and the tests are made from the same rows. A new endpoint is one row and a
// function.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http.h"
#include "serve/target.h"
#include "serve/tokens.h"

namespace hoptrace::serve {

class Service;

struct Call {
  const Request& request;
  const Target& target;
  std::vector<std::string> values;  // of the path's `{…}`, in order, each checked
  Reader reader;                    // who asks; of an endpoint for anyone: nobody
};

// What may stand in a path in place of `{name}`, or in the query after `name=`.
struct Parameter {
  std::string_view name, description, type, pattern;  // type and pattern as JSON Schema has them
  bool (*fits)(std::string_view value);
};
[[nodiscard]] std::span<const Parameter> parameters();
[[nodiscard]] const Parameter* find_parameter(std::string_view name);  // null where there is none

enum class Who : std::uint8_t { kAnyone, kReader };

struct Endpoint {
  std::string_view method, path, summary;
  Who who;
  std::string_view media_type;  // of the answer
  std::string_view schema;      // of the answer and of what is sent: names in openapi.cc; empty: not JSON
  std::string_view sent;
  std::string_view query;  // a parameter that may stand in the query; empty: none
  Response (*answer)(Service& service, const Call& call);
};
[[nodiscard]] std::span<const Endpoint> endpoints();

struct Route {
  const Endpoint* endpoint = nullptr;  // null: no such path, or, with `allowed`, not by this method
  std::vector<std::string> values;
  std::string allowed;  // "GET, HEAD"
};
[[nodiscard]] Route find_route(std::string_view method, const Target& target);

}  // namespace hoptrace::serve
