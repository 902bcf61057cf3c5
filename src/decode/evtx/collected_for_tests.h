// Collected: what a decoder said of some bytes, kept for tests.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <tuple>
#include <vector>

#include "decode/evtx/chunk_decoder.h"
#include "decode/evtx/splitter.h"

namespace hoptrace::decode::evtx {

struct CollectedEvent {
  std::uint64_t offset = 0, record_id = 0;
  std::uint32_t event_id = 0;
  std::int64_t ticks = 0;
  std::string channel, provider, computer;
  std::vector<std::tuple<std::string, std::string, bool>> fields;  // name, text, system

  bool operator==(const CollectedEvent&) const = default;
  // The texts of the fields called `name`, in order.
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const {
    std::vector<std::string> out;
    for (const auto& [field, text, system] : fields) {
      if (field == name) out.push_back(text);
    }
    return out;
  }
};

class Collected final : public EventSink {
 public:
  std::vector<CollectedEvent> events;
  base::Anomalies anomalies;

  void on_event(event::Event& e) override {
    CollectedEvent out{e.origin.offset,
                       e.record_id,
                       e.event_id,
                       e.time.ticks,
                       std::string(e.channel),
                       std::string(e.provider),
                       std::string(e.computer),
                       {}};
    for (std::size_t i = 0; i < e.fields().size(); ++i) {
      out.fields.emplace_back(e.fields()[i].name, e.text(i), e.fields()[i].system);
    }
    events.push_back(std::move(out));
  }
  void on_anomaly(base::Anomaly anomaly) override { anomalies.push_back(std::move(anomaly)); }

  [[nodiscard]] std::vector<std::uint64_t> ids() const {
    std::vector<std::uint64_t> out;
    for (const auto& e : events) out.push_back(e.record_id);
    return out;
  }
  [[nodiscard]] bool has(base::AnomalyKind kind) const {
    return std::any_of(anomalies.begin(), anomalies.end(), [kind](const auto& a) { return a.kind == kind; });
  }
};

// A stream over bytes in memory, in reads of at most `most` bytes.
class CollectedStream final : public evidence::ByteStream {
 public:
  explicit CollectedStream(base::Bytes bytes, std::size_t most = 1 << 20) : rest_(bytes), most_(most) {}
  base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    const std::size_t size = std::min({into.size(), rest_.size(), most_});
    if (size > 0) std::memcpy(into.data(), rest_.data(), size);
    rest_ = rest_.subspan(size);
    return size;
  }

 private:
  base::Bytes rest_;
  std::size_t most_;
};

// All of a file, as `hunt` would read it.
[[nodiscard]] inline Collected decode_file(base::Bytes bytes, bool carve = false, Way way = Way::kPlanFirst) {
  const event::FieldDictionary fields;
  CollectedStream stream(bytes);
  ChunkSplitter splitter;
  ChunkDecoder decoder(fields, {.carve = carve}, way);
  Collected out;
  Piece piece;
  for (bool more = true; more;) {
    more = splitter.next(stream, piece).value_or(false);
    for (auto& anomaly : piece.anomalies) out.on_anomaly(std::move(anomaly));
    if (more) decoder.decode(piece, out);
  }
  return out;
}

// One chunk, at offset 4096 of a file.
[[nodiscard]] inline Collected decode_chunk(std::vector<std::uint8_t> chunk, bool carve = false,
                                            Way way = Way::kPlanFirst) {
  const event::FieldDictionary fields;
  Piece piece;
  piece.offset = kFileHeaderBytes;
  piece.bytes = std::move(chunk);
  Collected out;
  ChunkDecoder(fields, {.carve = carve}, way).decode(piece, out);
  return out;
}

}  // namespace hoptrace::decode::evtx
