#include "serve/mark_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

namespace hoptrace::serve {
namespace {

using testing::HasSubstr;
using testing::Not;

class MarkLogTest : public testing::Test {
 protected:
  MarkLogTest() {
    std::string name = (std::filesystem::temp_directory_path() / "hoptrace-marks-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    path_ = name + "/case.hop-marks.jsonl";
  }
  ~MarkLogTest() override { std::filesystem::remove_all(folder_); }

  static Mark mark(std::optional<std::string> tenant, std::string text = "") {
    return {base::Time::from_seconds(1'500'000'000), "Ann", std::move(tenant), "rule", "r1", "seen", std::move(text)};
  }
  static std::size_t size_of(const base::Result<std::string>& document) {
    return nlohmann::json::parse(document.value()).size();
  }
  void append(std::string_view text) const { std::ofstream(path_, std::ios::app) << text; }
  [[nodiscard]] std::string whole() const {
    std::ifstream in(path_);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::string folder_, path_;
};

TEST_F(MarkLogTest, IsOnlyAddedTo) {
  MarkLog log(path_);
  EXPECT_EQ(log.document({}).value(), "[]");
  ASSERT_TRUE(log.add(mark({}, "first")));
  const std::string before = whole();
  ASSERT_TRUE(log.add(mark("acme", "second")));
  EXPECT_TRUE(whole().starts_with(before));
  EXPECT_EQ(
      log.document({}).value(),
      R"([{"time":"2017-07-14T02:40:00.0000000Z","who":"Ann","what":"rule","id":"r1","mark":"seen","text":"first"},)"
      R"({"time":"2017-07-14T02:40:00.0000000Z","who":"Ann","what":"rule","id":"r1","mark":"seen","text":"second"}])");
  struct stat file{};
  ASSERT_EQ(::stat(path_.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
}

TEST_F(MarkLogTest, AReaderSeesWhatHisTenantSaid) {
  MarkLog log(path_);
  for (const char* tenant : {"acme", "globex", "acme"}) ASSERT_TRUE(log.add(mark(tenant, tenant)));
  ASSERT_TRUE(log.add(mark({}, "among responders")));
  EXPECT_EQ(log.count({}).value(), 4U);
  EXPECT_EQ(log.count({"", "acme"}).value(), 2U);
  EXPECT_THAT(log.document({"", "acme"}).value(), Not(HasSubstr("globex")));
  EXPECT_THAT(log.document({"", "acme"}).value(), Not(HasSubstr("responders")));
  EXPECT_EQ(log.document({"", "nobody"}).value(), "[]");
}

TEST_F(MarkLogTest, SeesWhatAnotherProgramAdds) {
  MarkLog one(path_), other(path_);
  ASSERT_TRUE(one.add(mark({})));
  EXPECT_EQ(size_of(other.document({})), 1U);
  ASSERT_TRUE(other.add(mark({})));
  ASSERT_TRUE(one.add(mark({})));
  EXPECT_EQ(size_of(other.document({})), 3U);
  EXPECT_EQ(size_of(one.document({})), 3U);
  std::filesystem::remove(path_);
  EXPECT_EQ(size_of(one.document({})), 0U);
}

TEST_F(MarkLogTest, ACutLineTakesNoOtherWithIt) {
  MarkLog log(path_);
  ASSERT_TRUE(log.add(mark({})));
  append("{\"time\":\"2017-07-14T02:40:0");
  EXPECT_EQ(size_of(log.document({})), 1U);
  ASSERT_TRUE(log.add(mark({})));
  EXPECT_EQ(size_of(log.document({})), 2U);
  append("\n[]\nnull\n\n{\"time\":7}\n\xff\n");
  EXPECT_EQ(size_of(log.document({})), 2U);
}

TEST_F(MarkLogTest, ManyMayAddAtOnce) {
  constexpr int kThreads = 4, kMarks = 20;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([this] {
      MarkLog log(path_);
      for (int j = 0; j < kMarks; ++j) EXPECT_TRUE(log.add(mark("acme", std::string(3000, 'x'))));
    });
  }
  for (std::thread& thread : threads) thread.join();
  MarkLog log(path_);
  EXPECT_EQ(log.count({}).value(), static_cast<std::uint64_t>(kThreads) * kMarks);
}

TEST_F(MarkLogTest, GoesThroughNoLink) {
  std::ofstream(folder_ + "/other") << "precious\n";
  std::filesystem::create_symlink(folder_ + "/other", path_);
  MarkLog log(path_);
  EXPECT_FALSE(log.add(mark({})));
  EXPECT_FALSE(log.document({}));
}

TEST(MarkLog, TakesOnlyMarks) {
  const auto parsed = MarkLog::parse(R"({"what":"rule","id":"r","mark":"note","text":"<b>\u202e"})");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->text, "<b>\u202e");
  EXPECT_TRUE(MarkLog::parse(R"({"what":"host","id":"acme/FS01","mark":"seen"})"));
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("{"), std::string("null"),
        std::string(R"({"what":"rule","id":"r","mark":"seen","who":"Bob"})"),
        std::string(R"({"what":"rule","id":"r","mark":"seen","time":"2017-01-01"})"),
        std::string(R"({"what":"tenant","id":"r","mark":"seen"})"),
        std::string(R"({"what":"rule","id":"r","mark":"gone"})"),
        std::string(R"({"what":"rule","id":"","mark":"seen"})"),
        std::string(R"({"what":"rule","id":"a\nb","mark":"seen"})"),
        std::string(R"({"what":"rule","id":7,"mark":"seen"})"),
        std::string(R"({"what":"rule","id":"r","mark":"note"})"),
        R"({"what":"rule","id":")" + std::string(600, 'a') + R"(","mark":"seen"})",
        R"({"what":"rule","id":"r","mark":"note","text":")" + std::string(5000, 'a') + "\"}",
        std::string(40000, '[')})
    EXPECT_FALSE(MarkLog::parse(text)) << text.substr(0, 100);
}

}  // namespace
}  // namespace hoptrace::serve
