#include "base/value_memory.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif
#include <openssl/rand.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "base/check.h"

namespace hoptrace::base {
namespace {

__extension__ using Wide = unsigned __int128;

Wide wide(std::uint64_t high, std::uint64_t low) {
  return (Wide{high} << 64) | low;
}

}  // namespace

// Two words of the value against two words of each key.
inline void ValueMemory::add(Sums& sums, std::uint64_t words, std::size_t at) const {
  const auto low = static_cast<std::uint32_t>(words), high = static_cast<std::uint32_t>(words >> 32);
  sums.a += std::uint64_t{low + key_a_[at]} * std::uint64_t{high + key_a_[at + 1]};
  sums.b += std::uint64_t{low + key_b_[at]} * std::uint64_t{high + key_b_[at + 1]};
}

#ifdef __x86_64__
// The same, 32 bytes at a time.
__attribute__((target("avx2"))) std::size_t ValueMemory::add_blocks(Sums& sums, Bytes value, std::size_t at) const {
  __m256i a = _mm256_setzero_si256(), b = a;
  std::size_t done = 0;
  for (; done + 32 <= value.size(); done += 32, at += 8) {
    const __m256i words = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(value.data() + done));
    const __m256i key_a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(&key_a_[at]));
    const __m256i key_b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(&key_b_[at]));
    const __m256i in_a = _mm256_add_epi32(words, key_a), in_b = _mm256_add_epi32(words, key_b);
    a = _mm256_add_epi64(a, _mm256_mul_epu32(in_a, _mm256_srli_epi64(in_a, 32)));
    b = _mm256_add_epi64(b, _mm256_mul_epu32(in_b, _mm256_srli_epi64(in_b, 32)));
  }
  std::uint64_t lanes[8];
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(lanes), a);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(lanes + 4), b);
  for (std::size_t i = 0; i < 4; ++i) sums.a += lanes[i], sums.b += lanes[i + 4];
  return done;
}
#endif

inline std::uint64_t ValueMemory::in_64_bits(Sums sums) const {
  const Wide sum = wide(last_key_[0], last_key_[1]) * sums.a + wide(last_key_[2], last_key_[3]) * sums.b;
  auto hash = static_cast<std::uint64_t>(sum >> 64);
  // One to one: only so that values in a row (numbers) do not crowd on a part of the places.
  hash ^= hash >> 32;
  hash *= 0x9E3779B97F4A7C15;
  return hash ^ (hash >> 29);
}

ValueMemory::ValueMemory(std::size_t places)
    : key_a_(kMostBytes / 4 + 8),
      key_b_(key_a_.size()),
      mask_(places - 1),
      // Of what calloc gives, the system makes a page when it is first touched: a short hunt touches few.
      table_(static_cast<std::uint64_t*>(std::calloc(places, sizeof(std::uint64_t)))) {
  if (!table_) throw std::bad_alloc();
  check(places >= 1 << 16 && (places & mask_) == 0, "a memory's places are a power of two");
  const auto fill = [](auto& key) {
    const auto bytes = static_cast<int>(key.size() * sizeof key[0]);
    check(RAND_bytes(reinterpret_cast<unsigned char*>(key.data()), bytes) == 1, "there are random numbers");
  };
  fill(key_a_);
  fill(key_b_);
  fill(last_key_);
  hash_by(Way::kQuickest);
}

void ValueMemory::hash_by([[maybe_unused]] Way way) {
#ifdef __x86_64__
  in_blocks_ = way == Way::kQuickest && __builtin_cpu_supports("avx2");
#endif
}

std::uint64_t ValueMemory::hash(std::uint64_t question, Bytes value) const {
  check(value.size() <= kMostBytes, "a value to be remembered is not too long");
  Sums sums;
  add(sums, question, 0);
  add(sums, value.size(), 2);
  std::size_t done = 0;
#ifdef __x86_64__
  if (in_blocks_ && value.size() >= 32) done = add_blocks(sums, value, 4);
#endif
  for (; value.size() - done >= 8; done += 8) {
    std::uint64_t words;
    std::memcpy(&words, value.data() + done, 8);
    add(sums, words, 4 + done / 4);
  }
  if (done < value.size()) {
    std::uint64_t words = 0;
    std::memcpy(&words, value.data() + done, value.size() - done);
    add(sums, words, 4 + done / 4);
  }
  return in_64_bits(sums);
}

std::uint64_t ValueMemory::hash(std::uint64_t question, std::uint64_t value) const {
  Sums sums;
  add(sums, question, 0);
  add(sums, ~std::uint64_t{0}, 2);  // a text of the same bits has its length there
  add(sums, value, 4);
  return in_64_bits(sums);
}

void ValueMemory::forget() {
  std::fill_n(table_.get(), mask_ + 1, 0);
}

}  // namespace hoptrace::base
