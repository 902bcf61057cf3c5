#include "serve/http.h"

#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hoptrace::serve {

std::size_t Request::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count(headers, name, &Pairs::value_type::first));
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  if (count(name) != 1) return std::nullopt;
  return std::ranges::find(headers, name, &Pairs::value_type::first)->second;
}

OwnFile::~OwnFile() {
  if (file_ >= 0) ::close(file_);
}

Response answer_text(std::string text, std::string media_type) {
  Response response;
  response.media_type = std::move(media_type);
  response.body = std::make_shared<const std::string>(std::move(text));
  return response;
}

std::string_view reason_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    case 507:
      return "Insufficient Storage";
    default:
      return "Internal Server Error";
  }
}

Response problem(int status, std::string_view detail) {
  const nlohmann::ordered_json told = {{"title", reason_of(status)}, {"status", status}, {"detail", detail}};
  Response response = answer_text(told.dump(), "application/problem+json");
  response.status = status;
  return response;
}

Response not_there() {
  return problem(404, "There is nothing here that you may see");
}

}  // namespace hoptrace::serve
