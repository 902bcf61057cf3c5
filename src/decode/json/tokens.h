// Tokens: one JSON document as the places of its brackets, commas, colons and of the beginnings of its values, walked
// once from the front, without a tree.
//
// simdjson's first stage finds those places, and refuses text that is not UTF-8, a string without an end and control
// characters in strings (G. Langdale and D. Lemire, "Parsing Gigabytes of JSON per Second", VLDB Journal 28, 2019,
// section 3.1; docs/json-dialects.md says what becomes of refused documents). The grammar between the places (RFC
// 8259) is for whoever walks. Whatever a step cannot make sense of, and some rarities, it refuses by saying false:
// the document then goes the slow way (JsonDecoder), which says what is wrong with it. Numbers and texts are what
// simdjson's second stage would make of them.
//
// Values are views into the document where nothing in it is escaped, else they are made in the arena. One thread.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/arena.h"
#include "event/value.h"

namespace hoptrace::decode::json {

class Tokens {
 public:
  static constexpr std::size_t kLargest = std::size_t{256} << 10;  // larger documents go the slow way

  // Starts on `document`, which must outlive the walk. False: not this way.
  [[nodiscard]] bool start(std::string_view document);

  // The character at which the next token begins; 0 at the end.
  [[nodiscard]] char peek() const { return at_ < end_ ? text_[*at_] : '\0'; }
  // Passes over the next token if it is `c`, one of JSON's own six.
  [[nodiscard]] bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] bool ended() const { return at_ == end_; }

  // A key and its colon; one with an escape in it is refused.
  [[nodiscard]] bool key(std::string_view& key);
  // A string, number, true, false or null.
  [[nodiscard]] bool scalar(event::Value& value, base::Arena& arena);
  // Passes over a value of any kind.
  [[nodiscard]] bool skip(base::Arena& arena);

 private:
  [[nodiscard]] bool string(std::string_view& raw, bool& escaped);
  [[nodiscard]] bool number(event::Value& value);
  [[nodiscard]] bool large(const char* begin, event::Value& value);
  [[nodiscard]] bool real(const char* begin, event::Value& value);
  [[nodiscard]] bool word(std::string_view word);
  void find_escape(std::size_t from);

  std::unique_ptr<simdjson::internal::dom_parser_implementation> stage_;
  const char* text_ = nullptr;
  std::size_t size_ = 0;
  const std::uint32_t* at_ = nullptr;
  const std::uint32_t* end_ = nullptr;
  std::size_t escape_ = 0;  // where the next backslash is that was not passed yet; size_: nowhere
};

// Writes `raw`, what stands between the quotes of a JSON string, without its escapes to `out`, which has room for
// raw.size() bytes; the bytes written, or -1 where an escape is wrong or half of a surrogate pair.
[[nodiscard]] std::ptrdiff_t unescape(std::string_view raw, char* out);

}  // namespace hoptrace::decode::json
