#include "base/unicode.h"

#include <utf8proc.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <cstring>

namespace hoptrace::base {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// Writes `c` to `at`, which has room for four bytes; the number of bytes written.
std::size_t encode(char32_t c, char* at) {
  return static_cast<std::size_t>(
      utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), reinterpret_cast<utf8proc_uint8_t*>(at)));
}

char16_t unit(Bytes utf16, std::size_t index) {
  return static_cast<char16_t>(utf16[2 * index] | (utf16[2 * index + 1] << 8));
}

bool is_high(char16_t u) {
  return u >= 0xD800 && u < 0xDC00;
}
bool is_low(char16_t u) {
  return u >= 0xDC00 && u < 0xE000;
}

// Text in evidence is ASCII almost always, and is read many bytes at a time as long as it is.
constexpr std::uint64_t kHighBits = 0x8080808080808080;

std::uint64_t eight_bytes(const void* at) {
  std::uint64_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

// Writes the ASCII at the front of `utf16` to `to`; the number of units.
std::size_t narrow_ascii(const std::uint8_t* utf16, std::size_t units, char* to) {
  std::size_t done = 0;
#ifdef __SSE2__
  for (; done + 16 <= units; done += 16) {
    const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(utf16 + 2 * done));
    const __m128i b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(utf16 + 2 * done + 16));
    const __m128i beyond = _mm_and_si128(_mm_or_si128(a, b), _mm_set1_epi16(static_cast<short>(0xFF80)));
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(beyond, _mm_setzero_si128())) != 0xFFFF) break;
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + done), _mm_packus_epi16(a, b));
  }
#endif
  for (; done + 4 <= units; done += 4) {
    std::uint64_t four = eight_bytes(utf16 + 2 * done);
    if ((four & 0xFF80FF80FF80FF80) != 0) break;
    four = (four | four >> 8) & 0x0000FFFF0000FFFF;
    const auto narrow = static_cast<std::uint32_t>(four | four >> 16);
    std::memcpy(to + done, &narrow, sizeof narrow);
  }
  return done;
}

// Whether any of eight ASCII bytes is a capital letter: the high bit of each sum says "at least A", "above Z".
bool has_capital(std::uint64_t ascii) {
  const std::uint64_t from_a = ascii + 0x3F3F3F3F3F3F3F3F, above_z = ascii + 0x2525252525252525;
  return (from_a & ~above_z & kHighBits) != 0;
}

char ascii_fold(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool folds_to_itself(std::string_view text) {
  for (; text.size() >= 8; text.remove_prefix(8)) {
    const std::uint64_t bytes = eight_bytes(bytes_of(text).data());
    if ((bytes & kHighBits) != 0 || has_capital(bytes)) return false;
  }
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80 && (c < 'A' || c > 'Z'); });
}

}  // namespace

std::string_view utf8_from_utf16le(Bytes utf16, Arena& arena) {
  const std::size_t units = utf16.size() / 2;
  char* const start = arena.take(units * 3);
  const std::size_t written = utf8_from_utf16le(utf16, start);
  arena.give_back(units * 3 - written);
  return {start, written};
}

std::size_t utf8_from_utf16le(Bytes utf16, char* start) {
  const std::size_t units = utf16.size() / 2;
  std::size_t i = narrow_ascii(utf16.data(), units, start);
  char* at = start + i;
  for (; i < units; ++i) {
    const char16_t u = unit(utf16, i);
    if (u < 0x80) {
      *at++ = static_cast<char>(u);
    } else if (is_high(u) && i + 1 < units && is_low(unit(utf16, i + 1))) {
      const char32_t low = unit(utf16, ++i);
      at += encode(0x10000 + ((static_cast<char32_t>(u) - 0xD800) << 10) + (low - 0xDC00), at);
    } else {
      at += encode(is_high(u) || is_low(u) ? kReplacement : static_cast<char32_t>(u), at);
    }
  }
  return static_cast<std::size_t>(at - start);
}

std::string utf16le_from_utf8(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size() * 2);
  const auto put = [&out](char32_t u) {
    out.push_back(static_cast<char>(u & 0xFF));
    out.push_back(static_cast<char>(u >> 8));
  };
  while (!utf8.empty()) {
    const CodePoint c = code_point(utf8);
    utf8.remove_prefix(c.length);
    if (c.value < 0x10000) {
      put(c.value);
    } else {
      put(0xD800 + ((c.value - 0x10000) >> 10));
      put(0xDC00 + ((c.value - 0x10000) & 0x3FF));
    }
  }
  return out;
}

CodePoint code_point(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return {first, 1};
  utf8proc_int32_t value = 0;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &value);
  if (length <= 0) return {kReplacement, 1};
  return {static_cast<char32_t>(value), static_cast<std::size_t>(length)};
}

bool is_ascii(std::string_view text) {
  for (; text.size() >= 8; text.remove_prefix(8)) {
    if ((eight_bytes(bytes_of(text).data()) & kHighBits) != 0) return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint c = code_point(text);
    if (c.value == kReplacement && c.length == 1) return false;
    text.remove_prefix(c.length);
  }
  return true;
}

std::string_view valid_utf8(std::string_view text, Arena& arena) {
  if (is_ascii(text) || is_valid_utf8(text)) return text;
  char* const start = arena.take(text.size() * 3);
  char* at = start;
  const std::size_t taken = text.size() * 3;
  while (!text.empty()) {
    const CodePoint c = code_point(text);
    at += encode(c.value, at);
    text.remove_prefix(c.length);
  }
  const auto written = static_cast<std::size_t>(at - start);
  arena.give_back(taken - written);
  return {start, written};
}

char32_t fold(char32_t c) {
  if (c < 0x80) return static_cast<unsigned char>(ascii_fold(static_cast<char>(c)));
  if (c == 0x3C2) return 0x3C3;  // final sigma
  if (c == 0x130) return c;      // dotted capital I has no simple folding
  if (c == 0x1E9E) return 0xDF;  // capital sharp s
  // Lower of upper, so that characters that share a capital (long s, the Kelvin sign, micro) meet.
  const auto upper = utf8proc_toupper(static_cast<utf8proc_int32_t>(c));
  return static_cast<char32_t>(utf8proc_tolower(upper));
}

void append_utf8(std::string& out, char32_t c) {
  char bytes[4];
  out.append(bytes, encode(c, bytes));
}

std::string fold(std::string_view utf8) {
  std::string out;
  if (is_ascii(utf8)) {
    out.resize(utf8.size());
    std::transform(utf8.begin(), utf8.end(), out.begin(), ascii_fold);
    return out;
  }
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    const CodePoint c = code_point(utf8);
    append_utf8(out, fold(c.value));
    utf8.remove_prefix(c.length);
  }
  return out;
}

std::string_view fold(std::string_view utf8, Arena& arena) {
  if (folds_to_itself(utf8)) return utf8;
  if (is_ascii(utf8)) {
    char* at = arena.take(utf8.size());
    std::transform(utf8.begin(), utf8.end(), at, ascii_fold);
    return {at, utf8.size()};
  }
  return arena.copy(fold(utf8));
}

bool equal_folded(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const CodePoint x = code_point(a);
    const CodePoint y = code_point(b);
    if (x.value != y.value && fold(x.value) != fold(y.value)) return false;
    a.remove_prefix(x.length);
    b.remove_prefix(y.length);
  }
  return a.empty() && b.empty();
}

}  // namespace hoptrace::base
