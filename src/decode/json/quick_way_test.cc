// The quick way against the plain way: the same documents, the same events, value for value.
#include "decode/json/quick_way.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "decode/json/frames.h"
#include "decode/json/json_decoder.h"

namespace hoptrace::decode::json {
namespace {

namespace fs = std::filesystem;

class Written : public EventSink {
 public:
  void on_event(event::Event& event) override {
    const event::LogKind& kind = event.kind;
    lines.push_back(fmt::format("{} {} {} {} {} {} {} {} {}/{}/{}", event.origin.offset, event.timed,
                                event.time.ticks, event.record_id, event.event_id, event.channel, event.provider,
                                event.computer, kind.product, kind.category, kind.service));
    for (std::size_t i = 0; i < event.fields().size(); ++i) {
      const event::Field& field = event.fields()[i];
      lines.push_back(fmt::format("  {}{} {} #{} {}", field.name, field.system ? "*" : "",
                                  static_cast<int>(field.value.kind()), static_cast<std::uint32_t>(field.id),
                                  event.text(i)));
    }
  }
  void on_anomaly(base::Anomaly anomaly) override {
    lines.push_back(fmt::format("! {} {} {}", base::info(anomaly.kind).name, anomaly.offset, anomaly.detail));
  }
  std::vector<std::string> lines;
};

std::vector<std::string> decoded(const std::vector<std::string>& documents, JsonDecoder::Ways ways) {
  static const auto kKinds = JsonKinds::load(std::string(HOPTRACE_SOURCE) + "/content");
  event::FieldDictionary names;
  for (const std::string_view name : {"CommandLine", "Image", "id.orig_h", "a", "a.b", "eventName"})
    names.intern(name);
  Piece piece;
  for (const std::string& text : documents) append_frame(piece, {piece.bytes.size(), false, text});
  JsonDecoder decoder(names, kKinds ? &*kKinds : nullptr, ways);
  Written out;
  decoder.decode(piece, out);
  return out.lines;
}

void expect_same(const std::vector<std::string>& documents) {
  const auto quick = decoded(documents, JsonDecoder::Ways::kBoth);
  const auto plain = decoded(documents, JsonDecoder::Ways::kPlainOnly);
  ASSERT_EQ(quick.size(), plain.size());
  for (std::size_t i = 0; i < quick.size(); ++i) ASSERT_EQ(quick[i], plain[i]);
}

// The lines of all golden inputs: every dialect, and what damage there is.
std::vector<std::string> golden_lines() {
  std::vector<std::string> out;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(HOPTRACE_SOURCE) / "tests/golden/json")) {
    if (entry.is_directory()) files.push_back(entry.path() / "input.json");
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    for (std::string line; std::getline(in, line);) {
      if (line.size() > 1) out.push_back(line);
    }
  }
  return out;
}

// So often that every dialect's habits are formed.
std::vector<std::string> repeated(const std::vector<std::string>& lines, int times) {
  std::vector<std::string> out;
  for (int i = 0; i < times; ++i) out.insert(out.end(), lines.begin(), lines.end());
  return out;
}

TEST(QuickWay, SaysTheSameOfEveryDialect) {
  const auto lines = golden_lines();
  ASSERT_GT(lines.size(), 50U);
  expect_same(repeated(lines, 3));
  for (const std::string& line : lines) expect_same({line, line, line});
}

// Each line damaged or changed in one place, between two good ones, so that the quick way is tried on it.
TEST(QuickWay, SaysTheSameOfDamage) {
  std::mt19937 random(20);
  constexpr std::string_view kBytes = "\"\\{}[],: 0-.eEntu\n\t\x01\xC3\xA9";
  for (const std::string& line : golden_lines()) {
    if (line.size() > 8000) continue;
    std::vector<std::string> documents;
    for (int i = 0; i < 40; ++i) {
      std::string changed = line;
      const std::size_t at = random() % changed.size();
      switch (random() % 4) {
        case 0:
          changed[at] = kBytes[random() % kBytes.size()];
          break;
        case 1:
          changed.insert(at, 1, kBytes[random() % kBytes.size()]);
          break;
        case 2:
          changed.erase(at, 1 + random() % 8);
          break;
        default:
          changed.resize(at);
      }
      documents.push_back(line);
      documents.push_back(changed);
    }
    expect_same(documents);
  }
}

