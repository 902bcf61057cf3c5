#include "base/base64.h"

#include <cstdint>

namespace hoptrace::base {

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  constexpr std::size_t kGroup = 3;
  std::string out;
  out.reserve((bytes.size() + 2) / kGroup * 4);
  for (std::size_t at = 0; at < bytes.size(); at += kGroup) {
    const std::size_t left = bytes.size() - at;
    const auto byte = [&](std::size_t i) {
      return i < left ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) : 0U;
    };
    const std::uint32_t group = (byte(0) << 16U) | (byte(1) << 8U) | byte(2);
    out += kDigits[group >> 18U];
    out += kDigits[(group >> 12U) & 63U];
    out += left > 1 ? kDigits[(group >> 6U) & 63U] : '=';
    out += left > 2 ? kDigits[group & 63U] : '=';
  }
  return out;
}

}  // namespace hoptrace::base
