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
// Values are views into the document where nothing in it is escaped, else they are made in the arena. Tokens are a
// place to be copied and set back at will; a Structure is for one thread.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "base/arena.h"
#include "event/value.h"

namespace hoptrace::decode::json {

class Tokens {
 public:
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
  // Where the next token begins; not at the end.
  [[nodiscard]] const char* here() const { return text_ + *at_; }

  // The number that begins at `begin`, of more than 18 digits or with a fraction or an exponent.
  [[nodiscard]] static bool rare_number(const char* begin, event::Value& value);

 private:
  friend class Structure;
  [[nodiscard]] bool string(std::string_view& raw, bool& escaped);
  [[nodiscard]] bool number(event::Value& value);
  [[nodiscard]] static bool large(const char* begin, event::Value& value);
  [[nodiscard]] static bool real(const char* begin, event::Value& value);
  [[nodiscard]] bool word(std::string_view word);
  void find_escape(std::size_t from);

  const char* text_ = nullptr;
  std::size_t size_ = 0;
  const std::uint32_t* at_ = nullptr;
  const std::uint32_t* end_ = nullptr;
  std::size_t escape_ = 0;  // where the next backslash is that was not passed yet; size_: nowhere
};

// Finds the tokens of one document after the other.
class Structure {
 public:
  static constexpr std::size_t kLargest = std::size_t{256} << 10;  // larger documents go the slow way

  // The tokens of `document`, which must outlive the walk; they live until the next call. False: not this way.
  [[nodiscard]] bool find(std::string_view document, Tokens& tokens);

 private:
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stage_;
};

// Makes `text`, what stands between the quotes of a JSON string, into what it means; false where an escape is wrong
// or half of a surrogate pair.
[[nodiscard]] bool unescape(std::string_view& text, base::Arena& arena);

// Inlined, so that a walk keeps its place in registers: it is moved some hundred times a record.

inline bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// What may stand behind a number or a word. Documents end in a bracket, so that there always is something.
inline bool ends_scalar(char c) {
  return c == ',' || c == '}' || c == ']' || is_blank(c);
}

inline void Tokens::find_escape(std::size_t from) {
  const void* const found = std::memchr(text_ + from, '\\', size_ - from);
  escape_ = found == nullptr ? size_ : static_cast<std::size_t>(static_cast<const char*>(found) - text_);
}

// The string that begins at the next token. The token behind it is never far: nothing but blanks can stand between.
[[gnu::always_inline]] inline bool Tokens::string(std::string_view& raw, bool& escaped) {
  if (end_ - at_ < 2) return false;
  const std::size_t open = *at_++;
  std::size_t close = *at_ - 1;
  while (close > open && is_blank(text_[close])) --close;
  if (close == open || text_[close] != '"') return false;
  raw = {text_ + open + 1, close - open - 1};
  escaped = escape_ < close;
  if (escaped) find_escape(close);
  return true;
}

inline bool Tokens::key(std::string_view& key) {
  bool escaped = false;
  return peek() == '"' && string(key, escaped) && !escaped && take(':');
}

[[gnu::always_inline]] inline bool Tokens::number(event::Value& value) {
  if (at_ == end_) return false;
  const char* const begin = text_ + *at_++;
  const bool negative = *begin == '-';
  const char* const digits = begin + (negative ? 1 : 0);
  std::int64_t number = 0;
  const char* c = digits;
  for (; is_digit(*c) && c - digits < 18; ++c) number = number * 10 + (*c - '0');
  if (c == digits || (*digits == '0' && c - digits > 1)) return false;
  if (!ends_scalar(*c)) {
    event::Value rare;  // whose address may be given away (quick_way.cc says why)
    if (!rare_number(begin, rare)) return false;
    value = rare;
    return true;
  }
  value = event::Value::integer(negative ? -number : number);
  return true;
}

inline bool Tokens::word(std::string_view word) {
  const std::size_t begin = *at_++;
  if (size_ - begin <= word.size() || std::memcmp(text_ + begin, word.data(), word.size()) != 0) return false;
  return ends_scalar(text_[begin + word.size()]);
}

[[gnu::always_inline]] inline bool Tokens::scalar(event::Value& value, base::Arena& arena) {
  switch (peek()) {
    case '"': {
      std::string_view raw;
      bool escaped = false;
      if (!string(raw, escaped)) return false;
      if (escaped && !unescape(raw, arena)) return false;
      value = event::Value::text(raw);
      return true;
    }
    case 't':
      value = event::Value::boolean(true);
      return word("true");
    case 'f':
      value = event::Value::boolean(false);
      return word("false");
    case 'n':
      value = event::Value::null();
      return word("null");
    default:
      return number(value);
  }
}

}  // namespace hoptrace::decode::json
