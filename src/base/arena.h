// Arena: memory for what lives as long as one record (rendered text, converted fields), given back all at once.
//
// reset() keeps the blocks, so that the steady state allocates nothing. Not for sharing between threads.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace hoptrace::base {

class Arena {
 public:
  // Uninitialised bytes that live until reset().
  [[nodiscard]] char* take(std::size_t size) {
    if (current_ == blocks_.size() || blocks_[current_].size - used_ < size) make_room(size);
    char* const at = blocks_[current_].bytes.get() + used_;
    used_ += size;
    return at;
  }
  [[nodiscard]] std::string_view copy(std::string_view text);
  // Gives back the last `unused` bytes of the latest take().
  void give_back(std::size_t unused) { used_ -= unused; }
  void reset() {
    if (freakish_) free_freaks();
    current_ = 0;
    used_ = 0;
  }

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  static constexpr std::size_t kBlock = 64 * 1024;
  static constexpr std::size_t kLargestKept = 4 * kBlock;
  static constexpr std::size_t kKept = 16;  // blocks kept over a reset; a freak record's blocks are freed

  void make_room(std::size_t size);  // moves on to a block that has it
  void free_freaks();

  std::vector<Block> blocks_;
  bool freakish_ = false;    // there are blocks that a reset frees
  std::size_t current_ = 0;  // index into blocks_
  std::size_t used_ = 0;     // of the current block
};

}  // namespace hoptrace::base
