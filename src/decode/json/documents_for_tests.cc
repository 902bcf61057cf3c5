#include "decode/json/documents_for_tests.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "decode/json/frames.h"

namespace hoptrace::decode::json {

namespace fs = std::filesystem;

template <class Record>
std::string written_members(const Record& record) {
  const event::LogKind& kind = record.kind;
  return fmt::format("{} {} {} {} {} {} {} {} {}/{}/{}", record.origin.offset, record.timed, record.time.ticks,
                     record.record_id, record.event_id, record.channel, record.provider, record.computer,
                     kind.product, kind.category, kind.service);
}
template std::string written_members(const event::Event& record);
template std::string written_members(const Glance& record);

std::string written_field(const event::Field& field, std::string_view text) {
  return fmt::format("  {}{} {} #{} {}", field.name, field.system ? "*" : "", static_cast<int>(field.value.kind()),
                     static_cast<std::uint32_t>(field.id), text);
}

void Written::on_event(event::Event& event) {
  lines.push_back(written_members(event));
  for (std::size_t i = 0; i < event.fields().size(); ++i) {
    lines.push_back(written_field(event.fields()[i], event.text(i)));
  }
}

void Written::on_anomaly(base::Anomaly anomaly) {
  lines.push_back(fmt::format("! {} {} {}", base::info(anomaly.kind).name, anomaly.offset, anomaly.detail));
}

std::vector<std::string> golden_lines(const std::string& source) {
  std::vector<std::string> out;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(source) / "tests/golden/json")) {
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

std::vector<std::string> repeated(const std::vector<std::string>& lines, int times) {
  std::vector<std::string> out;
  for (int i = 0; i < times; ++i) out.insert(out.end(), lines.begin(), lines.end());
  return out;
}

std::vector<std::string> damaged(const std::string& line, std::mt19937& random) {
  constexpr std::string_view kBytes = "\"\\{}[],: 0-.eEntu\n\t\x01\xC3\xA9";
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
  return documents;
}

namespace {

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
    R"({"TimeCreated":"2020-01-01T00:00:00Z","EventID":@,"Channel":@,"Computer":@,"a":[@,@],"b":@,"b":@,"c":null})",
    R"({ "Provider_Name" : @ , "EventID":1,"SystemTime":@,"TimeCreated":"2020-01-01T00:00:00Z","A":@})",
    R"({"Event":{"System":{"TimeCreated":{"#attributes":{"SystemTime":"2020-01-01T00:00:00Z"}},"EventID":@,)"
    R"("Correlation":@,"Security":null},"EventData":{"X":@,"Data":[@,"t"],"Binary":@,"#attributes":{"Name":@}}}})",
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

}  // namespace

std::vector<std::vector<std::string>> odd_documents() {
  std::vector<std::vector<std::string>> out;
  for (const std::string& frame : kRecords) {
    std::vector<std::string>& documents = out.emplace_back();
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
  }
  return out;
}

std::vector<std::string> documents_beyond_bounds() {
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
  return documents;
}

Piece piece_of(const std::vector<std::string>& documents) {
  Piece piece;
  for (const std::string& text : documents) append_frame(piece, {piece.bytes.size(), false, text});
  return piece;
}

event::FieldDictionary names_for_tests() {
  event::FieldDictionary names;
  for (const std::string_view name : {"CommandLine", "Image", "id.orig_h", "a", "a.b", "eventName"})
    names.intern(name);
  return names;
}

}  // namespace hoptrace::decode::json
