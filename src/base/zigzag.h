// Differences as small numbers, whichever their sign: 0, -1, 1, -2 become 0, 1, 2, 3 (as in Protocol Buffers'
// sint64), so that groups of seven bits hold them in few bytes. Differences are taken modulo 2^64, and any two
// numbers have one.
#pragma once

#include <cstdint>

namespace hoptrace::base {

template <class Number>
constexpr std::uint64_t bits(Number number) {
  return static_cast<std::uint64_t>(number);
}

constexpr std::uint64_t zigzag(std::uint64_t difference) {
  return (difference << 1) ^ (std::uint64_t{0} - (difference >> 63));
}
constexpr std::uint64_t unzigzag(std::uint64_t number) {
  return (number >> 1) ^ (std::uint64_t{0} - (number & 1));
}

}  // namespace hoptrace::base
