#include "base/name_uuid.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <vector>

#include "base/check.h"

namespace hoptrace::base {
namespace {

constexpr std::size_t kUuidBytes = 16;

void add_hex(std::string& out, unsigned char byte) {
  out.push_back("0123456789abcdef"[byte >> 4]);
  out.push_back("0123456789abcdef"[byte & 15]);
}

int digit(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

std::string bytes_of_uuid(std::string_view uuid) {
  std::string nibbles;
  for (const char c : uuid) {
    if (digit(c) >= 0) nibbles.push_back(static_cast<char>(digit(c)));
  }
  nibbles.resize(2 * kUuidBytes, '\0');
  std::string bytes;
  for (std::size_t i = 0; i < kUuidBytes; ++i)
    bytes.push_back(static_cast<char>(nibbles[2 * i] * 16 + nibbles[2 * i + 1]));
  return bytes;
}

}  // namespace

std::string name_uuid(std::string_view space, std::string_view name) {
  const std::string text = bytes_of_uuid(space).append(name);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  check(EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha1(), nullptr) == 1, "SHA-1 is built in");
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0F) | 0x50);
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3F) | 0x80);
  std::string out;
  for (std::size_t i = 0; i < kUuidBytes; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out.push_back('-');
    add_hex(out, digest[i]);
  }
  return out;
}

std::string keyed_hash_hex(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest.data(), &size);
  check(size == 32, "HMAC-SHA-256 is built in");
  std::string out;
  for (unsigned int i = 0; i < size; ++i) add_hex(out, digest[i]);
  return out;
}

std::string random_hex(std::size_t bytes) {
  std::vector<unsigned char> drawn(bytes);
  check(RAND_bytes(drawn.data(), static_cast<int>(bytes)) == 1, "the system gives randomness");
  std::string out;
  for (const unsigned char byte : drawn) add_hex(out, byte);
  return out;
}

}  // namespace hoptrace::base
