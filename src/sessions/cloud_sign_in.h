// CloudSignIn: what the detail of a kCloudSignIn fact says: from which organisation's directory somebody came into
// which, and in what capacity. Microsoft Graph's signIn resource (learn.microsoft.com/graph/api/resources/signin).
//
// A fact's detail is these five, joined by '|', which none of them has.
#pragma once

#include <string>
#include <string_view>

namespace hoptrace::sessions {

struct CloudSignIn {
  std::string_view access;    // "serviceProvider" (a delegated administrator), "b2bCollaboration", ...; empty: none
  std::string_view home;      // tenant ids: whose account it is
  std::string_view resource;  // ... and into whose organisation it came
  std::string_view app;       // "Azure Portal"
  std::string_view target;    // "Windows Azure Service Management API"

  // From one organisation into another.
  [[nodiscard]] bool crosses() const { return !home.empty() && !resource.empty() && home != resource; }
  [[nodiscard]] std::string joined() const;
  // Views into `detail`.
  [[nodiscard]] static CloudSignIn of(std::string_view detail);
};

}  // namespace hoptrace::sessions
