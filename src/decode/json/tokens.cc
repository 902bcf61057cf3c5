#include "decode/json/tokens.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstring>

#include "decode/json/limits.h"

namespace hoptrace::decode::json {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// What may stand behind a number or a word. Documents end in a bracket, so that there always is something.
bool ends_scalar(char c) {
  return c == ',' || c == '}' || c == ']' || is_blank(c);
}

}  // namespace

bool Tokens::start(std::string_view document) {
  if (document.size() < 2 || document.size() > kLargest) return false;
  if (document.front() != '{' || document.back() != '}') return false;
  if (stage_ == nullptr) {
    const auto& machine = simdjson::get_active_implementation();
    if (machine->create_dom_parser_implementation(kLargest, kDepth, stage_) != simdjson::SUCCESS) return false;
  }
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(document.data());
  if (stage_->stage1(bytes, document.size(), simdjson::stage1_mode::regular) != simdjson::SUCCESS) return false;
  text_ = document.data();
  size_ = document.size();
  at_ = stage_->structural_indexes.get();
  end_ = at_ + stage_->n_structural_indexes;
  find_escape(0);
  return true;
}

void Tokens::find_escape(std::size_t from) {
  const void* const found = std::memchr(text_ + from, '\\', size_ - from);
  escape_ = found == nullptr ? size_ : static_cast<std::size_t>(static_cast<const char*>(found) - text_);
}

// The string that begins at the next token. The token behind it is never far: nothing but blanks can stand between.
bool Tokens::string(std::string_view& raw, bool& escaped) {
  if (at_ + 1 >= end_) return false;
  const std::size_t open = *at_++;
  std::size_t close = *at_ - 1;
  while (close > open && is_blank(text_[close])) --close;
  if (close == open || text_[close] != '"') return false;
  raw = {text_ + open + 1, close - open - 1};
  escaped = escape_ < close;
  if (escaped) find_escape(close);
  return true;
}

bool Tokens::key(std::string_view& key) {
  bool escaped = false;
  return peek() == '"' && string(key, escaped) && !escaped && take(':');
}

bool Tokens::scalar(event::Value& value, base::Arena& arena) {
  switch (peek()) {
    case '"': {
      std::string_view raw;
      bool escaped = false;
      if (!string(raw, escaped)) return false;
      if (escaped) {
        char* const out = arena.take(raw.size());
        const std::ptrdiff_t size = unescape(raw, out);
        if (size < 0) return false;
        arena.give_back(raw.size() - static_cast<std::size_t>(size));
        raw = {out, static_cast<std::size_t>(size)};
      }
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

bool Tokens::word(std::string_view word) {
  const std::size_t begin = *at_++;
  if (size_ - begin <= word.size() || std::memcmp(text_ + begin, word.data(), word.size()) != 0) return false;
  return ends_scalar(text_[begin + word.size()]);
}

bool Tokens::number(event::Value& value) {
  if (at_ == end_) return false;
  const char* const begin = text_ + *at_++;
  const bool negative = *begin == '-';
  const char* const digits = begin + (negative ? 1 : 0);
  std::int64_t number = 0;
  const char* c = digits;
  for (; is_digit(*c) && c - digits < 18; ++c) number = number * 10 + (*c - '0');
  if (c == digits || (*digits == '0' && c - digits > 1)) return false;
  if (is_digit(*c)) return large(begin, value);
  if (*c == '.' || *c == 'e' || *c == 'E') return real(begin, value);
  if (!ends_scalar(*c)) return false;
  value = event::Value::integer(negative ? -number : number);
  return true;
}

// Of more than 18 digits: it may not fit.
bool Tokens::large(const char* begin, event::Value& value) {
  const char* end = begin + 1;
  while (is_digit(*end)) ++end;
  std::int64_t integer = 0;
  std::uint64_t natural = 0;
  if (std::from_chars(begin, end, integer).ec == std::errc{}) {
    value = event::Value::integer(integer);
  } else if (std::from_chars(begin, end, natural).ec == std::errc{}) {
    value = event::Value::unsigned_integer(natural);
  } else {
    return false;
  }
  return ends_scalar(*end);
}

// Its whole part was seen to be right.
bool Tokens::real(const char* begin, event::Value& value) {
  const char* c = begin + 1;
  while (is_digit(*c)) ++c;
  if (*c == '.') {
    if (!is_digit(*++c)) return false;
    while (is_digit(*c)) ++c;
  }
  if (*c == 'e' || *c == 'E') {
    ++c;
    if (*c == '+' || *c == '-') ++c;
    if (!is_digit(*c)) return false;
    while (is_digit(*c)) ++c;
  }
  double number = 0;
  const auto [stopped, error] = std::from_chars(begin, c, number);
  if (!ends_scalar(*c) || error != std::errc{} || stopped != c) return false;
  value = event::Value::real(number);
  return true;
}

bool Tokens::skip(base::Arena& arena) {
  std::uint64_t is_object = 0;  // a bit a level
  std::size_t depth = 0;
  while (true) {
    std::string_view name;
    event::Value value;
    const char open = peek();
    if (open == '{' || open == '[') {
      const char close = open == '{' ? '}' : ']';
      if (++depth == kDepth / 2 || !take(open)) return false;
      is_object = is_object << 1 | (open == '{' ? 1U : 0U);
      if (peek() != close) {
        if (open == '{' && !key(name)) return false;
        continue;
      }
    } else if (!scalar(value, arena)) {
      return false;
    }
    while (depth > 0 && take((is_object & 1) != 0 ? '}' : ']')) {
      is_object >>= 1;
      --depth;
    }
    if (depth == 0) return true;
    if (!take(',')) return false;
    if ((is_object & 1) != 0 && !key(name)) return false;
  }
}

namespace {

// The number of four hexadecimal digits, or -1.
int four_digits(const char* at) {
  int number = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = at[i];
    const int digit = is_digit(c)            ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return -1;
    number = number << 4 | digit;
  }
  return number;
}

char* put_utf8(char* out, int code) {
  const auto put = [&](int byte) { *out++ = static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6), put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12), put(0x80 | (code >> 6 & 0x3F)), put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18), put(0x80 | (code >> 12 & 0x3F)), put(0x80 | (code >> 6 & 0x3F)),
        put(0x80 | (code & 0x3F));
  }
  return out;
}

