#include "decode/zeek/zeek_splitter.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "decode/zeek/zeek_decoder.h"

namespace hoptrace::decode::zeek {
namespace {

class TextStream : public evidence::ByteStream {
 public:
  explicit TextStream(std::string_view text) : rest_(text) {}
  base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    const std::size_t size = std::min({into.size(), rest_.size(), std::size_t{100'003}});
    std::copy_n(rest_.begin(), size, into.begin());
    rest_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view rest_;
};

struct Cut {
  std::vector<Piece> pieces;
  base::Anomalies at_end;
};

Cut cut(std::string_view text) {
  TextStream stream(text);
  ZeekSplitter splitter;
  Cut out;
  std::uint64_t reached = 0;
  while (true) {
    Piece piece;
    const auto more = splitter.next(stream, piece);
    EXPECT_TRUE(more);
    if (!more || !*more) {
      out.at_end = piece.anomalies;
      return out;
    }
    EXPECT_EQ(piece.offset, reached);
    reached = piece.end();
    out.pieces.push_back(std::move(piece));
  }
}

class Seen : public EventSink {
 public:
  void on_event(event::Event& event) override {
    by_offset[event.origin.offset] = std::string(event.kind.service) + " " + std::string(event.text(1));
  }
  void on_anomaly(base::Anomaly anomaly) override { anomalies.push_back(std::move(anomaly)); }
  std::map<std::uint64_t, std::string> by_offset;
  base::Anomalies anomalies;
};

std::string header(const std::string& path) {
  return "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t" + path +
         "\n#fields\tts\tuid\n#types\ttime\tstring\n";
}

// A log of several pieces whose header changes in the middle of one.
struct Rotated {
  std::string text;
  std::map<std::uint64_t, std::string> records;

  Rotated() {
    for (const std::string path : {"conn", "dns"}) {
      text += header(path);
      for (int i = 0; i < 80'000; ++i) {
        const std::string uid = fmt::format("{}{}", path, i);
        records[text.size()] = path + " " + uid;
        text += fmt::format("{}.5\t{}\n", 1'545'297'243 + i, uid);
      }
      text += "#close\t2018-12-20-10-00-00\n";
    }
  }
};

TEST(ZeekPieces, AreDecodedAloneAndInAnyOrder) {
  const Rotated log;
  const Cut cuts = cut(log.text);
  ASSERT_GT(cuts.pieces.size(), 2U);
  const event::FieldDictionary names;
  ZeekDecoder decoder(names);
  Seen seen;
  std::for_each(cuts.pieces.rbegin(), cuts.pieces.rend(), [&](const Piece& piece) { decoder.decode(piece, seen); });
  EXPECT_TRUE(seen.anomalies.empty());
  EXPECT_EQ(seen.by_offset, log.records);
}

TEST(ZeekPieces, LeaveOutALineBeyondTheBound) {
  std::string text = header("conn") + "1.0\tbefore\n";
  const std::size_t large = text.size();
  text += std::string(2 * kLongestLine, 'x') + "\n";
  const std::size_t behind = text.size();
  text += "2.0\tbehind\n";
  const Cut cuts = cut(text);
  const event::FieldDictionary names;
  ZeekDecoder decoder(names);
  Seen seen;
  for (const Piece& piece : cuts.pieces) {
    for (const base::Anomaly& odd : piece.anomalies) seen.on_anomaly(odd);
    decoder.decode(piece, seen);
  }
  ASSERT_EQ(seen.anomalies.size(), 1U);
  EXPECT_EQ(seen.anomalies[0].kind, base::AnomalyKind::kTooLarge);
  EXPECT_EQ(seen.anomalies[0].offset, large);
  EXPECT_EQ(seen.by_offset.at(behind), "conn behind");
  EXPECT_EQ(seen.by_offset.size(), 2U);
}

TEST(ZeekPieces, EndInALineBeyondTheBound) {
  const Cut cuts = cut(header("conn") + "1.0\tbefore\n" + std::string(3 * kLongestLine, 'x'));
  EXPECT_EQ(cuts.pieces.size(), 1U);
  ASSERT_EQ(cuts.at_end.size(), 1U);
  EXPECT_EQ(cuts.at_end[0].kind, base::AnomalyKind::kTooLarge);
}

TEST(ZeekPieces, DoWithoutAHeaderBeyondTheBound) {
  std::string text = "#separator \\x09\n#fields\tts";
  for (int i = 0; i < 900; ++i) text += "\t" + std::string(100, 'n') + std::to_string(i);
  const Cut cuts = cut(text + "\n1.0\n" + std::string(kPieceBytes, '\n') + "2.0\n");
  ASSERT_GT(cuts.pieces.size(), 1U);
  const event::FieldDictionary names;
  ZeekDecoder decoder(names);
  Seen seen;
  for (const Piece& piece : cuts.pieces) decoder.decode(piece, seen);
  EXPECT_TRUE(seen.by_offset.empty());
  ASSERT_EQ(seen.anomalies.size(), 3U);
  EXPECT_EQ(seen.anomalies[0].kind, base::AnomalyKind::kBadHeader);
  EXPECT_EQ(seen.anomalies[1].kind, base::AnomalyKind::kBadRecord);
  EXPECT_EQ(seen.anomalies[2].kind, base::AnomalyKind::kBadRecord);
}

class Counting : public EventSink {
 public:
  void on_event(event::Event& event) override { fields += event.fields().size(); }
  void on_anomaly(base::Anomaly anomaly) override { anomalies.push_back(std::move(anomaly)); }
  std::size_t fields = 0;
  base::Anomalies anomalies;
};

TEST(ZeekRecord, HasABoundOnItsValues) {
  std::string text =
      "#separator \\x09\n#set_separator\t,\n#path\tx\n#fields\tts\titems\n#types\ttime\tset[count]\n1.0\t1";
  for (std::size_t i = 0; i < 2 * kMaxFields; ++i) text += ",1";
  const Cut cuts = cut(text + "\n");
  const event::FieldDictionary names;
  ZeekDecoder decoder(names);
  Counting counting;
  for (const Piece& piece : cuts.pieces) decoder.decode(piece, counting);
  EXPECT_EQ(counting.fields, kMaxFields);
  ASSERT_EQ(counting.anomalies.size(), 1U);
  EXPECT_EQ(counting.anomalies[0].kind, base::AnomalyKind::kTooLarge);
}

}  // namespace
}  // namespace hoptrace::decode::zeek
