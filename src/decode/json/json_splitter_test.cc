#include "decode/json/json_splitter.h"

#include <gtest/gtest.h>

#include <functional>

#include "decode/json/frames.h"
#include "decode/json/json_format.h"

namespace hoptrace::decode::json {
namespace {

// Makes its text as it is read, so that a test of size needs no memory of its own.
class MadeStream : public evidence::ByteStream {
 public:
  explicit MadeStream(std::function<std::string(std::uint64_t)> part) : part_(std::move(part)) {}
  base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    while (text_.size() < into.size() && !ended_) {
      const std::string next = part_(number_++);
      ended_ = next.empty();
      text_ += next;
    }
    const std::size_t size = std::min(into.size(), text_.size());
    std::copy_n(text_.begin(), size, into.begin());
    text_.erase(0, size);
    return size;
  }

 private:
  std::function<std::string(std::uint64_t)> part_;
  std::string text_;
  std::uint64_t number_ = 0;
  bool ended_ = false;
};

struct Split {
  std::vector<std::pair<std::uint64_t, std::string>> documents;  // long ones by their first 20 bytes
  base::Anomalies anomalies;
  std::size_t largest_piece = 0;
  std::size_t pieces = 0;
  std::uint64_t end = 0;
};

Split split(evidence::ByteStream& stream) {
  JsonSplitter splitter;
  Split out;
  for (bool more = true; more;) {
    Piece piece;
    const auto next = splitter.next(stream, piece);
    more = next && *next;
    out.anomalies.insert(out.anomalies.end(), piece.anomalies.begin(), piece.anomalies.end());
    out.largest_piece = std::max(out.largest_piece, piece.bytes.size());
    if (!more) break;
    ++out.pieces;
    EXPECT_EQ(piece.offset, out.end) << "a gap";
    out.end = piece.end();
    Frames frames(piece);
    while (const auto frame = frames.next()) {
      out.documents.emplace_back(frame->offset, std::string(frame->text.substr(0, 20)));
    }
  }
  return out;
}

Split split(const std::string& text) {
  MadeStream stream([&](std::uint64_t number) { return number == 0 ? text : std::string{}; });
  return split(stream);
}

TEST(JsonSplitter, CutsManyLinesIntoPieces) {
  const std::string line = "{\"a\":\"" + std::string(990, 'x') + "\"}\n";
  MadeStream stream([&](std::uint64_t number) { return number < 5000 ? line : std::string{}; });
  const Split out = split(stream);
  EXPECT_EQ(out.documents.size(), 5000U);
  EXPECT_EQ(out.documents[4999].first, 4999U * line.size());
  EXPECT_GE(out.pieces, 4U);
  EXPECT_LT(out.largest_piece, kPieceBytes + 2 * line.size());
  EXPECT_TRUE(out.anomalies.empty());
}

TEST(JsonSplitter, LeavesOutALineThatIsTooLarge) {
  std::string chunk(1 << 20, 'x');
  MadeStream stream([&](std::uint64_t number) -> std::string {
    if (number == 0) return "{\"a\":1}\n{\"big\":\"";
    if (number <= 20) return chunk;
    return number == 21 ? "\"}\n{\"b\":2}\n" : "";
  });
  const Split out = split(stream);
  ASSERT_EQ(out.documents.size(), 2U);
  EXPECT_EQ(out.documents[1].second, "{\"b\":2}");
  ASSERT_EQ(out.anomalies.size(), 1U);
  EXPECT_EQ(out.anomalies[0].kind, base::AnomalyKind::kTooLarge);
  EXPECT_EQ(out.anomalies[0].offset, 8U);
}

TEST(JsonSplitter, LeavesOutADocumentOfAnArrayThatIsTooLarge) {
  std::string chunk = std::string((1 << 20) - 2, '\\') + "\\\"";
  MadeStream stream([&](std::uint64_t number) -> std::string {
    if (number == 0) return "[{\"a\":1},{\"big\":\"";
    if (number <= 20) return chunk;
    return number == 21 ? "x\"},{\"b\":2}]" : "";
  });
  const Split out = split(stream);
  ASSERT_EQ(out.documents.size(), 2U);
  EXPECT_EQ(out.documents[1].second, "{\"b\":2}");
  ASSERT_EQ(out.anomalies.size(), 1U);
  EXPECT_EQ(out.anomalies[0].kind, base::AnomalyKind::kTooLarge);
  EXPECT_EQ(out.anomalies[0].offset, 9U);
}

TEST(JsonSplitter, AnObjectThatNeverEndsCostsNoOtherOne) {
  std::string text = "{\n  \"a\": 1\n}\n{\n  \"open\": [\n";
  text += "    1\n  ,2\n{\n  \"b\": 2\n}\n";
  const Split out = split(text);
  ASSERT_EQ(out.documents.size(), 2U);
  EXPECT_EQ(out.anomalies.size(), 1U);
}

TEST(JsonSplitter, CountsWhatItDoesNotName) {
  std::string text = "{\"a\":1}\n";
  for (int i = 0; i < 1000; ++i) text += "rubbish\n";
  const Split out = split(text);
  ASSERT_EQ(out.anomalies.size(), 101U);
  EXPECT_EQ(out.anomalies[0].offset, 8U);
  EXPECT_EQ(out.anomalies[100].detail, "900 more damaged places, the last at byte 8000");
}

TEST(JsonSplitter, EmptyAndNothing) {
  EXPECT_TRUE(split(std::string()).documents.empty());
  EXPECT_TRUE(split("\n\n").documents.empty());
  EXPECT_TRUE(split("[]").documents.empty());
  EXPECT_EQ(split("{}").documents.size(), 1U);
  EXPECT_TRUE(split("\xFF\xFE").documents.empty());
}

// Nested openings that never close, again and again: time must stay in proportion.
TEST(JsonSplitter, SurvivesManyBeginningsWithoutAnEnd) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "{\n";
  for (int i = 0; i < 20000; ++i) text += "{\"a\":[\n";
  const Split out = split(text);
  EXPECT_TRUE(out.documents.empty());
  EXPECT_FALSE(out.anomalies.empty());
}

