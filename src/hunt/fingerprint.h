// Fingerprint: the SHA-256 of a file, taken of the very bytes that are decoded, while they are read.
//
// It stands between the file and the splitter. After each piece that was cut, mark() ends the stretch of bytes read
// since the last one; the mark's take() then hashes them. Marks are taken in their order, one at a time, by any
// thread: with one job that is at once, while the bytes are still in the processor's cache; with several, hashing is
// work for the crew like any other, and the bytes are kept until then (`apart`).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/digest.h"
#include "evidence/byte_stream.h"
#include "hunt/profile.h"

namespace hoptrace::hunt {

// The hash of a file's first bytes.
struct Hashed {
  std::uint64_t to = 0;  // how many
  std::string sha256;
};

class Fingerprint final : public evidence::ByteStream {
 public:
  class Mark {
   public:
    void take();
    [[nodiscard]] const Hashed& hashed() const { return hashed_; }  // once it is taken
    [[nodiscard]] std::size_t weight() const { return bytes_.capacity(); }

   private:
    friend class Fingerprint;
    std::shared_ptr<base::Sha256> digest_;  // of all that was taken before
    std::vector<std::uint8_t> bytes_;       // read since
    Hashed hashed_;
    Profile* profile_ = nullptr;
  };

  // `stream` stands at its first byte and outlives this; `begun` has its first `begun_to` bytes already.
  Fingerprint(evidence::ByteStream& stream, base::Sha256 begun, std::uint64_t begun_to, bool apart, Profile* profile);

  base::Result<std::size_t> read(std::span<std::uint8_t> into) override;
  [[nodiscard]] std::shared_ptr<Mark> mark();

 private:
  evidence::ByteStream& stream_;
  std::shared_ptr<base::Sha256> digest_;
  std::uint64_t begun_to_;
  std::uint64_t position_ = 0;
  bool apart_;
  Profile* profile_;
  std::vector<std::uint8_t> kept_;
};

// The hash of the first `most` bytes of `stream`, or of all if there are fewer; `digest` gets them.
[[nodiscard]] Hashed hash_stream(evidence::ByteStream& stream, std::uint64_t most, base::Sha256& digest,
                                 Profile* profile);

}  // namespace hoptrace::hunt
