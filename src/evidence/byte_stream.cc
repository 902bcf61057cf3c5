#include "evidence/byte_stream.h"

namespace hoptrace::evidence {

base::Result<std::size_t> read_fully(ByteStream& stream, std::span<std::uint8_t> into) {
  std::size_t filled = 0;
  while (filled < into.size()) {
    auto got = stream.read(into.subspan(filled));
    if (!got) return got;
    if (*got == 0) break;
    filled += *got;
  }
  return filled;
}

}  // namespace hoptrace::evidence
