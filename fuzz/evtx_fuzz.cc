// EVTX: any bytes, as a file from disk would come: splitter, then decoder, with and without slack, every value as
// text. The fast way and its slow twin must give the same, and what a sieve is shown of a record must be what its
// event holds; whatever differs ends the program.
#include <algorithm>
#include <cstring>
#include <string>

#include "base/check.h"
#include "decode/evtx/chunk_decoder.h"
#include "decode/evtx/splitter.h"
#include "decode/sieve.h"

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

class Summing : public decode::EventSink {
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

// Wants every record, and compares the event with what it was shown of it before.
class Comparing final : public decode::Sieve, public Summing {
 public:
  void on_shape(decode::ShapeId shape, std::span<const decode::Slot> slots) override {
    base::check(shape == shapes_.size(), "shapes are numbered in their order");
    shapes_.push_back(slots.size());
  }
  void forget_shapes() override { shapes_.clear(); }
  bool wants(decode::ShapeId shape, const decode::Glance& glance) override {
    arena_.reset();
    texts_.clear();
    plain_ = true;
    for (std::size_t slot = 0; slot < shapes_.at(shape); ++slot) {
      if (const auto value = glance.value(slot, plain_)) texts_.push_back(value->as_text(arena_));
    }
    offset_ = glance.origin.offset;
    record_id_ = glance.record_id;
    return true;
  }
  void on_event(event::Event& event) override {
    Summing::on_event(event);
    if (event.origin.offset != offset_) return;  // made without asking
    base::check(event.record_id == record_id_, "the same members");
    if (!plain_) return;
    base::check(event.fields().size() == texts_.size(), "as many fields as slots with a value");
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      base::check(event.text(i) == texts_[i], "the slot's value is the field's");
    }
  }

 private:
  base::Arena arena_;
  std::vector<std::size_t> shapes_;
  std::vector<std::string_view> texts_;
  bool plain_ = true;
  std::uint64_t offset_ = ~std::uint64_t{0};
  std::uint64_t record_id_ = 0;
};

std::size_t decode_all(base::Bytes bytes, const decode::DecodeOptions& options, decode::evtx::Way way,
                       Summing& sink) {
  const event::FieldDictionary fields;
  MemoryStream stream(bytes);
  decode::evtx::ChunkSplitter splitter;
  decode::evtx::ChunkDecoder decoder(fields, options, way);
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
    using decode::evtx::Way;
    Summing by_plan, by_tree;
    Comparing compared;
    const std::size_t tree = decode_all(bytes, {.carve = carve}, Way::kTreeOnly, by_tree);
    base::check(decode_all(bytes, {.carve = carve}, Way::kPlanFirst, by_plan) == tree,
                "the plan and the tree give the same events");
    base::check(decode_all(bytes, {.carve = carve, .sieve = &compared}, Way::kPlanFirst, compared) == tree,
                "a sieve that wants everything gets everything");
  }
  return 0;
}
