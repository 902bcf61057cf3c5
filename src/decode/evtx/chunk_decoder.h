// ChunkDecoder: one piece of an EVTX file, chunk by chunk and record by record, to events.
//
// Each record goes the fast way (shaped_record.h) and, where that does not fit, the tree's (tree_fields.h). The sieve
// of the options is asked of the former; the latter are odd records, and always made. Odd things become anomalies
// with their place in the file; a record is given whole or not at all. Keeps memory from piece to piece; belongs to
// one thread. `fields` and the sieve must outlive it.
#pragma once

#include "decode/decoder.h"
#include "decode/evtx/field_writer.h"
#include "decode/evtx/record_walk.h"
#include "decode/evtx/shaped_record.h"
#include "decode/evtx/tree_fields.h"

namespace hoptrace::decode::evtx {

// kTreeOnly is for tests that compare the two.
enum class Way : std::uint8_t { kPlanFirst, kTreeOnly };

class ChunkDecoder final : public Decoder {
 public:
  struct Counts {
    std::uint64_t by_plan = 0;  // with those that the sieve did not want
    std::uint64_t by_tree = 0;
  };

  explicit ChunkDecoder(const event::FieldDictionary& fields, const DecodeOptions& options = {},
                        Way way = Way::kPlanFirst);

  void decode(const Piece& piece, EventSink& sink) override;
  // How many records were given each way.
  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  void decode_chunk(base::Bytes chunk, const Piece& piece, std::uint64_t offset, EventSink& sink);
  void decode_record(const Record& record, base::Origin origin, AnomalyLog& log, EventSink& sink);
  void give_shaped(const RecordShape& shape, const Record& record, base::Origin origin, AnomalyLog& log,
                   EventSink& sink);
  void give_by_tree(const Record& record, base::Origin origin, AnomalyLog& log, EventSink& sink);
  void tell_whole(const Record& record, AnomalyLog& log);

  DecodeOptions options_;
  Way way_;
  ChunkScope scope_;
  KeptTexts texts_;
  FieldNamer namer_;
  FieldWriter writer_;
  ShapedRecord shaped_;
  TreeFields tree_;
  Counts counts_;
};

}  // namespace hoptrace::decode::evtx
