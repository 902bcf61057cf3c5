#include "decode/evtx/splitter.h"

#include <gtest/gtest.h>

#include "base/crc32.h"
#include "decode/evtx/built_chunk_for_tests.h"
#include "decode/evtx/collected_for_tests.h"
#include "decode/format.h"

namespace hoptrace::decode::evtx {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Ids = std::vector<std::uint64_t>;
using base::AnomalyKind;

// A chunk with one record.
Bytes chunk(std::uint64_t id) {
  BuiltChunk b;
  b.record(id, [&] {
    b.instance(1,
               [&] {
                 b.element("Event", {}, [&] {
                   b.element("System", {},
                             [&] { b.element("TimeCreated", {{"SystemTime", b.value(0, type::kFileTime)}}, {}); });
                 });
               },
               {built_number(type::kFileTime, BuiltChunk::kWritten)});
  });
  return b.finish();
}

Bytes header(std::uint16_t chunks, std::uint32_t flags = 0) {
  Bytes out(kFileHeaderBytes);
  std::memcpy(out.data(), "ElfFile", 8);
  std::memcpy(out.data() + 42, &chunks, sizeof chunks);
  std::memcpy(out.data() + 120, &flags, sizeof flags);
  const std::uint32_t sum = base::crc32(base::Bytes(out).first(120));
  std::memcpy(out.data() + 124, &sum, sizeof sum);
  return out;
}

Bytes joined(const std::vector<Bytes>& parts) {
  Bytes out;
  for (const Bytes& part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

TEST(Splitter, ASoundFileInPiecesThatCoverItAll) {
  std::vector<Bytes> parts{header(40)};
  for (std::uint64_t id = 1; id <= 40; ++id) parts.push_back(chunk(id));
  const Bytes file = joined(parts);
  CollectedStream stream(file, 1000);  // in short reads
  ChunkSplitter splitter;
  Piece piece;
  std::uint64_t reached = 0;
  while (*splitter.next(stream, piece)) {
    EXPECT_EQ(piece.offset, reached);
    EXPECT_LE(piece.bytes.size(), kPieceBytes);
    EXPECT_TRUE(piece.anomalies.empty());
    reached = piece.end();
  }
  EXPECT_EQ(reached, file.size());
  EXPECT_TRUE(piece.anomalies.empty());
  EXPECT_EQ(decode_file(file).events.size(), 40U);
}

// Whatever the window's size, and wherever its borders fall between chunks, junk and chunks that moved.
TEST(Splitter, TheSameWhateverThePieces) {
  std::vector<Bytes> parts{header(9), chunk(1), chunk(2), Bytes(3 * kChunkBytes), chunk(3), Bytes(700, 0xEE),
                           chunk(4),  chunk(5), chunk(6)};
  parts.back().resize(40'000);
  const Bytes file = joined(parts);
  std::vector<std::string> wanted;
  for (const std::size_t chunks : {std::size_t{16}, std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{5}}) {
    CollectedStream stream(file, 5000);
    ChunkSplitter splitter(chunks * kChunkBytes);
    Piece piece;
    Bytes bytes;
    std::vector<std::string> said;
    std::uint64_t reached = 0;
    for (bool more = true; more;) {
      more = *splitter.next(stream, piece);
      EXPECT_LE(piece.bytes.size(), chunks * kChunkBytes);
      EXPECT_EQ(piece.offset, reached);
      reached = piece.end();
      bytes.insert(bytes.end(), piece.bytes.begin(), piece.bytes.end());
      for (const auto& anomaly : piece.anomalies) said.push_back(std::to_string(anomaly.offset) + anomaly.detail);
    }
    EXPECT_EQ(reached, file.size());
    EXPECT_EQ(bytes.size(), 5 * kChunkBytes + 40'000);
    if (wanted.empty()) wanted = said;
    EXPECT_EQ(said, wanted) << chunks;
  }
  EXPECT_EQ(wanted.size(), 2U);  // the junk, and the chunk that was cut
}

TEST(Splitter, UnusedChunksAreNoAnomaly) {
  const Collected out =
      decode_file(joined({header(3), chunk(1), Bytes(kChunkBytes), chunk(2), Bytes(3 * kChunkBytes)}));
  EXPECT_EQ(out.ids(), (Ids{1, 2}));
  EXPECT_TRUE(out.anomalies.empty());
}

TEST(Splitter, JunkBetweenChunksIsSaidOnceWithItsPlace) {
  const Collected out = decode_file(joined({header(4), chunk(1), Bytes(2 * kChunkBytes, 0xEE), chunk(2)}));
  EXPECT_EQ(out.ids(), (Ids{1, 2}));
  ASSERT_EQ(out.anomalies.size(), 1U);
  EXPECT_EQ(out.anomalies[0].kind, AnomalyKind::kBadChunk);
  EXPECT_EQ(out.anomalies[0].offset, kFileHeaderBytes + kChunkBytes);
}

TEST(Splitter, ChunksThatMovedAreFound) {
  for (const std::size_t extra : {std::size_t{1}, std::size_t{511}, std::size_t{4096}, kChunkBytes - 1}) {
    const Collected added = decode_file(joined({header(3), chunk(1), Bytes(extra, 0xEE), chunk(2), chunk(3)}));
    EXPECT_EQ(added.ids(), (Ids{1, 2, 3})) << extra;
    EXPECT_TRUE(added.has(AnomalyKind::kBadChunk)) << extra;
    const Bytes first = chunk(1);
    const Bytes shorter(first.begin(),
                        first.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(extra, 60'000)));
    const Collected lost = decode_file(joined({header(3), shorter, chunk(2), chunk(3)}));
    EXPECT_EQ(lost.ids(), (Ids{1, 2, 3})) << extra;
    EXPECT_TRUE(lost.has(AnomalyKind::kTruncated)) << extra;
  }
}

TEST(Splitter, AFileWithoutItsHeaderIsRead) {
  const Collected damaged = decode_file(joined({Bytes(kFileHeaderBytes, 0xEE), chunk(1)}));
  EXPECT_EQ(damaged.ids(), Ids{1});
  EXPECT_TRUE(damaged.has(AnomalyKind::kBadHeader));
  const Collected missing = decode_file(joined({chunk(1), chunk(2)}));
  EXPECT_EQ(missing.ids(), (Ids{1, 2}));
  EXPECT_TRUE(missing.has(AnomalyKind::kBadHeader));
}

TEST(Splitter, HeadersThatLieAreSaid) {
  EXPECT_TRUE(decode_file(joined({header(1, 1), chunk(1)})).has(AnomalyKind::kDirtyHeader));
  EXPECT_TRUE(decode_file(joined({header(9), chunk(1)})).has(AnomalyKind::kTruncated));
  EXPECT_TRUE(decode_file(joined({header(1), chunk(1), chunk(2)})).has(AnomalyKind::kBadHeader));
  Bytes wrong = header(1);
  wrong[30] ^= 1;
  const Collected out = decode_file(joined({wrong, chunk(1)}));
  EXPECT_TRUE(out.has(AnomalyKind::kBadChecksum));
  EXPECT_EQ(out.ids(), Ids{1});
}

TEST(Splitter, ACutFileIsReadAsFarAsItGoes) {
  Bytes file = joined({header(2), chunk(1), chunk(2)});
  file.resize(kFileHeaderBytes + kChunkBytes + 40'000);
  const Collected out = decode_file(file);
  EXPECT_EQ(out.ids(), (Ids{1, 2}));
  EXPECT_TRUE(out.has(AnomalyKind::kTruncated));
  file.resize(100);
  EXPECT_TRUE(decode_file(file).has(AnomalyKind::kTruncated));
  EXPECT_TRUE(decode_file(Bytes{}).events.empty());
}

TEST(Splitter, AChunkWithDamagedFirstBytesIsStillRead) {
  Bytes damaged = chunk(2);
  for (std::size_t i = 0; i < 8; ++i) damaged[i] = 0xEE;
  const Collected out = decode_file(joined({header(3), chunk(1), damaged, chunk(3)}));
  EXPECT_EQ(out.ids(), (Ids{1, 2, 3}));
  EXPECT_TRUE(out.has(AnomalyKind::kBadHeader));
}

TEST(EvtxFormat, IsToldByContent) {
  const auto name_of = [](const Bytes& bytes) { return identify(bytes) == nullptr ? "" : identify(bytes)->name; };
  EXPECT_EQ(name_of(header(1)), "evtx");
  EXPECT_EQ(name_of(chunk(1)), "evtx");
  EXPECT_EQ(name_of(joined({Bytes(kFileHeaderBytes, 0xEE), chunk(1)})), "evtx");
  EXPECT_NE(name_of(Bytes(100, 'x')), "evtx");
  ASSERT_NE(find_format("evtx"), nullptr);
  EXPECT_EQ(find_format("nothing"), nullptr);
}

}  // namespace
}  // namespace hoptrace::decode::evtx
