#include "serve/header_values.h"

#include <charconv>

namespace hoptrace::serve {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The text before the next `separator`, trimmed; `rest` goes on behind it.
std::string_view next_part(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return trimmed(part);
}

std::optional<unsigned> parse_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0 || port > 65535) return std::nullopt;
  return port;
}

bool is_host(std::string_view host, bool bracketed) {
  if (host.empty() || host.size() > 255) return false;
  for (const char c : host) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!letter && c != '.' && (bracketed ? c != ':' : c != '-' && c != '_')) return false;
  }
  return true;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::optional<Authority> parse_authority(std::string_view text) {
  Authority authority;
  std::string_view rest;
  const bool bracketed = text.starts_with('[');
  if (bracketed) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    authority.host = lower(text.substr(1, end - 1));
    rest = text.substr(end + 1);
  } else {
    const std::size_t end = std::min(text.find(':'), text.size());
    authority.host = lower(text.substr(0, end));
    rest = text.substr(end);
  }
  if (!is_host(authority.host, bracketed)) return std::nullopt;
  if (rest.empty()) return authority;
  const auto port = rest.starts_with(':') ? parse_port(rest.substr(1)) : std::nullopt;
  if (!port) return std::nullopt;
  authority.port = *port;
  return authority;
}

std::optional<Origin> parse_origin(std::string_view text) {
  Origin origin;
  constexpr std::string_view kPlain = "http://", kTls = "https://";
  origin.tls = text.starts_with(kTls);
  if (!origin.tls && !text.starts_with(kPlain)) return std::nullopt;
  const auto authority = parse_authority(text.substr(origin.tls ? kTls.size() : kPlain.size()));
  if (!authority) return std::nullopt;
  origin.authority = *authority;
  return origin;
}

std::optional<std::string_view> cookie(std::string_view header, std::string_view name) {
  std::optional<std::string_view> value;
  while (!header.empty()) {
    const std::string_view part = next_part(header, ';');
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos || part.substr(0, equals) != name) continue;
    if (value) return std::nullopt;
    value = part.substr(equals + 1);
  }
  return value;
}

std::optional<std::string_view> bearer(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (lower(authorization.substr(0, kScheme.size())) != kScheme) return std::nullopt;
  return trimmed(authorization.substr(kScheme.size()));
}

std::string media_type_of(std::string_view content_type) {
  return lower(next_part(content_type, ';'));
}

bool takes_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    std::string_view part = next_part(accept_encoding, ',');
    const std::string coding = lower(next_part(part, ';'));
    if (coding != "gzip" && coding != "*") continue;
    const std::string weight = lower(trimmed(part));
    return !weight.starts_with("q=0") || weight.find_first_of("123456789", 3) != std::string::npos;
  }
  return false;
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
  while (!if_none_match.empty()) {
    std::string_view part = next_part(if_none_match, ',');
    if (part.starts_with("W/")) part.remove_prefix(2);
    if (part == "*" || part == tag) return true;
  }
  return false;
}

}  // namespace hoptrace::serve
