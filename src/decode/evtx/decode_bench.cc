// EVTX decoding, per record: events made, and records only glanced at.
//
// HOPTRACE_BENCH_EVTX names a file (the first 64 MB are taken); without it a file of built chunks stands in.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "decode/evtx/built_chunk_for_tests.h"
#include "decode/evtx/chunk_decoder.h"
#include "decode/sieve.h"

namespace {

using namespace hoptrace;
using namespace hoptrace::decode;
using evtx::BuiltChunk;

constexpr std::size_t kMostBytes = 64 << 20;
constexpr std::size_t kSlotsAsked = 8;

std::vector<std::uint8_t> built_chunk() {
  BuiltChunk b;
  std::uint32_t definition = 0;
  const auto body = [&] {
    b.element("Event", {}, [&] {
      b.element("System", {}, [&] {
        b.element("Provider", {{"Name", b.literal("Microsoft-Windows-Security-Auditing")}}, {});
        b.element("EventID", {}, b.value(0, evtx::type::kUint16));
        b.element("TimeCreated", {{"SystemTime", b.value(1, evtx::type::kFileTime)}}, {});
        b.element("Channel", {}, b.literal("Security"));
        b.element("Computer", {}, b.value(2, evtx::type::kString));
      });
      b.element("EventData", {}, [&] {
        for (std::uint16_t i = 0; i < 16; ++i) {
          const auto value_type = i % 2 == 0 ? evtx::type::kString : evtx::type::kHexInt64;
          b.element("Data", {{"Name", b.literal("Field" + std::to_string(i))}},
                    b.value(static_cast<std::uint16_t>(3 + i), value_type));
        }
      });
    });
  };
  for (std::uint64_t id = 1; b.at() < evtx::kChunkBytes - 2048; ++id) {
    std::vector<evtx::BuiltValue> values{evtx::built_number<std::uint16_t>(evtx::type::kUint16, 4688),
                                         evtx::built_number(evtx::type::kFileTime, BuiltChunk::kWritten + id),
                                         evtx::built_text("fs01.acme.example")};
    for (std::uint64_t i = 0; i < 8; ++i) {
      values.push_back(evtx::built_text("C:\\Windows\\System32\\svchost.exe"));
      values.push_back(evtx::built_number(evtx::type::kHexInt64, id * i));
    }
    b.record(id, [&] {
      if (definition == 0) {
        definition = b.instance(1, body, values);
      } else {
        b.instance_of(1, definition, values);
      }
    });
  }
  return b.finish();
}

std::vector<Piece> pieces() {
  std::vector<Piece> out;
  if (const char* const path = std::getenv("HOPTRACE_BENCH_EVTX")) {
    std::ifstream in(path, std::ios::binary);
    in.seekg(evtx::kFileHeaderBytes);
    for (std::size_t taken = 0; in && taken < kMostBytes; taken += kPieceBytes) {
      Piece& piece = out.emplace_back();
      piece.bytes.resize(kPieceBytes);
      in.read(reinterpret_cast<char*>(piece.bytes.data()), static_cast<std::streamsize>(kPieceBytes));
      piece.bytes.resize(static_cast<std::size_t>(in.gcount()));
    }
  } else {
    Piece& piece = out.emplace_back();
    const auto chunk = built_chunk();
    for (int i = 0; i < 16; ++i) piece.bytes.insert(piece.bytes.end(), chunk.begin(), chunk.end());
  }
  return out;
}

class Counting final : public EventSink {
 public:
  void on_event(event::Event& event) override { benchmark::DoNotOptimize(event.fields().data()); }
  void on_anomaly(base::Anomaly) override {}
};

// Asks for some values of each record and wants none.
class Asking final : public Sieve {
 public:
  explicit Asking(std::size_t slots) : asked_(slots) {}
  void on_shape(ShapeId, std::span<const Slot> slots) override { slots_.push_back(slots.size()); }
  void forget_shapes() override { slots_.clear(); }
  bool wants(ShapeId shape, const Glance& glance) override {
    for (std::size_t i = 0; i < asked_; ++i) {
      bool plain = true;
      benchmark::DoNotOptimize(glance.value(i * 3 % slots_[shape], plain));
    }
    return false;
  }

 private:
  std::size_t asked_;
  std::vector<std::size_t> slots_;
};

void decode_all(benchmark::State& state, Sieve* sieve) {
  static const std::vector<Piece> kPieces = pieces();
  const event::FieldDictionary fields;
  evtx::ChunkDecoder decoder(fields, {.sieve = sieve});
  Counting sink;
  std::size_t bytes = 0;
  for (auto _ : state) {
    for (const Piece& piece : kPieces) {
      decoder.decode(piece, sink);
      bytes += piece.bytes.size();
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.SetItemsProcessed(static_cast<std::int64_t>(decoder.counts().by_plan + decoder.counts().by_tree));
}

void EvtxEvents(benchmark::State& state) {
  decode_all(state, nullptr);
}
void EvtxGlances(benchmark::State& state) {
  Asking asking(static_cast<std::size_t>(state.range(0)));
  decode_all(state, &asking);
}

BENCHMARK(EvtxEvents);
BENCHMARK(EvtxGlances)->Arg(0)->Arg(kSlotsAsked);

}  // namespace
