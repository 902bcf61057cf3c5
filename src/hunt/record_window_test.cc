#include "hunt/record_window.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "base/digest.h"

namespace hoptrace::hunt {
namespace {

namespace fs = std::filesystem;

constexpr int kRecords = 20'000;  // so that they are several pieces

class RecordWindowTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "hoptrace-window-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
    for (int i = 0; i < kRecords; ++i) {
      offsets_.push_back(text_.size());
      text_ += line(i);
    }
    fs::create_directory(root_ / "acme");
    put(text_);
    window_.emplace(std::move(*RecordWindow::over(std::string(HOPTRACE_SOURCE) + "/content", root_.string())));
  }
  void TearDown() override { fs::remove_all(root_); }

  static std::string line(int number) {
    return fmt::format(
        R"({{"Event":{{"System":{{"Provider":{{"#attributes":{{"Name":"Auditing"}}}},"EventID":4688,"EventRecordID":{},)"
        R"("Channel":"Security","Computer":"FS01.acme.example","TimeCreated":{{"#attributes":{{"SystemTime":)"
        R"("2018-12-20T09:14:03.123456Z"}}}}}},"EventData":{{"CommandLine":"run {}"}}}}}})"
        "\n",
        number + 1, number);
  }
  void put(const std::string& text) const { std::ofstream(root_ / "acme/log.jsonl", std::ios::binary) << text; }
  [[nodiscard]] WindowPlace place(std::size_t record, std::size_t around = 0) const {
    return {base::ArtifactId{1},
            "acme/log.jsonl",
            base::sha256_hex(text_),
            text_.size(),
            offsets_[record],
            around,
            around};
  }
  [[nodiscard]] std::vector<std::uint64_t> ids(const WindowPlace& place) const {
    const auto records = window_->read(place);
    EXPECT_TRUE(records) << records.error().sentence();
    std::vector<std::uint64_t> out;
    for (const cases::KeptRecord& record : records.value_or(std::vector<cases::KeptRecord>()))
      out.push_back(record.event.record_id);
    return out;
  }
  using Ids = std::vector<std::uint64_t>;

  fs::path root_;
  std::string text_;
  std::vector<std::uint64_t> offsets_;
  std::optional<RecordWindow> window_;
};

TEST_F(RecordWindowTest, ReadsARecordWhole) {
  const auto records = window_->read(place(7));
  ASSERT_TRUE(records) << records.error().sentence();
  ASSERT_EQ(records->size(), 1U);
  const cases::KeptRecord& record = records->front();
  EXPECT_EQ(record.offset, offsets_[7]);
  EXPECT_EQ(record.artifact, base::ArtifactId{1});
  EXPECT_EQ(record.event.record_id, 8U);
  EXPECT_EQ(record.event.event_id, 4688U);
  EXPECT_EQ(record.event.channel, "Security");
  EXPECT_EQ(record.event.host, "FS01");
  EXPECT_EQ(base::iso8601(record.event.time), "2018-12-20T09:14:03.1234560Z");
  EXPECT_EQ(std::ranges::count(record.fields, std::pair<std::string, std::string>("CommandLine", "run 7")), 1);
}

TEST_F(RecordWindowTest, ReadsThoseAroundItOverTheEdgesOfPieces) {
  EXPECT_EQ(ids(place(0, 2)), (Ids{1, 2, 3}));
  EXPECT_EQ(ids(place(kRecords - 1, 2)), (Ids{kRecords - 2, kRecords - 1, kRecords}));
  for (std::size_t at = 3; at < kRecords - 3; at += 97)
    EXPECT_EQ(ids(place(at, 2)), (Ids{at - 1, at, at + 1, at + 2, at + 3}));
}

TEST_F(RecordWindowTest, APlaceBetweenRecordsHasNone) {
  WindowPlace between = place(7, 2);
  ++between.offset;
  EXPECT_EQ(ids(between), Ids{});
  between.offset = text_.size() + 5;
  EXPECT_EQ(ids(between), Ids{});
}

TEST_F(RecordWindowTest, WhatIsNotWhatWasHuntedIsNotShown) {
  std::string changed = text_;
  changed[changed.size() - 3] = '\t';
  put(changed);
  const auto other = window_->read(place(7));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, base::Code::kMalformed);
  put(text_ + "\n");
  EXPECT_FALSE(window_->read(place(7)));
  fs::remove(root_ / "acme/log.jsonl");
  const auto gone = window_->read(place(7));
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, base::Code::kNotFound);
}

TEST_F(RecordWindowTest, ReadsNothingOutsideOfTheEvidence) {
  const fs::path outside = root_.string() + "-outside";
  fs::create_directory(outside);
  fs::copy_file(root_ / "acme/log.jsonl", outside / "log.jsonl");
  WindowPlace leads_out = place(7);
  leads_out.path = "../" + outside.filename().string() + "/log.jsonl";
  EXPECT_FALSE(window_->read(leads_out));
  fs::remove(root_ / "acme/log.jsonl");
  fs::create_symlink(outside / "log.jsonl", root_ / "acme/log.jsonl");
  EXPECT_FALSE(window_->read(place(7)));
  fs::remove_all(outside);
}

}  // namespace
}  // namespace hoptrace::hunt
