// Bytes: a view of raw evidence, and little-endian reads that cannot leave it.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace hoptrace::base {

using Bytes = std::span<const std::uint8_t>;

[[nodiscard]] inline Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string_view text_of(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The little-endian integer at `offset`, or nothing where it would reach beyond `bytes`.
template <class Integer>
[[nodiscard]] std::optional<Integer> read_le(Bytes bytes, std::size_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(Integer)) return std::nullopt;
  Integer value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;  // every machine the project is built for is little-endian (asserted in bytes.cc)
}

// `bytes[offset, offset + size)`, or nothing where that leaves `bytes`.
[[nodiscard]] inline std::optional<Bytes> slice(Bytes bytes, std::size_t offset, std::size_t size) {
  if (offset > bytes.size() || bytes.size() - offset < size) return std::nullopt;
  return bytes.subspan(offset, size);
}

}  // namespace hoptrace::base
