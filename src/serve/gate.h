// Gate: whether a request may come in at all, and as whom. Nothing here looks at the case.
//
// Host must be one of ours, or a page of somebody else's could be made to read us (DNS rebinding). A request that a
// browser says another site made is refused, and so is a POST with another site's Origin (cross-site forgery).
#pragma once

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "serve/http.h"
#include "serve/listen_address.h"
#include "serve/peers.h"
#include "serve/sign_ins.h"
#include "serve/tokens.h"

namespace hoptrace::serve {

struct GateRules {
  ListenAddress listen;            // with the port that it became
  std::vector<std::string> names;  // further hosts under which the program is reached
  bool tls = false;
  bool certificates = false;        // a verified client certificate is asked for
  std::optional<TokenBook> tokens;  // none: whoever reaches us may read
  Rate rate;
};

class Gate {
 public:
  explicit Gate(GateRules rules);

  // What must hold of every request, whoever asks; the Response refuses it.
  [[nodiscard]] std::optional<Response> refusal(const Request& request, Clock::time_point now);
  // What asking for more than a glance costs.
  void charge(const Request& request, double cost, Clock::time_point now) { peers_.charge(request.peer, cost, now); }
  // Who asks; nothing where he shows nothing that is known.
  [[nodiscard]] std::optional<Reader> reader(const Request& request, Clock::time_point now);

  // By a token (a form's), or by a link; the Set-Cookie that makes it last.
  [[nodiscard]] std::optional<std::string> sign_in(const Request& request, std::string_view token,
                                                   Clock::time_point now);
  [[nodiscard]] std::optional<std::string> use_link(std::string_view secret, Clock::time_point now);
  // The Set-Cookie that ends it.
  [[nodiscard]] std::string sign_out(const Request& request);
  [[nodiscard]] std::string make_link(Clock::time_point now) { return sign_ins_.make_link({"operator", {}}, now); }
  [[nodiscard]] bool asks_for_tokens() const { return rules_.tokens.has_value(); }

 private:
  [[nodiscard]] bool is_our_host(const Request& request) const;
  [[nodiscard]] bool is_our_origin(const Request& request) const;
  [[nodiscard]] std::optional<std::string_view> cookie_of(const Request& request) const;
  [[nodiscard]] std::string cookie_text(std::string_view secret, std::string_view lasts) const;

  GateRules rules_;
  std::set<std::string> hosts_;
  std::string cookie_name_;
  SignIns sign_ins_;
  Peers peers_;
};

}  // namespace hoptrace::serve
