#include "sessions/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace hoptrace::sessions {
namespace {

using Four = std::array<std::uint8_t, 4>;

std::optional<Four> four_of(std::string_view text) {
  Four parts{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      if (at == end || *at != '.') return std::nullopt;
      ++at;
    }
    unsigned part = 0;
    const char* const begin = at;
    while (at != end && at - begin < 3 && *at >= '0' && *at <= '9')
      part = part * 10 + static_cast<unsigned>(*at++ - '0');
    if (at == begin || part > 255 || (*begin == '0' && at - begin > 1)) return std::nullopt;
    parts[i] = static_cast<std::uint8_t>(part);
  }
  return at == end ? std::optional(parts) : std::nullopt;
}

}  // namespace

AddressText::AddressText(std::string_view text) {
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
  if (text.size() > 7 && (text.starts_with("::ffff:") || text.starts_with("::FFFF:")) &&
      text.find('.') != std::string_view::npos) {
    text.remove_prefix(7);
  }
  address_ = read_four(text) || read_six(text.substr(0, text.find('%')));
}

bool AddressText::read_four(std::string_view text) {
  const auto parts = four_of(text);
  if (!parts) return false;
  const std::uint8_t first = parts->front();
  loopback_ = first == 127;
  if (first == 0 || loopback_ || first >= 224) return true;
  size_ = static_cast<std::size_t>(std::copy(text.begin(), text.end(), text_.begin()) - text_.begin());
  return true;
}

bool AddressText::read_six(std::string_view text) {
  if (text.size() < 2 || text.size() >= text_.size() || text.find(':') == std::string_view::npos) return false;
  std::array<char, 48> copy{};
  std::copy(text.begin(), text.end(), copy.begin());
  in6_addr address{};
  if (inet_pton(AF_INET6, copy.data(), &address) != 1) return false;
  loopback_ = IN6_IS_ADDR_LOOPBACK(&address);
  if (loopback_ || IN6_IS_ADDR_UNSPECIFIED(&address) || IN6_IS_ADDR_MULTICAST(&address)) return true;
  if (inet_ntop(AF_INET6, &address, text_.data(), static_cast<socklen_t>(text_.size())) == nullptr) return false;
  size_ = std::string_view(text_.data()).size();
  return true;
}

bool is_private(std::string_view address) {
  if (const auto parts = four_of(address)) {
    const auto [a, b, c, d] = *parts;
    return a == 10 || (a == 172 && (b & 0xF0) == 16) || (a == 192 && b == 168) || (a == 100 && (b & 0xC0) == 64);
  }
  return address.size() > 2 && address.find(':') != std::string_view::npos &&
         (address.starts_with("fc") || address.starts_with("fd"));
}

}  // namespace hoptrace::sessions
