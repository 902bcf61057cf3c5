#include "base/arena.h"

#include <algorithm>
#include <cstring>

namespace hoptrace::base {

char* Arena::take(std::size_t size) {
  while (current_ < blocks_.size() && blocks_[current_].size - used_ < size) ++current_, used_ = 0;
  if (current_ == blocks_.size()) {
    const std::size_t bytes = std::max(size, kBlock);
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(bytes), bytes});
    used_ = 0;
  }
  char* at = blocks_[current_].bytes.get() + used_;
  used_ += size;
  return at;
}

std::string_view Arena::copy(std::string_view text) {
  char* at = take(text.size());
  if (!text.empty()) std::memcpy(at, text.data(), text.size());
  return {at, text.size()};
}

void Arena::reset() {
  if (blocks_.size() > kKept) blocks_.resize(kKept);
  const auto oversized = [](const Block& block) { return block.size > 4 * kBlock; };
  std::erase_if(blocks_, oversized);
  current_ = 0;
  used_ = 0;
}

}  // namespace hoptrace::base
