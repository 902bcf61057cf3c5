// ChunkMap: numbers to values for as long as a chunk lasts; forgetting all of them costs nothing.
//
// A chunk holds few templates and many records ask for them: open addressing, and entries of an earlier chunk are
// told by their stamp. Whoever puts things in is bounded by the chunk.
#pragma once

#include <cstdint>
#include <vector>

namespace hoptrace::decode::evtx {

template <class Value>
class ChunkMap {
 public:
  ChunkMap() : slots_(kFirstSlots) {}

  void forget() {
    count_ = 0;
    if (++stamp_ != 0) return;
    for (Slot& slot : slots_) slot.stamp = 0;
    stamp_ = 1;
  }

  [[nodiscard]] const Value* find(std::uint64_t key) const {
    for (std::size_t i = place(key);; i = (i + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[i];
      if (slot.stamp != stamp_) return nullptr;
      if (slot.key == key) return &slot.value;
    }
  }

  // Only of a key that is not there. The result is valid until the next put().
  const Value* put(std::uint64_t key, const Value& value) {
    if (2 * ++count_ > slots_.size()) grow();
    return put_anywhere(key, value);
  }

 private:
  static constexpr std::size_t kFirstSlots = 256;
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t stamp = 0;
    Value value{};
  };

  [[nodiscard]] std::size_t place(std::uint64_t key) const {
    return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15) >> 32) & (slots_.size() - 1);
  }
  const Value* put_anywhere(std::uint64_t key, const Value& value) {
    std::size_t i = place(key);
    while (slots_[i].stamp == stamp_) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = {key, stamp_, value};
    return &slots_[i].value;
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.stamp == stamp_) (void)put_anywhere(slot.key, slot.value);
    }
  }

  std::vector<Slot> slots_;  // a power of two
  std::size_t count_ = 0;
  std::uint32_t stamp_ = 1;
};

}  // namespace hoptrace::decode::evtx
