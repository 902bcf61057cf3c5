// Texts that are made of digits and their like only: numbers, hexadecimal numbers, times, GUIDs and SIDs as text,
// folded or not. Hardly any rule waits for one, and they are what differs between records that are otherwise alike:
// who waits for none need neither look at them (match/route.h) nor tell records apart by them (decode/record_key.h).
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "base/bytes.h"

namespace hoptrace::event {

constexpr std::array<bool, 256> kIsDigit = [] {
  std::array<bool, 256> is{};
  for (const char c : std::string_view("0123456789abcdefxtzsABCDEFXTZS-:.+{} "))
    is[static_cast<unsigned char>(c)] = true;
  return is;
}();

[[nodiscard]] inline bool are_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return kIsDigit[static_cast<unsigned char>(c)]; });
}

// The same of UTF-16LE.
[[nodiscard]] inline bool are_digits_utf16(base::Bytes text) {
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    if (text[i + 1] != 0 || !kIsDigit[text[i]]) return false;
  }
  return true;
}

}  // namespace hoptrace::event
