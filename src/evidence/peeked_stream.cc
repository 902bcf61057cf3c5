#include "evidence/peeked_stream.h"

#include <algorithm>
#include <cstring>

namespace hoptrace::evidence {

PeekedStream::PeekedStream(ByteStream& stream, std::size_t head_size) : stream_(stream), head_(head_size) {
  head_.resize(read_fully(stream_, head_).value_or(0));
}

base::Result<std::size_t> PeekedStream::read(std::span<std::uint8_t> into) {
  if (replayed_ == head_.size()) return stream_.read(into);
  const std::size_t count = std::min(into.size(), head_.size() - replayed_);
  std::memcpy(into.data(), head_.data() + replayed_, count);
  replayed_ += count;
  return count;
}

}  // namespace hoptrace::evidence
