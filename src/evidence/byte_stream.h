// ByteStream: bytes of one file or archive entry, in order.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/result.h"

namespace hoptrace::evidence {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Reads up to `into.size()` bytes; 0 is the end. Short reads before the end are allowed: see read_fully.
  [[nodiscard]] virtual base::Result<std::size_t> read(std::span<std::uint8_t> into) = 0;
  // Goes back to the first byte. False, and nothing happens, where that cannot be: an archive's entry is unpacked
  // forward only.
  [[nodiscard]] virtual bool rewind() { return false; }
};

// Reads until `into` is full or the stream ends; the number of bytes read.
[[nodiscard]] base::Result<std::size_t> read_fully(ByteStream& stream, std::span<std::uint8_t> into);

}  // namespace hoptrace::evidence
