// What kind of thing a record's field holds, for formats that have a word for it: one row a field name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace hoptrace::report {

enum class Observed : std::uint8_t {
  kNothing,  // no other format has a word for it
  kFile,     // a path on the host
  kCommand,  // a command line
  kAddress,  // IPv4 or IPv6
  kDomain,
  kAccount,
  kRegistryKey,
  kUrl,
  kHashes,  // "SHA256=…,MD5=…" or one bare hash
};

// `value` decides as well: an address that is none, or a path without a name, is kNothing.
[[nodiscard]] Observed observed_as(std::string_view field, std::string_view value);

enum class AddressKind : std::uint8_t { kNone, kFour, kSix };
[[nodiscard]] AddressKind address_kind(std::string_view text);

// "C:\recovery\t.vbs" → ("C:\recovery", "t.vbs"); without a folder the first is empty.
[[nodiscard]] std::pair<std::string, std::string> folder_and_name(std::string_view path);

}  // namespace hoptrace::report
