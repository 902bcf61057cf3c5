// Golden folders of the decoders: tests/golden/FORMAT/NAME/{input.*, expected.jsonl}, FORMAT as the table of formats
// calls it; a new format's folders are found by that. An expected line is an event (its own members, then all fields
// in order; a '*' behind a name: header, not data) or an anomaly. With HOPTRACE_WRITE_GOLDEN set, what was decoded is
// written instead of compared: read it before it is committed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "decode/format.h"
#include "decode/json_kinds.h"
#include "decode/vpn/vpn_patterns.h"

namespace hoptrace {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// Hands out `step` bytes at a time.
class TextStream : public evidence::ByteStream {
 public:
  TextStream(std::string text, std::size_t step) : text_(std::move(text)), step_(step) {}
  base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    const std::size_t size = std::min({into.size(), step_, text_.size() - at_});
    std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(at_), size, into.begin());
    at_ += size;
    return size;
  }

 private:
  std::string text_;
  std::size_t step_, at_ = 0;
};

std::string shown(const event::Event& event, std::size_t field) {
  return event.fields()[field].value.is_null() ? std::string("(null)") : std::string(event.text(field));
}

class Dump : public decode::EventSink {
 public:
  void on_event(event::Event& event) override {
    ordered_json line;
    line["offset"] = event.origin.offset;
    line["time"] = event.timed ? base::iso8601(event.time) : "";
    const event::LogKind& kind = event.kind;
    line["kind"] = {kind.product, kind.category, kind.service};
    line["channel"] = event.channel;
    line["provider"] = event.provider;
    line["event_id"] = event.event_id;
    line["record_id"] = event.record_id;
    line["computer"] = event.computer;
    for (std::size_t i = 0; i < event.fields().size(); ++i) {
      const event::Field& field = event.fields()[i];
      line["fields"].push_back({std::string(field.name) + (field.system ? "*" : ""), shown(event, i)});
    }
    lines += line.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
  }
  void on_anomaly(base::Anomaly anomaly) override {
    ordered_json line;
    line["anomaly"] = base::info(anomaly.kind).name;
    line["offset"] = anomaly.offset;
    line["detail"] = anomaly.detail;
    lines += line.dump() + "\n";
  }
  std::string lines;
};

std::string decoded(std::string_view name, const std::string& input, std::size_t step) {
  static const auto kKinds = decode::JsonKinds::load(std::string(HOPTRACE_SOURCE) + "/content");
  EXPECT_TRUE(kKinds);
  static const auto kVpn = decode::vpn::VpnPatterns::load(std::string(HOPTRACE_SOURCE) + "/content");
  EXPECT_TRUE(kVpn);
  const decode::DecodeOptions options{
      .carve = false, .json_kinds = kKinds ? &*kKinds : nullptr, .vpn = kVpn ? &*kVpn : nullptr};
  const decode::Format* const format =
      decode::identify(base::bytes_of(input).first(std::min(input.size(), decode::kHeadBytes)), options);
  if (format == nullptr) return "no format";
  EXPECT_EQ(format->name, name);
  const event::FieldDictionary names;
  const auto splitter = format->splitter(options);
  const auto decoder = format->decoder(names, options);
  TextStream stream(input, step);
  Dump dump;
  std::uint64_t reached = 0;
  for (bool more = true; more;) {
    decode::Piece piece;
    const auto next = splitter->next(stream, piece);
    EXPECT_TRUE(next);
    more = next && *next;
    for (base::Anomaly& anomaly : piece.anomalies) dump.on_anomaly(std::move(anomaly));
    if (!more) break;
    EXPECT_EQ(piece.offset, reached) << "the pieces leave a gap";
    reached = piece.end();
    decoder->decode(piece, dump);
  }
  return dump.lines;
}

class DecodeGolden : public testing::TestWithParam<fs::path> {};

std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> out;
  if (!fs::is_directory(folder)) return out;
  for (const auto& entry : fs::directory_iterator(folder)) out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

fs::path input_of(const fs::path& folder) {
  for (const fs::path& path : entries(folder)) {
    if (path.stem() == "input") return path;
  }
  return folder / "input";
}

TEST_P(DecodeGolden, IsDecodedAsExpected) {
  const std::string format = GetParam().parent_path().filename().string();
  const std::string input = read_file(input_of(GetParam()));
  const std::string now = decoded(format, input, input.size() + 1);
  EXPECT_EQ(decoded(format, input, 1), now) << "read byte by byte it says something else";
  const fs::path expected = GetParam() / "expected.jsonl";
  if (std::getenv("HOPTRACE_WRITE_GOLDEN") != nullptr) {
    std::ofstream(expected, std::ios::binary) << now;
    return;
  }
  EXPECT_EQ(now, read_file(expected));
}

std::vector<fs::path> folders() {
  std::vector<fs::path> out;
  for (const decode::Format& format : decode::formats()) {
    for (const fs::path& path : entries(fs::path(HOPTRACE_SOURCE) / "tests/golden" / format.name)) {
      if (fs::is_directory(path)) out.push_back(path);
    }
  }
  return out;
}

std::string name_of(const testing::TestParamInfo<fs::path>& folder) {
  return folder.param.parent_path().filename().string() + "_" + folder.param.filename().string();
}

INSTANTIATE_TEST_SUITE_P(Folders, DecodeGolden, testing::ValuesIn(folders()), name_of);

}  // namespace
}  // namespace hoptrace
