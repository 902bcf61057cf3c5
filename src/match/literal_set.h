// LiteralSet: thousands of literals, looked for in one pass over a text (Vectorscan behind it).
//
// Immutable and shared; a LiteralScratch belongs to one thread and one set. Literals and texts are folded by the
// caller (Vectorscan itself folds ASCII only), so bytes are compared as they are. Of a literal longer than kMostBytes
// its first bytes are looked for: what contains the whole contains them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace hoptrace::match {

class LiteralScratch;

class LiteralSet {
 public:
  static constexpr std::size_t kMostBytes = 48;

  // Whether the engine can be had on this machine.
  [[nodiscard]] static bool can_be_had();
  // `literals`: none empty. Fails where the engine cannot be had on this machine; whoever calls then does without.
  [[nodiscard]] static base::Result<std::shared_ptr<const LiteralSet>> compile(
      std::span<const std::string_view> literals);
  // What serialize() gave, on the same engine(). The engine trusts these bytes with the process: whoever calls must
  // know that this program wrote them, and that no byte has changed since.
  [[nodiscard]] static base::Result<std::shared_ptr<const LiteralSet>> from_bytes(base::Bytes bytes);
  [[nodiscard]] base::Result<std::vector<std::uint8_t>> serialize() const;
  // The engine's version, and of the processor what the engine compiles for: a set is good for one of these.
  [[nodiscard]] static std::string engine();
  ~LiteralSet();
  LiteralSet(const LiteralSet&) = delete;
  LiteralSet& operator=(const LiteralSet&) = delete;

  // Appends the number of every literal that `text` contains, each once, in no order. False where the engine gave up:
  // then any literal may be there.
  [[nodiscard]] bool scan(std::string_view text, LiteralScratch& scratch, std::vector<std::uint32_t>& out) const;

 private:
  friend class LiteralScratch;
  struct Engine;
  explicit LiteralSet(std::unique_ptr<Engine> engine);
  [[nodiscard]] static base::Result<std::shared_ptr<const LiteralSet>> make(std::unique_ptr<Engine> engine);
  std::unique_ptr<Engine> engine_;
};

class LiteralScratch {
 public:
  explicit LiteralScratch(const LiteralSet& set);
  ~LiteralScratch();
  LiteralScratch(LiteralScratch&&) noexcept;
  LiteralScratch& operator=(LiteralScratch&&) noexcept;

 private:
  friend class LiteralSet;
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace hoptrace::match
