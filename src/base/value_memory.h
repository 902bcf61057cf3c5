// ValueMemory: what became of a value that was looked at before, so that values that come again and again (programs,
// users, channels) cost one look into a table.
//
// A table of a fixed size; each value has one place, and the latest that fell on it stays. Values are not kept, only
// 64 bits of their hash: 48 of them in the place, the rest say which place. The hash is keyed with random numbers of
// this process, so that nobody can write a log in which one value passes for another: for any two different values
// the chance is at most 2^-63. (NH of UMAC under two independent keys, RFC 4418, section 5.2: 2^-64; then multilinear
// hashing of both sums to 64 bits: 2^-64 more. Length and question are part of what is hashed.) One a thread.
#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "base/bytes.h"

namespace hoptrace::base {

class ValueMemory {
 public:
  using Answer = std::uint16_t;
  static constexpr std::size_t kMostBytes = 1 << 16;  // longer values are not remembered
  static constexpr Answer kMost = 0xFFFE;

  // `places`: a power of two, at least 2^16.
  explicit ValueMemory(std::size_t places);

  // The hashes are the same, with vector instructions where there are any or without: for the test that says so.
  enum class Way : std::uint8_t { kQuickest, kPlain };
  void hash_by(Way way);

  // One place of the table, as asked for; valid until the next call.
  class Place {
   public:
    [[nodiscard]] bool known() const { return (*at_ >> 16) == tag_ && *at_ != 0; }
    [[nodiscard]] Answer answer() const { return static_cast<Answer>((*at_ & 0xFFFF) - 1); }
    void remember(Answer answer) { *at_ = (tag_ << 16) | (std::uint64_t{answer} + 1); }

   private:
    friend class ValueMemory;
    Place(std::uint64_t* at, std::uint64_t tag) : at_(at), tag_(tag) {}
    std::uint64_t* at_;
    std::uint64_t tag_;
  };

  // `question`: who asks (the same value means another thing in another field). At most kMostBytes bytes.
  [[nodiscard]] Place place(std::uint64_t question, Bytes value) { return at(hash(question, value)); }
  [[nodiscard]] Place place(std::uint64_t question, std::uint64_t value) { return at(hash(question, value)); }
  // Two steps of the same, for who has something else to do while the place comes from memory: a look at a place that
  // is not near takes longer than the hash.
  [[nodiscard]] Place place_of(std::uint64_t hash) { return at(hash); }
  void fetch(std::uint64_t hash) const { __builtin_prefetch(&table_[hash & mask_], 1); }
  // What place() goes by: equal for equal values, for different ones with the chance said above.
  [[nodiscard]] std::uint64_t hash(std::uint64_t question, Bytes value) const;
  [[nodiscard]] std::uint64_t hash(std::uint64_t question, std::uint64_t value) const;
  void forget();

 private:
  [[nodiscard]] Place at(std::uint64_t hash) { return {&table_[hash & mask_], hash >> 16}; }

  struct Sums {
    std::uint64_t a = 0, b = 0;
  };
  void add(Sums& sums, std::uint64_t words, std::size_t at) const;
  [[nodiscard]] std::size_t add_blocks(Sums& sums, Bytes value, std::size_t at) const;
  [[nodiscard]] std::uint64_t in_64_bits(Sums sums) const;

  std::vector<std::uint32_t> key_a_, key_b_;  // independent
  std::array<std::uint64_t, 4> last_key_;
  std::uint64_t mask_;
  bool in_blocks_ = false;
  struct Free {
    void operator()(std::uint64_t* table) const { std::free(table); }
  };
  std::unique_ptr<std::uint64_t[], Free> table_;
};

}  // namespace hoptrace::base
