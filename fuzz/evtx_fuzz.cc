// EVTX: any bytes, as a file from disk would come: splitter, then decoder, with and without slack, every value as
// text. The fast way and its slow twin must give the same; whatever differs ends the program.
#include <algorithm>
#include <cstring>
#include <string>

#include "base/check.h"
#include "decode/evtx/chunk_decoder.h"
#include "decode/evtx/splitter.h"

namespace {

using namespace hoptrace;

class MemoryStream final : public evidence::ByteStream {
 public:
  explicit MemoryStream(base::Bytes bytes) : rest_(bytes) {}
  base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    const std::size_t size = std::min(into.size(), rest_.size());
    if (size > 0) std::memcpy(into.data(), rest_.data(), size);
    rest_ = rest_.subspan(size);
    return size;
  }

 private:
  base::Bytes rest_;
};

class Summing final : public decode::EventSink {
 public:
  void on_event(event::Event& event) override {
    for (std::size_t i = 0; i < event.fields().size(); ++i) {
      mix(event.fields()[i].name);
      mix(event.text(i));
    }
    mix(event.channel), mix(event.provider), mix(event.computer);
    ++events;
  }
  void on_anomaly(base::Anomaly anomaly) override {
    base::check(!anomaly.detail.empty(), "an anomaly says what it is");
  }

  std::size_t sum = 0;
  std::size_t events = 0;

 private:
  void mix(std::string_view text) { sum = sum * 31 + std::hash<std::string_view>{}(text); }
};

std::size_t decode_all(base::Bytes bytes, bool carve, decode::evtx::Way way) {
  const event::FieldDictionary fields;
  MemoryStream stream(bytes);
  decode::evtx::ChunkSplitter splitter;
  decode::evtx::ChunkDecoder decoder(fields, {.carve = carve}, way);
  Summing sink;
  decode::Piece piece;
  std::uint64_t reached = 0;
  for (bool more = true; more;) {
    const auto next = splitter.next(stream, piece);
    base::check(next.has_value(), "memory can always be read");
    more = *next;
    base::check(piece.offset == reached, "pieces cover the file without a gap");
    reached = piece.end();
    if (more) decoder.decode(piece, sink);
  }
  base::check(reached == bytes.size(), "pieces cover the file to its end");
  return sink.sum + sink.events;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::Bytes bytes(data, size);
  for (const bool carve : {false, true}) {
    base::check(decode_all(bytes, carve, decode::evtx::Way::kPlanFirst) ==
                    decode_all(bytes, carve, decode::evtx::Way::kTreeOnly),
                "the plan and the tree give the same events");
  }
  return 0;
}
