#include "base/arena.h"

#include <algorithm>
#include <cstring>

namespace hoptrace::base {

void Arena::make_room(std::size_t size) {
  while (current_ < blocks_.size() && blocks_[current_].size - used_ < size) ++current_, used_ = 0;
  if (current_ < blocks_.size()) return;
  const std::size_t bytes = std::max(size, kBlock);
  blocks_.push_back({std::make_unique_for_overwrite<char[]>(bytes), bytes});
  used_ = 0;
  freakish_ = freakish_ || bytes > kLargestKept || blocks_.size() > kKept;
}

std::string_view Arena::copy(std::string_view text) {
  char* at = take(text.size());
  if (!text.empty()) std::memcpy(at, text.data(), text.size());
  return {at, text.size()};
}

void Arena::free_freaks() {
  if (blocks_.size() > kKept) blocks_.resize(kKept);
  std::erase_if(blocks_, [](const Block& block) { return block.size > kLargestKept; });
  freakish_ = false;
}

}  // namespace hoptrace::base
