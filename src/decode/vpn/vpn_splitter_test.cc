#include "decode/vpn/vpn_splitter.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "decode/vpn/vpn_decoder.h"

namespace hoptrace::decode::vpn {
namespace {

class TextStream : public evidence::ByteStream {
 public:
  explicit TextStream(std::string_view text) : rest_(text) {}
  base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    const std::size_t size = std::min(into.size(), rest_.size());
    std::copy_n(rest_.begin(), size, into.begin());
    rest_.remove_prefix(size);
    return size;
  }

 private:
  std::string_view rest_;
};

class Seen : public EventSink {
 public:
  void on_event(event::Event& event) override {
    years[event.origin.offset] = event.timed ? base::calendar(event.time).year : 0;
  }
  void on_anomaly(base::Anomaly anomaly) override { anomalies.push_back(std::move(anomaly)); }
  std::map<std::uint64_t, int> years;
  base::Anomalies anomalies;
};

// Decodes the pieces from the last to the first.
Seen backwards(std::string_view text) {
  TextStream stream(text);
  VpnSplitter splitter;
  std::vector<Piece> pieces;
  for (Piece piece; splitter.next(stream, piece).value_or(false); piece = {}) pieces.push_back(piece);
  EXPECT_GT(pieces.size(), 2U);
  const auto patterns =
      VpnPatterns::parse("name: x\nprograms: [gate]\nlines: [{line: 'user {user} came in'}]\n", "the test");
  EXPECT_TRUE(patterns);
  const event::FieldDictionary names;
  VpnDecoder decoder(names, patterns ? &*patterns : nullptr);
  Seen seen;
  std::for_each(pieces.rbegin(), pieces.rend(), [&](const Piece& piece) { decoder.decode(piece, seen); });
  return seen;
}

constexpr int kLines = 30'000;  // of a month: more than a piece

TEST(VpnPieces, KnowTheYearOfTheLinesBeforeThem) {
  std::string text = "2017-11-30T09:14:03Z gw gate: begins\n";
  std::map<std::uint64_t, int> expected{{0, 2017}};
  const auto month = [&](std::string_view name, int year) {
    for (int i = 0; i < kLines; ++i) {
      expected[text.size()] = year;
      text += fmt::format("{} 20 09:14:{:02} gw gate: user {} came in\n", name, i % 60, i);
    }
  };
  month("Nov", 2017);
  month("Dec", 2017);
  month("Jan", 2018);
  const Seen seen = backwards(text);
  EXPECT_EQ(seen.years, expected);
  for (const base::Anomaly& odd : seen.anomalies) EXPECT_EQ(odd.kind, base::AnomalyKind::kAssumedZone) << odd.detail;
}

TEST(VpnPieces, SayThatNobodyKnowsTheYear) {
  std::string text;
  for (int i = 0; i < 3 * kLines; ++i) text += fmt::format("Dec 20 09:14:03 gw gate: user {} came in\n", i);
  const Seen seen = backwards(text);
  EXPECT_EQ(seen.years.size(), std::size_t{3} * kLines);
  for (const auto& [offset, year] : seen.years) ASSERT_EQ(year, 0) << offset;
  for (const base::Anomaly& odd : seen.anomalies) EXPECT_EQ(odd.kind, base::AnomalyKind::kBadTime) << odd.detail;
}

}  // namespace
}  // namespace hoptrace::decode::vpn