// Brackets and quotes out of step, so that each beginning reaches far before it fails.
TEST(JsonSplitter, SurvivesQuotesOutOfStep) {
  std::string text = "[";
  for (int i = 0; i < 300000; ++i) text += "{\"a\":\"},";
  EXPECT_TRUE(split(text + "x").documents.size() < 300000U);
  std::string inner = "[";
  for (int i = 0; i < 300000; ++i) inner += "{\"a\":1 ";
  EXPECT_TRUE(split(inner).documents.empty());
}

TEST(JsonFormat, IsToldByContent) {
  const auto is_json = [](std::string_view text) { return json_format().is_this(base::bytes_of(text), {}); };
  EXPECT_TRUE(is_json("{\"a\":1}"));
  EXPECT_TRUE(is_json("\xEF\xBB\xBF\r\n [ {\"a\":1}]"));
  EXPECT_TRUE(is_json(std::string_view("\xFF\xFE{\0\"\0", 6)));
  EXPECT_TRUE(is_json(std::string_view("\xFE\xFF\0[\0{\0\"", 8)));
  EXPECT_TRUE(is_json("Record 1\n{\n \"Event\": {"));
  EXPECT_TRUE(is_json("cut off at the front\"}\n{\"a\":1}\n"));
  EXPECT_TRUE(is_json("[]\n"));
  EXPECT_FALSE(is_json(""));
  EXPECT_FALSE(is_json("[section]\nkey=value\n"));
  EXPECT_FALSE(is_json("[2018-12-20] something {happened}"));
  EXPECT_FALSE(is_json("{ int x; }"));
  EXPECT_FALSE(is_json("#separator \\x09\n"));
  EXPECT_FALSE(is_json("ElfFile"));
  EXPECT_FALSE(is_json("time,host\n1,2\n"));
}

}  // namespace
}  // namespace hoptrace::decode::json
