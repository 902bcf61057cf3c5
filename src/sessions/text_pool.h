// TextPool: texts that come again and again, each kept once and known by a number. Numbers count from 1; 0 is none.
//
// Views live as long as the pool. One thread's, or nobody's any more that writes. Texts are found by a hash that is
// keyed with a random number of this process, so that nobody can write a log whose texts all fall on one place.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hoptrace::sessions {

using Text = std::uint32_t;
constexpr Text kNoText = 0;

class TextPool {
 public:
  // The number of `text`; kNoText for an empty one.
  [[nodiscard]] Text intern(std::string_view text);
  // The number of a text that is there already; kNoText if it is not.
  [[nodiscard]] Text find(std::string_view text) const;
  [[nodiscard]] std::string_view text(Text number) const { return texts_[number]; }
  // Numbers are below it.
  [[nodiscard]] std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> kept_;
  std::vector<std::string_view> texts_{std::string_view{}};
  struct Hash {
    [[nodiscard]] std::size_t operator()(std::string_view text) const noexcept;
  };
  std::unordered_map<std::string_view, Text, Hash> numbers_;
};

}  // namespace hoptrace::sessions
