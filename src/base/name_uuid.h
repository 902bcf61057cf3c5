// Names made of hashes: UUIDs that everybody makes the same of the same name (RFC 9562, version 5), and pseudonyms
// that only the holder of a key makes.
#pragma once

#include <string>
#include <string_view>

namespace hoptrace::base {

// Version 5 of `name` within `space`, both the 36 characters as usual: "6ba7b810-9dad-11d1-80b4-00c04fd430c8". A
// space that is none counts as all zeros.
[[nodiscard]] std::string name_uuid(std::string_view space, std::string_view name);

// HMAC-SHA-256 (RFC 2104) in lower-case hexadecimal.
[[nodiscard]] std::string keyed_hash_hex(std::string_view key, std::string_view text);

// `bytes` bytes of the system's own randomness in lower-case hexadecimal.
[[nodiscard]] std::string random_hex(std::size_t bytes);

}  // namespace hoptrace::base
