// Digest: SHA-256 of what is read, piece by piece.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace hoptrace::base {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(Bytes bytes);
  // The digest of all added so far in lower-case hexadecimal; more may be added afterwards.
  [[nodiscard]] std::string hex() const;
  [[nodiscard]] std::string bytes() const;  // the same as 32 bytes

 private:
  struct State;
  std::unique_ptr<State> state_;
};

[[nodiscard]] std::string sha256_hex(std::string_view text);
[[nodiscard]] std::string sha256_bytes(std::string_view text);

}  // namespace hoptrace::base
