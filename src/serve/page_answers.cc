// The page, and signing in to it.
#include <string>

#include "serve/answers.h"
#include "serve/header_values.h"
#include "serve/service.h"

namespace hoptrace::serve {
namespace {

constexpr std::string_view kPage = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>hoptrace</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
</head>
<body>
<div id="page"></div>
<noscript>This page is shown by a script, which this browser does not run.</noscript>
<script src="/page.js"></script>
</body>
</html>
)";

constexpr std::string_view kSignInBegin = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sign in: hoptrace</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sign-in.css">
</head>
<body>
<main>
<h1>hoptrace</h1>
)";
constexpr std::string_view kSignInEnd = R"(<form method="post" action="/sign-in">
<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button type="submit">Sign in</button>
</form>
<p>The token is in the file that this program was started with. It stays signed in for twelve hours.</p>
</main>
</body>
</html>
)";
constexpr std::string_view kUnknown = "<p role=\"alert\">This token is not known.</p>\n";
constexpr std::string_view kSpent = "<p role=\"alert\">This link was used before, or is too old.</p>\n";

// Contrast of text and borders as WCAG 2.2 AA asks, in both schemes.
constexpr std::string_view kSignInStyle = R"(:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#fff;color:#1b1b1b}
main{width:min(22rem,100vw - 2rem)}
h1{font-size:1.4rem}
label{display:block;margin-bottom:.25rem}
input,button{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #6b6b6b;border-radius:.25rem}
input{background:#fff;color:#1b1b1b}
button{margin-top:.75rem;background:#1f4e8c;color:#fff;border-color:#1f4e8c}
:focus-visible{outline:3px solid #1f4e8c;outline-offset:2px}
[role=alert]{border-left:4px solid #b3261e;padding-left:.75rem}
@media (prefers-color-scheme:dark){
body{background:#15181c;color:#ececec}
input{background:#1f242a;color:#ececec;border-color:#9aa4af}
button{background:#8ab8f5;color:#10151b;border-color:#8ab8f5}
:focus-visible{outline-color:#8ab8f5}
}
)";

constexpr std::string_view kSignInPolicy =
    "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action "
    "'self'";

Response sign_in_page(int status, std::string_view alert) {
  std::string page(kSignInBegin);
  page.append(alert).append(kSignInEnd);
  Response response = answer_text(std::move(page), "text/html; charset=utf-8");
  response.status = status;
  return response.with("Content-Security-Policy", std::string(kSignInPolicy));
}

Response go_to(std::string place) {
  Response response;
  response.status = 303;
  return response.with("Location", std::move(place));
}

Response answer_asset(const Request& request, const KeptDocument& asset) {
  return answer_tagged(request, asset.media_type, asset.tag, asset.plain, asset.packed)
      .with("Cache-Control", "no-cache");
}

}  // namespace

Response answer_page(Service&, const Call&) {
  return answer_text(std::string(kPage), "text/html; charset=utf-8");
}

Response answer_script(Service& service, const Call& call) {
  return answer_asset(call.request, service.script());
}

Response answer_style(Service& service, const Call& call) {
  return answer_asset(call.request, service.style());
}

Response answer_sign_in_page(Service& service, const Call&) {
  return service.gate().asks_for_tokens() ? sign_in_page(200, "") : go_to("/");
}

Response answer_sign_in_style(Service&, const Call&) {
  return answer_text(std::string(kSignInStyle), "text/css; charset=utf-8");
}

Response answer_sign_in(Service& service, const Call& call) {
  if (media_type_of(call.request.header("content-type").value_or("")) != "application/x-www-form-urlencoded")
    return problem(415, "A form is wanted here");
  const auto form = parse_form(call.request.body);
  if (!form || form->size() != 1 || form->front().first != "token")
    return problem(400, "A form with a token is wanted");
  auto cookie = service.gate().sign_in(call.request, form->front().second, service.now());
  if (!cookie) return sign_in_page(403, kUnknown);
  return go_to("/").with("Set-Cookie", std::move(*cookie));
}

Response answer_link(Service& service, const Call& call) {
  if (call.request.method == "HEAD") return sign_in_page(200, "");  // a look must not spend it
  auto cookie = service.gate().use_link(call.values.front(), service.now());
  if (!cookie) return sign_in_page(403, kSpent);
  return go_to("/").with("Set-Cookie", std::move(*cookie));
}

Response answer_sign_out(Service& service, const Call& call) {
  return go_to("/sign-in").with("Set-Cookie", service.gate().sign_out(call.request));
}

}  // namespace hoptrace::serve
