// Single records, read again by their place: the same as in a reading of the whole file, in every format and in
// archives.
#include "hunt/record_fetch.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "hunt/event_reader.h"
#include "simulate/evtx_writer.h"

namespace hoptrace {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = HOPTRACE_SOURCE;
using ByOffset = std::map<std::uint64_t, cases::Pairs>;

class RecordFetch : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "hoptrace-fetch-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    auto kinds = decode::JsonKinds::load((kSource / "content").string());
    ASSERT_TRUE(kinds);
    equipment_.json_kinds = std::move(*kinds);
    auto patterns = decode::vpn::VpnPatterns::load((kSource / "content").string());
    ASSERT_TRUE(patterns);
    equipment_.vpn_patterns = std::move(*patterns);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return name;
  }

  [[nodiscard]] std::string write_evtx(int records) const {
    simulate::EvtxWriter writer;
    for (int i = 1; i <= records; ++i) {
      simulate::LogRecord record;
      record.log = {"Microsoft-Windows-Security-Auditing", "54849625547849948BA53E3B0328C30D", "Security"};
      record.event_id = 4624;
      record.time = base::Time::from_seconds(1'700'000'000 + i);
      record.record_id = static_cast<std::uint64_t>(i);
      record.computer = "FS01.acme.example";
      record.data = {{"TargetUserName", fmt::format("user{}", i)}, {"LogonType", "10"}};
      writer.add(record);
    }
    EXPECT_TRUE(writer.write_to((folder_ / "a.evtx").string()));
    return "a.evtx";
  }

  // All records of a file, by a reading of the whole.
  [[nodiscard]] ByOffset whole(const std::string& name) const {
    ByOffset all;
    EXPECT_TRUE(hunt::read_events((folder_ / name).string(), equipment_, [&](const event::Event& event) {
      cases::Pairs& fields = all[event.origin.offset];
      for (std::size_t i = 0; i < event.fields().size(); ++i)
        fields.emplace_back(event.fields()[i].name, event.text(i));
    }));
    return all;
  }

  [[nodiscard]] ByOffset fetched(const std::string& path, const char* format,
                                 std::vector<std::uint64_t> offsets) const {
    ByOffset found;
    const evidence::WalkOptions walking;
    const std::string root = folder_.string();
    const auto done =
        hunt::fetch_records({{base::ArtifactId{7}, path, decode::find_format(format), std::move(offsets)}},
                            {root, walking}, equipment_, [&](const cases::KeptRecord& record) {
                              EXPECT_EQ(record.artifact, base::ArtifactId{7});
                              EXPECT_TRUE(found.emplace(record.offset, record.fields).second);
                            });
    EXPECT_TRUE(done) << done.error().sentence();
    return found;
  }

  // Each record alone, and all together.
  void expect_same(const std::string& name, const char* format) const {
    const ByOffset all = whole(name);
    ASSERT_GT(all.size(), 1U);
    std::vector<std::uint64_t> offsets;
    for (const auto& [offset, fields] : all) offsets.push_back(offset);
    EXPECT_EQ(fetched(name, format, offsets), all);
    for (std::size_t i = 0; i < offsets.size(); i += 1 + offsets.size() / 20) {
      const auto one = fetched(name, format, {offsets[i]});
      ASSERT_EQ(one.size(), 1U) << name << " " << offsets[i];
      EXPECT_EQ(*one.begin(), *all.find(offsets[i]));
    }
    EXPECT_TRUE(fetched(name, format, {offsets.back() + 1}).empty());
  }

  fs::path folder_;
  hunt::Equipment equipment_;
};

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string json_lines(int records) {
  std::string text;
  for (int i = 1; i <= records; ++i)
    text += fmt::format(
        R"({{"Event":{{"System":{{"Provider":{{"#attributes":{{"Name":"Microsoft-Windows-Sysmon"}}}},)"
        R"("EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"FS01",)"
        R"("EventRecordID":{},"TimeCreated":{{"#attributes":{{"SystemTime":"2023-11-14T22:13:20.000000Z"}}}}}},)"
        R"("EventData":{{"CommandLine":"whoami /{}"}}}}}})"
        "\n",
        i, i);
  return text;
}

TEST_F(RecordFetch, OfEventLogs) {
  expect_same(write_evtx(2'000), "evtx");
}

TEST_F(RecordFetch, OfEventLogsWithBytesAddedInTheMiddle) {
  const std::string name = write_evtx(2'000);
  std::string bytes = text_of(folder_ / name);
  bytes.insert(4096 + 65536, std::string(1000, 'x'));  // no chunk behind it is where a sound file has it
  expect_same(write("shifted.evtx", bytes), "evtx");
}

TEST_F(RecordFetch, OfJsonLines) {
  expect_same(write("a.jsonl", json_lines(9'000)), "json");
}

TEST_F(RecordFetch, OfZeek) {
  std::string text =
      "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
      "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\n"
      "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\n";
  for (int i = 0; i < 30'000; ++i)
    text += fmt::format("17000{:05}.000000\tC{}\t10.0.0.1\t{}\t10.0.0.2\t445\ttcp\n", i, i, 1024 + i);
  ASSERT_GT(text.size(), decode::kPieceBytes);  // the header is far from the last record
  expect_same(write("conn.log", text), "zeek");
}

TEST_F(RecordFetch, OfVpnText) {
  for (const auto& sample : fs::directory_iterator(kSource / "tests/golden/vpn")) {
    const std::string name = write("vpn.log", text_of(sample.path() / "input.log"));
    if (whole(name).size() > 1) expect_same(name, "vpn");
  }
}

TEST_F(RecordFetch, OutOfArchives) {
  const std::string name = write("a.jsonl", json_lines(50));
  const ByOffset all = whole(name);
  const std::string bytes = text_of(folder_ / name);
  archive* const zip = archive_write_new();
  archive_write_set_format_zip(zip);
  archive_write_open_filename(zip, (folder_ / "logs.zip").c_str());
  archive_entry* const entry = archive_entry_new();
  archive_entry_set_pathname(entry, "inner/a.jsonl");
  archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_write_header(zip, entry);
  archive_write_data(zip, bytes.data(), bytes.size());
  archive_entry_free(entry);
  archive_write_free(zip);
  const std::uint64_t last = all.rbegin()->first;
  const auto one = fetched("logs.zip!/inner/a.jsonl", "json", {last});
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(*one.begin(), *all.rbegin());
}

TEST_F(RecordFetch, WhatIsTooLongIsCutAndSaysSo) {
  const std::string name =
      write("long.jsonl", R"({"EventID":1,"Channel":"x","CommandLine":")" + std::string(1 << 20, 'a') + "\"}\n");
  const ByOffset all = whole(name);
  ASSERT_EQ(all.size(), 1U);
  const evidence::WalkOptions walking;
  const std::string root = folder_.string();
  std::vector<cases::KeptRecord> found;
  ASSERT_TRUE(hunt::fetch_records({{base::ArtifactId{7}, name, decode::find_format("json"), {all.begin()->first}}},
                                  {root, walking}, equipment_,
                                  [&](cases::KeptRecord record) { found.push_back(std::move(record)); }));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].shortened);
  for (const auto& [field, value] : found[0].fields) EXPECT_LE(value.size(), std::size_t{64} << 10);
}

}  // namespace
}  // namespace hoptrace
