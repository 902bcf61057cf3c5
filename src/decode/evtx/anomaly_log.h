// AnomalyLog: what is odd in one chunk, told to the sink with its place in the file, and bounded.
//
// A chunk made to be broken could give an anomaly for every few bytes; after kMost the rest is counted and told once.
#pragma once

#include <string>

#include "decode/decoder.h"

namespace hoptrace::decode::evtx {

class AnomalyLog {
 public:
  static constexpr std::size_t kMost = 200;  // a chunk holds fewer than 2,400 records

  // `chunk_offset` is the chunk's place in the file. Both must outlive the log.
  AnomalyLog(EventSink& sink, std::uint64_t chunk_offset) : sink_(sink), chunk_offset_(chunk_offset) {}
  AnomalyLog(const AnomalyLog&) = delete;
  AnomalyLog& operator=(const AnomalyLog&) = delete;
  ~AnomalyLog() = default;

  // `at` counts from the chunk's first byte.
  void add(base::AnomalyKind kind, std::size_t at, std::string detail);
  // Call once at the chunk's end.
  void close();

 private:
  EventSink& sink_;
  std::uint64_t chunk_offset_;
  std::size_t told_ = 0;
  std::size_t untold_ = 0;
};

}  // namespace hoptrace::decode::evtx
