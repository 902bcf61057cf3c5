// Damaged chunks, built by hand: what can be read is read, what cannot is said with its place.
#include "decode/evtx/record_walk.h"

#include <gtest/gtest.h>

#include "decode/evtx/built_chunk_for_tests.h"
#include "decode/evtx/collected_for_tests.h"

namespace hoptrace::decode::evtx {
namespace {

using Ids = std::vector<std::uint64_t>;
using base::AnomalyKind;

struct Built {
  BuiltChunk chunk;
  std::vector<std::size_t> records;  // their offsets
  std::uint32_t definition = 0;
};

// `count` records, ids from `first`, the first with the template that all of them use.
Built records(std::uint64_t first, std::size_t count, std::uint64_t written = BuiltChunk::kWritten) {
  Built out;
  BuiltChunk& b = out.chunk;
  for (std::size_t i = 0; i < count; ++i) {
    const auto content = [&] {
      const std::vector<BuiltValue> values{built_number(type::kFileTime, written)};
      if (i > 0) return b.instance_of(7, out.definition, values);
      out.definition = b.instance(
          7,
          [&] {
            b.element("Event", {}, [&] {
              b.element("System", {},
                        [&] { b.element("TimeCreated", {{"SystemTime", b.value(0, type::kFileTime)}}, {}); });
            });
          },
          values);
    };
    out.records.push_back(b.record(first + i, content, written + i));
  }
  return out;
}

TEST(RecordWalk, ASoundChunkHasNoAnomalies) {
  const Collected out = decode_chunk(records(10, 5).chunk.finish());
  EXPECT_EQ(out.ids(), (Ids{10, 11, 12, 13, 14}));
  EXPECT_TRUE(out.anomalies.empty());
}

TEST(RecordWalk, SizesThatCannotBeTrueLoseOneRecordOnly) {
  for (const std::uint32_t size : {0U, 3U, 27U, 65'536U, 0xFFFFFFFFU}) {
    Built built = records(10, 5);
    built.chunk.put_at(built.records[2] + 4, size);
    const Collected out = decode_chunk(built.chunk.finish());
    EXPECT_EQ(out.ids(), (Ids{10, 11, 13, 14})) << size;
    ASSERT_TRUE(out.has(AnomalyKind::kBadRecord)) << size;
    EXPECT_EQ(out.anomalies[0].offset, 4096 + built.records[2]) << size;
  }
}

TEST(RecordWalk, ARecordWhoseTwoSizesDifferIsReadAndSaid) {
  for (const int which : {0, 1}) {
    Built built = records(10, 5);
    const std::size_t second = built.records[2];
    const std::size_t at = which == 0 ? built.records[1] + 4 : second - 4;
    built.chunk.put_at(at, static_cast<std::uint32_t>(second - built.records[1] + (which == 0 ? 8 : 1)));
    const Collected out = decode_chunk(built.chunk.finish());
    EXPECT_EQ(out.ids(), (Ids{10, 11, 12, 13, 14})) << which;
    EXPECT_TRUE(out.has(AnomalyKind::kBadCount)) << which;
  }
}

TEST(RecordWalk, AnOverwrittenStretchIsPassedOver) {
  Built built = records(10, 5);
  for (std::size_t i = 0; i < 40; ++i) built.chunk.put_at<std::uint8_t>(built.records[2] + i, 0xA5);
  const Collected out = decode_chunk(built.chunk.finish());
  EXPECT_EQ(out.ids(), (Ids{10, 11, 13, 14}));
  EXPECT_TRUE(out.has(AnomalyKind::kBadRecord));
}

TEST(RecordWalk, AnEndThatCannotBeTrueIsNotBelieved) {
  for (const std::size_t end : {std::size_t{0}, std::size_t{511}, kChunkBytes + 1, std::size_t{0xFFFFFFFF}}) {
    const Collected out = decode_chunk(records(10, 5).chunk.finish(end));
    EXPECT_EQ(out.ids(), (Ids{10, 11, 12, 13, 14})) << end;
    EXPECT_TRUE(out.has(AnomalyKind::kBadHeader)) << end;
    EXPECT_FALSE(out.has(AnomalyKind::kBadRecord)) << end;
  }
}

TEST(RecordWalk, RecordsThatGoOnBehindTheEndAreLive) {
  const Built built = records(10, 5);
  for (const std::size_t end : {built.records[2], built.records[2] + 8, std::size_t{512}}) {
    const Collected out = decode_chunk(built.chunk.finish(end));
    EXPECT_EQ(out.ids(), (Ids{10, 11, 12, 13, 14})) << end;
    EXPECT_TRUE(out.has(AnomalyKind::kBadHeader)) << end;
  }
}

// The remains of earlier records behind five new ones, as after a log has gone round.
std::vector<std::uint8_t> with_slack() {
  Built built = records(100, 5);
  const std::size_t end = built.chunk.at();
  built.chunk.record(
      40,
      [&] {
        built.chunk.instance_of(7, built.definition, {built_number(type::kFileTime, BuiltChunk::kWritten - 9)});
      },
      BuiltChunk::kWritten - 9);
  return built.chunk.finish(end);
}

TEST(RecordWalk, SlackIsReadOnlyWhenAskedFor) {
  EXPECT_EQ(decode_chunk(with_slack()).ids(), (Ids{100, 101, 102, 103, 104}));
  const Collected carved = decode_chunk(with_slack(), true);
  EXPECT_EQ(carved.ids(), (Ids{100, 101, 102, 103, 104, 40}));
  ASSERT_TRUE(carved.has(AnomalyKind::kSlackRecord));
  EXPECT_EQ(carved.anomalies[0].offset, carved.events.back().offset);
}

TEST(RecordWalk, SlackIsNotTakenForLiveWhereTheHeaderSaysNothing) {
  auto chunk = with_slack();
  for (std::size_t i = 48; i < 52; ++i) chunk[i] = 0;
  EXPECT_EQ(decode_chunk(chunk).ids(), (Ids{100, 101, 102, 103, 104}));
  EXPECT_EQ(decode_chunk(chunk, true).ids(), (Ids{100, 101, 102, 103, 104, 40}));
}

TEST(RecordWalk, WrongChecksumsAreSaidAndReadAllTheSame) {
  auto chunk = records(10, 5).chunk.finish();
  chunk[60] ^= 1;
  const Collected out = decode_chunk(chunk);
  EXPECT_EQ(out.ids(), (Ids{10, 11, 12, 13, 14}));
  EXPECT_TRUE(out.has(AnomalyKind::kBadChecksum));
}

TEST(RecordWalk, AMovedTemplateIsFoundByItsIdAndAMissingOneIsSaid) {
  Built built = records(10, 3);
  built.chunk.put_at(built.records[1] + kRecordHeaderBytes + 4 + 6, std::uint32_t{9});
  const Collected moved = decode_chunk(built.chunk.finish());
  EXPECT_EQ(moved.ids(), (Ids{10, 11, 12}));
  EXPECT_TRUE(moved.has(AnomalyKind::kBadTemplate));

  built.chunk.put_at(built.records[1] + kRecordHeaderBytes + 4 + 2, std::uint32_t{8});
  const Collected missing = decode_chunk(built.chunk.finish());
  EXPECT_EQ(missing.ids(), (Ids{10, 12}));
  EXPECT_TRUE(missing.has(AnomalyKind::kBadTemplate));
}

TEST(RecordWalk, ElementsTooDeepAreRefused) {
  BuiltChunk b;
  const std::function<void(int)> nest = [&](int depth) {
    b.element("E", {}, depth == 0 ? std::function<void()>{} : [&, depth] { nest(depth - 1); });
  };
  b.record(1, [&] { b.instance(1, [&] { nest(100); }, {}); });
  b.record(2, [&] { b.instance(2, [&] { b.element("Event", {{"A", b.literal("x")}}, {}); }, {}); });
  const Collected out = decode_chunk(b.finish());
  EXPECT_EQ(out.ids(), Ids{2});
  EXPECT_TRUE(out.has(AnomalyKind::kTooLarge));
}

TEST(RecordWalk, AValueNamedAgainAndAgainIsBounded) {
  BuiltChunk b;
  const std::string large = base::utf16le_from_utf8(std::string(10'000, 'x'));
  b.record(1, [&] {
    b.instance(1,
               [&] {
                 b.element("Event", {}, [&] {
                   for (int i = 0; i < 300; ++i) b.element("D", {}, b.value(0, type::kString));
                 });
               },
               {{type::kString, large}});
  });
  const Collected out = decode_chunk(b.finish());
  EXPECT_TRUE(out.ids().empty());
  EXPECT_TRUE(out.has(AnomalyKind::kTooLarge));
}

TEST(RecordWalk, ACountOfValuesThatCannotBeTrueIsRefused) {
  Built built = records(10, 3);
  built.chunk.put_at(built.records[1] + kRecordHeaderBytes + 4 + 10, std::uint32_t{0xFFFFFFFF});
  const Collected out = decode_chunk(built.chunk.finish());
  EXPECT_EQ(out.ids(), (Ids{10, 12}));
  EXPECT_TRUE(out.has(AnomalyKind::kBadRecord));
}

TEST(RecordWalk, AFloodOfAnomaliesIsCountedInstead) {
  BuiltChunk b;
  for (int i = 0; i < 1000; ++i) b.put<std::uint64_t>(0x2A2A);  // a thousand signatures with a size of zero
  const Collected out = decode_chunk(b.finish());
  EXPECT_LE(out.anomalies.size(), AnomalyLog::kMost + 1);
  EXPECT_NE(out.anomalies.back().detail.find("more places"), std::string::npos);
}

}  // namespace
}  // namespace hoptrace::decode::evtx
