#include "decode/json/tokens.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstring>

#include "decode/json/limits.h"

namespace hoptrace::decode::json {

bool Structure::find(std::string_view document, Tokens& tokens) {
  if (document.size() < 2 || document.size() > kLargest) return false;
  if (document.front() != '{' || document.back() != '}') return false;
  if (stage_ == nullptr) {
    const auto& machine = simdjson::get_active_implementation();
    if (machine->create_dom_parser_implementation(kLargest, kDepth, stage_) != simdjson::SUCCESS) return false;
  }
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(document.data());
  if (stage_->stage1(bytes, document.size(), simdjson::stage1_mode::regular) != simdjson::SUCCESS) return false;
  tokens.text_ = document.data();
  tokens.size_ = document.size();
  tokens.at_ = stage_->structural_indexes.get();
  tokens.end_ = tokens.at_ + stage_->n_structural_indexes;
  tokens.find_escape(0);
  return true;
}

bool Tokens::rare_number(const char* begin, event::Value& value) {
  const char* const digits = begin + (*begin == '-' ? 1 : 0);
  const char* c = digits;
  while (is_digit(*c)) ++c;
  return c - digits > 18 ? large(begin, value) : real(begin, value);
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

bool unescape(std::string_view& text, base::Arena& arena) {
  const char* at = text.data();
  const char* const end = at + text.size();
  char* const out = arena.take(text.size());
  char* to = out;
  while (true) {
    copy_plain(at, end, to);
    if (at == end) break;
    if (end - at < 2) return false;
    if (at[1] == 'u') {
      if (!unescape_unit(at, end, to)) return false;
      continue;
    }
    const char plain = kEscapes[static_cast<unsigned char>(at[1])];
    if (plain == '\0') return false;
    *to++ = plain;
    at += 2;
  }
  const auto size = static_cast<std::size_t>(to - out);
  arena.give_back(text.size() - size);
  text = {out, size};
  return true;
}

}  // namespace hoptrace::decode::json
