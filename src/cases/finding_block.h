// FindingBlock: some hundreds of findings of one artifact as bytes, as the case keeps them: a hunt makes more
// findings than rows of a database could be written for. A finding is what differs from the one before it; most are
// some thirty bytes, of which sixteen are the key.
//
// Packing: add() until full(), then bytes(). Unpacking takes bytes from anywhere: what is allocated is in proportion
// to them, and damage is told.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/fingerprint.h"
#include "cases/finding.h"

namespace hoptrace::cases {

// A finding in numbers: texts are rows of the case's tables.
struct PackedFinding {
  RuleRow rule = 0;
  std::uint64_t offset = 0, record_id = 0;
  std::int64_t time = 0;            // 0 where it has none
  std::int64_t level = 0, log = 0;  // rows of text and log
  std::int64_t detail = 0;          // row of detail
  base::Fingerprint key;            // event_key(), identity.h
  std::uint32_t event_id = 0;
  bool certain = true, timed = true;
  friend bool operator==(const PackedFinding&, const PackedFinding&) = default;
};

class FindingBlock {
 public:
  void add(const PackedFinding& finding);
  [[nodiscard]] bool full() const { return bytes_.size() >= kFull; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  // Of the places in it.
  [[nodiscard]] std::uint64_t first() const { return first_; }
  [[nodiscard]] std::uint64_t last() const { return last_; }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  void clear();

  // Puts the findings of a block in place of what `findings` held. False where these are not a block's bytes.
  [[nodiscard]] static bool unpack(std::string_view bytes, std::vector<PackedFinding>& findings);

 private:
  static constexpr std::size_t kFull = 7800;  // so that a block is one page of the case

  std::string bytes_;
  PackedFinding before_;
  std::uint64_t count_ = 0, first_ = 0, last_ = 0;
};

}  // namespace hoptrace::cases
