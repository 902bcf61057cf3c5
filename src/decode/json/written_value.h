// WrittenValue: a scalar as it stands in a document, passed over without being turned into what it means.
//
// A text is what stands between its quotes, escapes and all; so it can be compared with others, and only who wants
// to know what it says has it unescaped. What a scalar may be is what tokens.h says; whatever these functions pass
// over, Tokens takes for the same value. They read up to kSlack bytes beyond the end that they are given.
#pragma once

#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <simdjson.h>

#include <bit>
#include <cstring>
#include <string_view>

#include "base/arena.h"
#include "decode/json/tokens.h"
#include "event/value.h"

namespace hoptrace::decode::json {

constexpr std::size_t kSlack = 32;

struct WrittenValue {
  event::Value value;         // of a text: as written
  bool there = false;         // else nothing is kept of it
  bool escaped = false;       // a text with a backslash in it
  mutable bool said = false;  // the owner's own: he knows what it says
  bool guid = false;          // to be put into Windows' form, if it is a GUID (event_xml_names.h)

  [[nodiscard]] const char* text() const { return base::text_of(value.bytes()).data(); }
};

namespace written {

constexpr std::size_t kStep = 16;

// Of the next kStep bytes, a bit each: those that end a text, escape the next byte or may not stand in a text, and
// those that are not ASCII.
struct Marked {
  unsigned stops = 0;
  unsigned wide = 0;
};
inline Marked marked(const char* at) {
#ifdef __SSE2__
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i slashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
  const __m128i stops = _mm_or_si128(_mm_or_si128(quotes, slashes), control);
  return {static_cast<unsigned>(_mm_movemask_epi8(stops)), static_cast<unsigned>(_mm_movemask_epi8(bytes))};
#else
  Marked out;
  for (unsigned i = 0; i < kStep; ++i) {
    const auto byte = static_cast<unsigned char>(at[i]);
    out.stops |= (byte == '"' || byte == '\\' || byte < 0x20 ? 1U : 0U) << i;
    out.wide |= (byte >= 0x80 ? 1U : 0U) << i;
  }
  return out;
#endif
}

[[nodiscard]] inline bool same_bytes(const char* a, const char* b) {
#ifdef __SSE2__
  const __m128i in_a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a));
  const __m128i in_b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b));
  return _mm_movemask_epi8(_mm_cmpeq_epi8(in_a, in_b)) == 0xFFFF;
#else
  return std::memcmp(a, b, kStep) == 0;
#endif
}

// The same of the first `size` of them.
[[nodiscard]] inline bool same_begin(const char* a, const char* b, std::size_t size) {
#ifdef __SSE2__
  const __m128i in_a = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a));
  const __m128i in_b = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b));
  const auto other = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(in_a, in_b))) ^ 0xFFFFU;
  return (other & ((1U << size) - 1)) == 0;
#else
  return std::memcmp(a, b, size) == 0;
#endif
}

// Whether a backslash and this stand for one character, whatever follows.
[[nodiscard]] inline bool is_plain_escape(char c) {
  return c == '"' || c == '\\' || c == 'n' || c == 'r' || c == 't' || c == '/' || c == 'b' || c == 'f';
}

// A text with something in it that asks for a closer look: whether it is one.
[[nodiscard]] bool is_sound(std::string_view text, bool wide, bool coded, base::Arena& arena);
// A number that is not just a few digits.
[[nodiscard]] bool pass_rare_number(const char*& at, event::Value& value);

// The text that begins at `at`, behind its opening quote; then `at` is behind the closing one.
[[nodiscard, gnu::always_inline]] inline bool pass_text(const char*& at, const char* end, base::Arena& arena,
                                                        WrittenValue& out) {
  const char* const begin = at;
  unsigned wide = 0;
  bool escaped = false, coded = false;
  const char* block = begin;
  while (block < end) {
    Marked here = marked(block);
    wide |= here.wide;
    const char* after = block + kStep;
    while (here.stops != 0) {
      const auto i = static_cast<unsigned>(std::countr_zero(here.stops));
      const char* const stop = block + i;
      if (*stop == '"') {
        at = stop + 1;
        out.escaped = escaped;
        out.said = false;
        out.value = event::Value::text({begin, static_cast<std::size_t>(stop - begin)});
        return (wide == 0 && !coded) || is_sound({begin, stop}, wide != 0, coded, arena);
      }
      if (*stop != '\\') return false;
      escaped = true;
      const char code = stop[1];
      // Most are a backslash: the path of a file.
      if (code != '\\') coded = coded || !is_plain_escape(code);
      if (i + 1 == kStep) ++after;
      here.stops &= ~(3U << i);
    }
    block = after;
  }
  return false;
}

[[nodiscard]] inline bool pass_number(const char*& at, event::Value& value) {
  const bool negative = *at == '-';
  const char* const digits = at + (negative ? 1 : 0);
  const char* c = digits;
  std::int64_t number = 0;
  for (; is_digit(*c) && c - digits < 18; ++c) number = number * 10 + (*c - '0');
  if (c == digits || (*digits == '0' && c - digits > 1)) return false;
  if (is_digit(*c) || *c == '.' || *c == 'e' || *c == 'E') return pass_rare_number(at, value);
  at = c;
  value = event::Value::integer(negative ? -number : number);
  return true;
}

[[nodiscard]] inline bool pass_word(const char*& at, std::string_view word) {
  if (std::memcmp(at, word.data(), word.size()) != 0) return false;
  at += word.size();
  return true;
}

}  // namespace written

[[nodiscard]] inline bool begins_scalar(char c) {
  return c == '"' || is_digit(c) || c == '-' || c == 't' || c == 'f' || c == 'n';
}

// The scalar that begins at `at`, in a document that ends at `end`; then `at` is behind it. What follows is to be
// looked at by the caller: it must be something that ends a scalar. False: it is no sound scalar. Texts are views
// into the document; the arena is for looking at them.
[[nodiscard, gnu::always_inline]] inline bool pass_scalar(const char*& at, const char* end, base::Arena& arena,
                                                          WrittenValue& out) {
  if (*at == '"') return written::pass_text(++at, end, arena, out);
  switch (*at) {
    case 't':
      out.value = event::Value::boolean(true);
      return written::pass_word(at, "true");
    case 'f':
      out.value = event::Value::boolean(false);
      return written::pass_word(at, "false");
    case 'n':
      out.value = event::Value::null();
      return written::pass_word(at, "null");
    default:
      return written::pass_number(at, out.value);
  }
}

}  // namespace hoptrace::decode::json
