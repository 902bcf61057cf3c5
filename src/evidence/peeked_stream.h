// PeekedStream: a stream whose first bytes can be looked at before it is read from its beginning.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "evidence/byte_stream.h"

namespace hoptrace::evidence {

class PeekedStream final : public ByteStream {
 public:
  // Reads `head_size` bytes of `stream` (fewer if it is shorter) ahead; `stream` must outlive this.
  PeekedStream(ByteStream& stream, std::size_t head_size);

  [[nodiscard]] base::Bytes head() const { return head_; }
  base::Result<std::size_t> read(std::span<std::uint8_t> into) override;

 private:
  ByteStream& stream_;
  std::vector<std::uint8_t> head_;
  std::size_t replayed_ = 0;
};

}  // namespace hoptrace::evidence
