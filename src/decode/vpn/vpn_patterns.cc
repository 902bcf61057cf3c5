#include "decode/vpn/vpn_patterns.h"

#include <algorithm>
#include <array>

namespace hoptrace::decode::vpn {
namespace {

constexpr std::size_t kLongest = 64 * 1024;  // of a message that patterns are tried on

bool is_called(std::string_view program, std::string_view name) {
  if (name.ends_with('*')) return program.starts_with(name.substr(0, name.size() - 1));
  return program == name;
}

}  // namespace

std::string_view name_of(Action action) {
  constexpr std::array<std::string_view, 6> kNames{"", "begin", "end", "failed", "tunnel_begin", "tunnel_end"};
  return kNames[static_cast<std::size_t>(action)];
}

std::optional<VpnLine> VpnPatterns::read(const LogHead& line) const {
  if (line.message.size() > kLongest) return std::nullopt;
  for (const Row& row : rows_) {
    if (const auto captured = row.pattern.match(line.message)) {
      return VpnLine{&products_[row.product], row.action, row.event_id, *captured};
    }
  }
  return std::nullopt;
}

const Product* VpnPatterns::product_of(const LogHead& line) const {
  const auto known = std::ranges::find_if(products_, [&](const Product& product) {
    if (line.alone) return product.own_file;
    return !line.program.empty() && std::ranges::any_of(product.programs, [&](const std::string& name) {
      return is_called(line.program, name);
    });
  });
  return known == products_.end() ? nullptr : &*known;
}

bool VpnPatterns::has_sign(const LogHead& line) const {
  if (!line.stamp) return false;
  if (!line.alone && product_of(line) != nullptr) return true;
  return std::ranges::any_of(products_, [&](const Product& product) {
    return std::ranges::any_of(
        product.signs, [&](const std::string& sign) { return line.message.find(sign) != std::string_view::npos; });
  });
}

}  // namespace hoptrace::decode::vpn
