// KeptTexts: texts that come again in record after record (channel, provider, computer), converted once. The same
// text has the same address until forget().
//
// Whoever owns it calls forget() once it is full(), at a moment when nobody holds any of its texts.
#pragma once

#include <string_view>
#include <unordered_map>

#include "base/arena.h"
#include "base/bytes.h"

namespace hoptrace::decode::evtx {

class KeptTexts {
 public:
  struct Kept {
    base::Bytes utf16;
    std::string_view utf8;
  };
  // Both views are its own.
  [[nodiscard]] const Kept& of_utf16(base::Bytes utf16);
  [[nodiscard]] std::string_view of_utf8(std::string_view utf8);

  [[nodiscard]] bool full() const { return memory_ > kMostMemory; }
  void forget();

 private:
  static constexpr std::size_t kMostMemory = 2 << 20;
  static constexpr std::size_t kEntry = 100;  // about what a map's node costs beside the text

  base::Arena arena_;
  base::Arena scratch_;
  std::unordered_map<std::string_view, Kept> by_utf16_;  // by the bytes
  std::unordered_map<std::string_view, std::string_view> by_utf8_;
  std::size_t memory_ = 0;
};

}  // namespace hoptrace::decode::evtx
