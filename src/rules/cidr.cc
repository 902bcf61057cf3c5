#include "rules/cidr.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace hoptrace::rules {
namespace {

std::optional<int> parse_prefix(std::string_view text, int longest) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.front() == '-' || value > longest) return {};
  return value;
}

bool has_bits_beyond(const Cidr& cidr) {
  const int bits = cidr.v6 ? 128 : 32;
  for (int i = cidr.prefix; i < bits; ++i) {
    if (cidr.network[i / 8] >> (7 - i % 8) & 1) return true;
  }
  return false;
}

}  // namespace

std::expected<Cidr, std::string> parse_cidr(std::string_view text) {
  const auto slash = text.find('/');
  const std::string address(text.substr(0, slash));
  Cidr out;
  out.v6 = address.find(':') != std::string::npos;
  const int bits = out.v6 ? 128 : 32;
  if (inet_pton(out.v6 ? AF_INET6 : AF_INET, address.c_str(), out.network) != 1) {
    return std::unexpected(fmt::format("`{}` is not an address range such as 10.0.0.0/8 or fe80::/10", text));
  }
  const auto prefix = slash == std::string_view::npos ? bits : parse_prefix(text.substr(slash + 1), bits);
  if (!prefix) return std::unexpected(fmt::format("`{}` has no prefix length from 0 to {}", text, bits));
  out.prefix = *prefix;
  if (has_bits_beyond(out)) return std::unexpected(fmt::format("`{}` has address bits beyond its prefix", text));
  return out;
}

}  // namespace hoptrace::rules
