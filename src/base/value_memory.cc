#include "base/value_memory.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace hoptrace::base {
namespace {

__extension__ using Wide = unsigned __int128;

Wide wide(std::uint64_t high, std::uint64_t low) {
  return (Wide{high} << 64) | low;
}

}  // namespace

// Two words of the value against two words of each key.
inline void ValueMemory::add(Sums& sums, std::uint64_t words, const std::uint32_t* key) {
  const auto low = static_cast<std::uint32_t>(words), high = static_cast<std::uint32_t>(words >> 32);
  sums.a += std::uint64_t{low + key[0]} * std::uint64_t{high + key[2]};
  sums.b += std::uint64_t{low + key[1]} * std::uint64_t{high + key[3]};
}

inline std::uint64_t ValueMemory::in_64_bits(Sums sums) const {
  const Wide sum = wide(last_key_[0], last_key_[1]) * sums.a + wide(last_key_[2], last_key_[3]) * sums.b;
  auto hash = static_cast<std::uint64_t>(sum >> 64);
  // One to one: only so that values in a row (numbers) do not crowd on a part of the places.
  hash ^= hash >> 32;
  hash *= 0x9E3779B97F4A7C15;
  return hash ^ (hash >> 29);
}

ValueMemory::ValueMemory(std::size_t places)
    : key_(2 * (kMostBytes / 4 + 8)), mask_(places - 1), table_(std::make_unique<std::uint64_t[]>(places)) {
  check(places >= 1 << 16 && (places & mask_) == 0, "a memory's places are a power of two");
  const auto fill = [](auto& key) {
    const auto bytes = static_cast<int>(key.size() * sizeof key[0]);
    check(RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), bytes) == 1, "there are random numbers");
  };
  fill(key_);
  fill(last_key_);
}

std::uint64_t ValueMemory::hash(std::uint64_t question, Bytes value) const {
  check(value.size() <= kMostBytes, "a value to be remembered is not too long");
  Sums sums;
  const std::uint32_t* key = key_.data();
  add(sums, question, key);
  add(sums, value.size(), key += 4);
  const std::uint8_t* at = value.data();
  std::size_t left = value.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t words;
    std::memcpy(&words, at, 8);
    add(sums, words, key += 4);
  }
  if (left > 0) {
    std::uint64_t words = 0;
    std::memcpy(&words, at, left);
    add(sums, words, key += 4);
  }
  return in_64_bits(sums);
}

std::uint64_t ValueMemory::hash(std::uint64_t question, std::uint64_t value) const {
  Sums sums;
  add(sums, question, key_.data());
  add(sums, value, key_.data() + 4);
  add(sums, ~std::uint64_t{0}, key_.data() + 8);  // a text of the same bits has its length there
  return in_64_bits(sums);
}

void ValueMemory::forget() {
  std::fill_n(table_.get(), mask_ + 1, 0);
}

}  // namespace hoptrace::base
