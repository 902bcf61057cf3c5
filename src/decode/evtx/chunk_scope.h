// ChunkScope: what everything that reads one chunk's BinXML shares: its bytes, its names, memory that lives as long
// as the chunk, and bounds on the work that a chunk may cost.
//
// BinXML refers to names and templates by offsets into the chunk, so a few bytes can name the same large thing again
// and again; the budgets keep the work in proportion to the chunk.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>

#include "base/anomaly.h"
#include "base/arena.h"
#include "base/bytes.h"
#include "decode/evtx/chunk_map.h"

namespace hoptrace::decode::evtx {

constexpr int kDeepest = 64;  // elements in elements, over nested BinXML as well

// Why something could not be read; `at` counts from the chunk's first byte, `what` is static text.
struct Trouble {
  base::AnomalyKind kind = base::AnomalyKind::kBadRecord;
  std::size_t at = 0;
  const char* what = nullptr;
};

class ChunkScope {
 public:
  static constexpr std::size_t kWorkPerChunk = 1'500'000;  // tokens and fields
  static constexpr std::size_t kWorkPerRecord = 150'000;
  static constexpr std::size_t kTextPerRecord = 1
                                                << 20;  // bytes of all its values; a record itself has 64 KiB at most

  void start_chunk(base::Bytes chunk);
  void start_record() {
    record_work_ = record_text_ = 0;
    template_moved_ = false;
  }

  [[nodiscard]] base::Bytes chunk() const { return chunk_; }
  [[nodiscard]] base::Arena& arena() { return arena_; }

  // The name stored at `offset`, in UTF-8, and the bytes that it takes there; nothing if there is none.
  struct Name {
    std::string_view text;
    std::size_t size = 0;
  };
  [[nodiscard]] std::optional<Name> name_at(std::uint32_t offset);
  // Where the chunk's templates were met, by their ids, for records whose reference to one is of an earlier time.
  void note_template(std::uint32_t id, std::uint32_t offset) {
    if (templates_.find(id) == nullptr) templates_.put(id, offset);
  }
  [[nodiscard]] std::optional<std::uint32_t> find_template(std::uint32_t id);
  // Whether the current record's template was found by its id only.
  [[nodiscard]] bool template_moved() const { return template_moved_; }

  // False once the record or the chunk has cost more than it may.
  [[nodiscard]] bool work(std::size_t amount = 1) {
    chunk_work_ += amount;
    record_work_ += amount;
    return !overworked();
  }
  [[nodiscard]] bool overworked() const { return chunk_work_ > kWorkPerChunk || record_work_ > kWorkPerRecord; }
  [[nodiscard]] bool text(std::size_t bytes) {
    record_text_ += bytes;
    return record_text_ <= kTextPerRecord;
  }

 private:
  base::Bytes chunk_;
  base::Arena arena_;
  std::unordered_map<std::uint32_t, Name> names_;
  ChunkMap<std::uint32_t> templates_;
  bool template_moved_ = false;
  std::size_t chunk_work_ = 0;
  std::size_t record_work_ = 0;
  std::size_t record_text_ = 0;
};

}  // namespace hoptrace::decode::evtx
