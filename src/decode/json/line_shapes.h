// LineShapes: what stands between the values of documents that were read before, byte for byte, as a tree.
//
// Whoever writes a log writes the records of one kind alike: the same keys in the same order, with the same brackets
// and blanks. So what stands from the end of one value to the beginning of the next is nearly always something that
// stood there before, and to compare it once is to have read the key, and all the grammar around it. A way from the
// tree's root to a leaf is a *shape* (decode/sieve.h): documents in which the same stands between the values.
//
// Learnt from documents that were understood otherwise (line_lesson.h). Log text is the attacker's: the tree is
// bounded (full()), and so is each search in it. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "decode/json/key_tree.h"
#include "decode/json/written_value.h"
#include "decode/sieve.h"

namespace hoptrace::decode::json {

// One value of a document that is learnt: what stands before it, and what becomes of it.
struct LineStep {
  std::string_view before;
  const KeyNode* node = nullptr;  // null: nothing is kept of it
};

class LineShapes {
 public:
  static constexpr std::uint32_t kMostSlots = 512;
  static constexpr std::uint32_t kNoSlot = kMostSlots;

  // What stands before a value, and what becomes of the value; or the end of a document.
  struct Between {
    const char* bytes = nullptr;  // and written::kStep more that may be read
    std::uint32_t size = 0;
    std::uint32_t slot = kNoSlot;
    Between* first = nullptr;  // of those that may come next; the one that came last time
    Between* other = nullptr;  // that may stand in its place
    void (*take)(event::Event& event, const event::Value& value) = nullptr;
    Treat scalar = Treat::kPassOver;
    Treat null = Treat::kPassOver;
    bool guid = false;
    bool ends = false;
    ShapeId shape = 0;  // of an end
    std::uint32_t children = 0;
  };

  // Before the first value.
  [[nodiscard]] Between& root() { return root_; }
  // What of `last`'s followers stands at `at`, in a document that ends at `end`; null: nothing that is known.
  [[nodiscard]] static Between* next(Between& last, const char* at, const char* end) {
    Between* const guess = last.first;
    return guess != nullptr && stands(*guess, at, end) ? guess : search(last, at, end);
  }

  enum class Learnt : std::uint8_t { kNothing, kKnown, kNew };
  // Keeps a document of these values, with `tail` behind the last of them; what came of it.
  [[nodiscard]] Learnt learn(std::span<const LineStep> steps, std::string_view tail);
  // The shape that was kNew, and its slots.
  [[nodiscard]] ShapeId latest() const { return shapes_ - 1; }
  // Their names live until forget().
  [[nodiscard]] std::span<const Slot> slots() const { return slots_; }
  [[nodiscard]] bool full() const;
  void forget();

 private:
  static constexpr std::size_t kMostNodes = 1 << 15;
  static constexpr std::size_t kMostBytes = 4 << 20;
  static constexpr std::size_t kMostShapes = 4096;
  static constexpr std::uint32_t kMostChildren = 256;  // of one place
  static constexpr std::size_t kLongest = 1024;        // what stands between two values

  [[nodiscard]] static bool stands(const Between& between, const char* at, const char* end);
  [[nodiscard]] static Between* search(Between& last, const char* at, const char* end);
  [[nodiscard]] Between* child(Between& parent, std::string_view bytes, bool ends);
  void set(Between& between, const KeyNode& node);

  Between root_;
  std::deque<Between> nodes_;  // stable addresses
  std::vector<Slot> slots_;    // of the document at hand
  base::Arena memory_;
  std::size_t bytes_ = 0;
  ShapeId shapes_ = 0;
};

// Inlined: asked for each value of each record.
inline bool LineShapes::stands(const Between& between, const char* at, const char* end) {
  const auto left = static_cast<std::size_t>(end - at);
  if (between.size > left) return false;
  std::size_t done = 0;
  for (; done + written::kStep <= between.size; done += written::kStep) {
    if (!written::same_bytes(at + done, between.bytes + done)) return false;
  }
  if (!written::same_begin(at + done, between.bytes + done, between.size - done)) return false;
  return between.ends ? between.size == left : begins_scalar(at[between.size]);
}

}  // namespace hoptrace::decode::json
