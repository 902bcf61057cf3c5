// EvtxWriter: a Windows event log file, written record by record.
//
// add() in the order of record ids; finish() writes the file. Chunks of 64 KiB are closed as they fill, each with its
// tables and checksums, as a log that was shut down cleanly has them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "simulate/binxml_writer.h"

namespace hoptrace::simulate {

class EvtxWriter {
 public:
  EvtxWriter();
  // One record must fit a chunk; the data of a larger one is cut by the caller (check() guards it).
  void add(const LogRecord& record);
  // The whole file's bytes; the writer is spent afterwards.
  [[nodiscard]] std::vector<std::uint8_t> finish();
  [[nodiscard]] base::Result<void> write_to(const std::string& path);

 private:
  void open_chunk();
  void close_chunk();
  void append_record(const LogRecord& record);
  void roll_back(std::size_t size);  // undoes a record that did not fit

  std::vector<std::uint8_t> chunks_;  // closed ones
  ChunkTables chunk_;
  std::uint64_t first_id_ = 0, last_id_ = 0, next_id_ = 1;
  std::size_t last_record_ = 0;
  std::uint64_t records_before_ = 0, records_ = 0;
};

}  // namespace hoptrace::simulate
