// Borders: what may stand left and right of an indicator for it to be meant. Used by the fast scanner and its slow
// twin alike; all texts here are case-folded UTF-8 (base::fold).
//
//   host       a run of letters, digits, '-', '_' and '.': the name itself or a name below it (a.evil.com for
//   evil.com),
//              never above or beside it (evil.com.au, notevil.com); dots at the run's ends do not count
//   address    IPv4: a whole host run; IPv6: a whole run of letters, digits, ':' and '.'
//   digest     a whole run of letters and digits
//   file name  a whole run between blanks and path or command-line punctuation
//   literal    no letter or digit may go on where the literal begins or ends with one; per type more (right_of,
//   left_of)
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "indicators/indicator.h"

namespace hoptrace::indicators {

namespace run_class {
constexpr std::uint8_t kHost = 1, kName = 2, kWord = 4, kNumeric = 8;
}  // namespace run_class

// The runs that each byte belongs to. Bytes beyond ASCII are letters.
constexpr std::array<std::uint8_t, 256> run_classes() {
  std::array<std::uint8_t, 256> out{};
  constexpr std::string_view kDelimiters = " \\/:*?\"<>|'`,;=()[]{}&";
  for (unsigned c = 0x21; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
    std::uint8_t classes = 0;
    if (letter || c == '-' || c == '_' || c == '.') classes |= run_class::kHost;
    if (letter) classes |= run_class::kWord;
    if (letter || c == ':' || c == '.') classes |= run_class::kNumeric;
    if (c != 0x7F && kDelimiters.find(static_cast<char>(c)) == std::string_view::npos) classes |= run_class::kName;
    out[c] = classes;
  }
  return out;
}
constexpr std::array<std::uint8_t, 256> kRunClasses = run_classes();

[[nodiscard]] constexpr bool is_in(char c, std::uint8_t run) {
  return (kRunClasses[static_cast<unsigned char>(c)] & run) != 0;
}

// A run without the dots at its ends, as a host.
[[nodiscard]] std::string_view host_of(std::string_view run);

// What a literal of this type is looked for as: folded, without what differs between logs (a registry hive's
// spelling, a pipe's prefix, an environment variable at a path's front).
[[nodiscard]] std::string needle_of(const Indicator& indicator);
// Whether text[begin, end), which is the indicator's needle, stands where it is meant.
[[nodiscard]] bool is_meant(const Indicator& indicator, std::string_view text, std::size_t begin, std::size_t end);

// Which digest a run of hexadecimal digits in field `field` is, and whether it can be `type`: MD5, import hash and
// JA3 have one length, so the last two must be called so, by the field or by "imphash=" before the digits.
[[nodiscard]] bool can_be(Type type, std::string_view field, std::string_view text, std::size_t begin,
                          std::size_t size);

// Fields whose number is the port of the far end.
[[nodiscard]] bool is_port_field(std::string_view field);

// A file name that is one whole run; others are looked for as literals.
[[nodiscard]] bool is_one_name(std::string_view folded);

}  // namespace hoptrace::indicators