// A text for each rule of JSON's grammar …
const std::vector<std::string> kValues{"0",
                                       "-0",
                                       "00",
                                       "01",
                                       "-",
                                       "+1",
                                       "1.",
                                       ".5",
                                       "1.5",
                                       "-0.0",
                                       "1e5",
                                       "1E+5",
                                       "1e",
                                       "1e400",
                                       "1e-400",
                                       "12a",
                                       "999999999999999999",
                                       "9223372036854775807",
                                       "9223372036854775808",
                                       "-9223372036854775808",
                                       "-9223372036854775809",
                                       "18446744073709551615",
                                       "18446744073709551616",
                                       "1234567890123456789012",
                                       "0.1e1x",
                                       "true",
                                       "false",
                                       "null",
                                       "True",
                                       "tru",
                                       "truee",
                                       "nul",
                                       "nulll",
                                       "true false",
                                       "\"\"",
                                       "\"a\"",
                                       "\"a\" \"b\"",
                                       "\"a\"b",
                                       "b\"a\"",
                                       "12\"a\"",
                                       R"("\"")",
                                       R"("\\")",
                                       R"("\/\b\f\n\r\t")",
                                       R"("\u0041\u00e9\u20ac\ud83d\ude00")",
                                       R"("\ud83d")",
                                       R"("\ude00")",
                                       R"("\ud83d\u0041")",
                                       R"("\ud83dA")",
                                       R"("\u12")",
                                       R"("\u12g4")",
                                       R"("\x")",
                                       R"("1234567\\12345678\\123456789")",
                                       "\"\\u0000\"",
                                       "\"\x01\"",
                                       "\"\xFF\"",
                                       "\"\xED\xA0\x80\"",
                                       "[]",
                                       "{}",
                                       "[[]]",
                                       "[1,2]",
                                       "[1,]",
                                       "[,1]",
                                       "[1 2]",
                                       "{\"x\":1}",
                                       "{\"x\":1,}",
                                       "{\"x\"}",
                                       "{\"x\":}",
                                       "{x:1}",
                                       "{1:2}",
                                       "[{\"x\":1},{\"x\":[null,{}]}]",
                                       "{\"x\":{\"y\":{\"\":{\"z\":1}}}}",
                                       "{\"#text\":\"t\"}",
                                       "{\"#attributes\":{\"Name\":\"N\"},\"#text\":\"t\"}",
                                       "{\"#attributes\":[1]}",
                                       "{\"Name\":\"N\",\"Value\":1}",
                                       "{\"@Name\":null,\"xmlns\":\"y\"}",
                                       "{\"#text\":[\"a\",null,{\"#text\":1}]}",
                                       "{\"k\\u0041\":1}",
                                       "\"0123ABCD-0123-0123-0123-0123456789AB\"",
                                       "\"{\\\"x\\\":1}\"",
                                       "\"[1]\"",
                                       " 1 ",
                                       "\t\"a\"\r",
                                       "",
                                       "[1",
                                       "{"};

// … as a value and as part of one, in a record of each dialect.
const std::vector<std::string> kRecords{
    R"({"EventID":1,"Channel":"c","TimeCreated":"2020-01-01T00:00:00Z","a":@,"b":2})",
    R"({"EventID":@,"Channel":"c","Keywords":@})",
    R"({"ts":@,"uid":"u","id_orig_h":@,"x":[@,@]})",
    R"({"winlog":{"event_data":{"param1":@,"X":@}},"@timestamp":"2020-01-01T00:00:00Z"})",
    R"({"SourceName":"s","EventID":1,"Hostname":"h","EventType":@,"Keywords":@})",
    R"({"eventVersion":"1","eventName":"n","a":{"b":@},"c":[@]})",
    R"({"Event":{"System":{"Provider":{"#attributes":{"Name":"p","Guid":@}},"EventID":@},"EventData":{"X":@}}})",
    R"({"Event":{"System":{"EventID":{"#text":@,"#attributes":{"Qualifiers":@}}},"EventData":{"Data":@}}})",
    R"({"Event":{"System":{"EventID":1,"X_attributes":@},"UserData":{"A":{"B":@,"B_attributes":@,"Binary":@}}}})",
    R"({"Event":{"System":@,"EventData":@,"RenderingInfo":1},"Event":@})",
    R"({"Event":@,"a":@})",
    R"({"preview":false,"result":@,"EventID":1,"Channel":"c"})"};

TEST(QuickWay, SaysTheSameOfOddValues) {
  for (const std::string& frame : kRecords) {
    std::vector<std::string> documents;
    const auto filled = [&](const std::string& value) {
      std::string text;
      for (std::size_t i = 0; i < frame.size(); ++i) {
        const bool here = frame[i] == '@' && (frame[i - 1] == ':' || frame[i - 1] == '[' || frame[i - 1] == ',');
        here ? text.append(value) : text.append(1, frame[i]);
      }
      return text;
    };
    for (const std::string& value : kValues) {
      for (const char* const other : {"1", "\"t\""}) documents.push_back(filled(other));
      documents.push_back(filled(value));
    }
    expect_same(documents);
  }
}

// More keys than are kept, keys that are too long, records of more fields than the quick way takes.
TEST(QuickWay, SaysTheSameBeyondItsBounds) {
  std::vector<std::string> documents;
  for (int i = 0; i < 300; ++i) {
    std::string text = R"({"EventID":1,"Channel":"c")";
    for (int key = 0; key < 50; ++key) text += fmt::format(",\"k{}\":{}", i * 50 + key, key);
    documents.push_back(text + "}");
  }
  std::string many = R"({"EventID":1,"Channel":"c","a":[0)";
  for (int i = 0; i < 6000; ++i) many += ",1";
  documents.push_back(many + "]}");
  documents.push_back(R"({"EventID":1,"Channel":"c",")" + std::string(5000, 'k') + "\":1}");
  documents.push_back(R"({"EventID":1,"Channel":"c","a":")" + std::string(300'000, 'x') + "\"}");
  for (const int depth : {10, 22, 23, 24, 25, 40, 63, 64, 65}) {
    std::string text = R"({"EventID":1,"Channel":"c","a":)";
    for (int i = 0; i < depth; ++i) text += i % 2 == 0 ? "[" : "{\"b\":";
    text += "1";
    for (int i = depth - 1; i >= 0; --i) text += i % 2 == 0 ? "]" : "}";
    documents.push_back(text + "}");
  }
  expect_same(repeated(documents, 2));
}

}  // namespace
}  // namespace hoptrace::decode::json