// "\uXXXX" at `at`, or two of them; moves both pointers.
bool unescape_unit(const char*& at, const char* end, char*& out) {
  if (end - at < 6) return false;
  int code = four_digits(at + 2);
  at += 6;
  if (code < 0) return false;
  if (code >= 0xD800 && code < 0xE000) {
    const int low = code < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u' ? four_digits(at + 2) : -1;
    if (low < 0xDC00 || low >= 0xE000) return false;
    code = 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00));
    at += 6;
  }
  out = put_utf8(out, code);
  return true;
}

constexpr std::array<char, 256> escapes() {
  std::array<char, 256> out{};
  out['"'] = '"', out['\\'] = '\\', out['/'] = '/';
  out['b'] = '\b', out['f'] = '\f', out['n'] = '\n', out['r'] = '\r', out['t'] = '\t';
  return out;
}
constexpr auto kEscapes = escapes();

// Copies up to the next backslash, eight bytes at a time.
void copy_plain(const char*& at, const char* end, char*& out) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  while (end - at >= 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, at, 8);
    const std::uint64_t other = eight ^ (kOnes * '\\');
    const std::uint64_t found = (other - kOnes) & ~other & (kOnes << 7);
    std::memcpy(out, &eight, 8);  // there is room: what is written is never more than what was read
    const int size = found == 0 ? 8 : std::countr_zero(found) / 8;
    at += size;
    out += size;
    if (found != 0) return;
  }
  while (at < end && *at != '\\') *out++ = *at++;
}

}  // namespace

std::ptrdiff_t unescape(std::string_view raw, char* const out) {
  const char* at = raw.data();
  const char* const end = at + raw.size();
  char* to = out;
  while (true) {
    copy_plain(at, end, to);
    if (at == end) return to - out;
    if (end - at < 2) return -1;
    if (at[1] == 'u') {
      if (!unescape_unit(at, end, to)) return -1;
      continue;
    }
    const char plain = kEscapes[static_cast<unsigned char>(at[1])];
    if (plain == '\0') return -1;
    *to++ = plain;
    at += 2;
  }
}

}  // namespace hoptrace::decode::json
