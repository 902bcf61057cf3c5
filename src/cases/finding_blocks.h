// FindingBlocks: looks through the findings of rules and indicators as the case keeps them, block by block, in no
// order that a caller could rely on. A block that is damaged fails the database (sqlite.h), and ends the look.
#pragma once

#include <optional>
#include <vector>

#include "cases/finding_block.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {

class FindingBlocks {
 public:
  enum class Of : std::uint8_t { kAll, kFinished };  // kFinished: not those of unfinished artifacts

  explicit FindingBlocks(Database& database, Of which = Of::kAll);
  FindingBlocks(Database& database, std::int64_t artifact);
  // Of an artifact, those with a place in [first, last]; perhaps others too.
  FindingBlocks(Database& database, std::int64_t artifact, std::uint64_t first, std::uint64_t last);

  [[nodiscard]] bool next();
  [[nodiscard]] std::int64_t artifact() const { return blocks_.integer(0); }
  [[nodiscard]] std::optional<std::int64_t> run() const {
    return blocks_.is_null(1) ? std::nullopt : std::optional(blocks_.integer(1));
  }
  [[nodiscard]] const std::vector<PackedFinding>& findings() const { return findings_; }

  // How many findings there are, those of unfinished artifacts with them.
  [[nodiscard]] static std::uint64_t count(Database& database);

 private:
  Database& database_;
  Statement blocks_;
  std::vector<PackedFinding> findings_;
};

}  // namespace hoptrace::cases
