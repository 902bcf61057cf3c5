// Requests to a served case, without a socket: the first line is method, blank, target; header lines follow up to an
// empty one; the rest is the body. Asked as the reader of one tenant, whatever the request says: no answer may be a
// server error, say a word of the other tenant's, or carry a header that would end early.
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "serve/case_for_tests.h"

namespace {

using namespace hoptrace;

std::string_view next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return line;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

serve::Request request_of(std::string_view text) {
  serve::Request request;
  std::string_view first = next_line(text);
  const std::size_t blank = first.find(' ');
  request.method = first.substr(0, blank);
  request.target = blank == std::string_view::npos ? std::string_view() : first.substr(blank + 1);
  request.peer = "127.0.0.1";
  bool host = false;
  for (std::string_view line = next_line(text); !line.empty(); line = next_line(text)) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    const std::string name = lower(line.substr(0, colon));
    if (name == "authorization") continue;
    host = host || name == "host";
    request.headers.emplace_back(name, line.substr(colon + 2));
  }
  if (!host) request.headers.emplace_back("host", "localhost:8440");
  request.headers.emplace_back("authorization", "Bearer " + std::string(serve::kAcmeToken));
  request.body = text.substr(0, serve::kMaxBody);
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static serve::ServedCase served;
  const auto request = request_of({reinterpret_cast<const char*>(data), size});
  const serve::Response answer = served.service().answer(request);
  base::check(answer.status < 500, "no request is a server error");
  base::check(!lower(answer.text()).contains("globex"), "no answer tells of another tenant");
  for (const auto& [name, value] : answer.headers)
    base::check(std::ranges::none_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20; }),
                "a header is one line");
  return 0;
}
