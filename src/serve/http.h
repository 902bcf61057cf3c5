// Request and Response: HTTP as this room speaks it. The adapter (server.h) turns sockets into these and back; all
// between is plain functions over them, so it is tested and fuzzed without a socket.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hoptrace::serve {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  // as sent: "GET"
  std::string target;  // as sent, still encoded: "/api/v1/documents/case?x=1"
  Pairs headers;       // names in lower case, values as sent
  std::string body;    // at most kMaxBody
  std::string peer;    // the other side's address, without its port
  bool tls = false;
  std::optional<std::string> certificate;  // subject of the client's certificate, if it was verified

  // The value of the header of this name (in lower case), where it stands exactly once.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
};

inline constexpr std::size_t kMaxBody = 64 * 1024;

// An open file, closed with its last holder; none where the number is negative.
class OwnFile {
 public:
  explicit OwnFile(int file) : file_(file) {}
  ~OwnFile();
  OwnFile(const OwnFile&) = delete;
  OwnFile& operator=(const OwnFile&) = delete;
  [[nodiscard]] int file() const { return file_; }

 private:
  int file_;
};

struct Response {
  int status = 200;
  std::string media_type = "application/json";
  Pairs headers;
  std::shared_ptr<const std::string> body;  // null: empty
  std::shared_ptr<const OwnFile> file;      // in place of `body`, for what is too long for memory

  Response& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  [[nodiscard]] std::string_view text() const { return body ? std::string_view(*body) : std::string_view(); }
};

[[nodiscard]] Response answer_text(std::string text, std::string media_type = "application/json");
// An RFC 9457 problem. Nothing of the request is said back.
[[nodiscard]] Response problem(int status, std::string_view detail);
// What a reader gets of all that is not there, and of all that is not his.
[[nodiscard]] Response not_there();
[[nodiscard]] std::string_view reason_of(int status);

}  // namespace hoptrace::serve
