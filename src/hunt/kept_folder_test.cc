#include "hunt/kept_folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace hoptrace::hunt {
namespace {

namespace fs = std::filesystem;

class KeptFolderTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "hoptrace-kept-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    place_ = name;
    path_ = place_ / "above" / "hoptrace";
  }
  void TearDown() override { fs::remove_all(place_); }

  std::shared_ptr<const KeptFolder> open() {
    auto folder = KeptFolder::open(path_.string());
    EXPECT_TRUE(folder) << folder.error().sentence();
    return folder ? *folder : nullptr;
  }
  static std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void put(const fs::path& file, std::string_view content) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
  }

  fs::path place_, path_;
};

TEST_F(KeptFolderTest, IsMadeForTheUserAlone) {
  ASSERT_TRUE(open());
  EXPECT_EQ(fs::status(path_).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(path_.parent_path()).permissions(), fs::perms::owner_all);
}

TEST_F(KeptFolderTest, GivesBackWhatWasWritten) {
  const auto folder = open();
  EXPECT_FALSE(folder->read("rules-a"));
  const std::string content("one\0two", 7);
  EXPECT_TRUE(folder->write("rules-a", content));
  EXPECT_EQ(folder->read("rules-a"), content);
  EXPECT_TRUE(folder->write("rules-a", ""));
  EXPECT_EQ(folder->read("rules-a"), "");
  EXPECT_EQ(fs::status(path_ / "rules-a").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(KeptFolderTest, WhatWasCutChangedOrRenamedIsAsGoodAsNone) {
  const auto folder = open();
  ASSERT_TRUE(folder->write("rules-a", "some content"));
  const std::string whole = content_of(path_ / "rules-a");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    put(path_ / "rules-a", whole.substr(0, size));
    EXPECT_FALSE(folder->read("rules-a")) << size;
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    put(path_ / "rules-a", changed);
    EXPECT_FALSE(folder->read("rules-a")) << at;
  }
  put(path_ / "rules-a", whole + "x");
  EXPECT_FALSE(folder->read("rules-a"));
  put(path_ / "rules-a", whole);
  EXPECT_TRUE(folder->read("rules-a"));
  fs::rename(path_ / "rules-a", path_ / "rules-b");
  EXPECT_FALSE(folder->read("rules-b"));
}

TEST_F(KeptFolderTest, OthersMustNotBeAbleToWrite) {
  ASSERT_TRUE(open()->write("rules-a", "content"));
  for (const mode_t mode : {0777U, 0720U, 0702U}) {
    ::chmod(path_.c_str(), mode);
    const auto folder = KeptFolder::open(path_.string());
    ASSERT_FALSE(folder) << mode;
    EXPECT_EQ(folder.error().code, base::Code::kUsage);
  }
  ::chmod(path_.c_str(), 0700);
  const auto folder = open();
  ::chmod((path_ / "rules-a").c_str(), 0666);
  EXPECT_FALSE(folder->read("rules-a"));
  ::chmod((path_ / "rules-a").c_str(), 0600);
  EXPECT_TRUE(folder->read("rules-a"));
  fs::rename(path_ / "rules-a", place_ / "elsewhere");
  fs::create_symlink(place_ / "elsewhere", path_ / "rules-a");
  EXPECT_FALSE(folder->read("rules-a"));
}

TEST_F(KeptFolderTest, SomebodyElsesFolderIsNotUsed) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder away";
  ASSERT_TRUE(open());
  ASSERT_EQ(::chown(path_.c_str(), 12345, 12345), 0);
  const auto folder = KeptFolder::open(path_.string());
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, base::Code::kUsage);
}

TEST_F(KeptFolderTest, WhereNoFolderCanBeThereIsNone) {
  put(place_ / "file", "");
  const auto folder = KeptFolder::open((place_ / "file" / "hoptrace").string());
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, base::Code::kUnreadable);
}

TEST_F(KeptFolderTest, OfEachKindTheLastUsedStay) {
  const auto folder = open();
  ASSERT_TRUE(folder->write("literals-a", "other kind"));
  const auto used = [&](const std::string& name, long seconds) {
    const timespec times[2] = {{seconds, 0}, {seconds, 0}};
    ::utimensat(AT_FDCWD, (path_ / name).c_str(), times, 0);
  };
  const auto most = static_cast<int>(KeptFolder::kMostOfAKind);
  for (int i = 0; i < most; ++i) {
    const std::string name = "rules-" + std::to_string(i);
    ASSERT_TRUE(folder->write(name, "x"));
    used(name, 1000 + i);
  }
  EXPECT_TRUE(folder->read("rules-0"));  // now the one used last
  ASSERT_TRUE(folder->write("rules-" + std::to_string(most), "x"));
  EXPECT_TRUE(folder->read("rules-0"));
  EXPECT_FALSE(folder->read("rules-1"));
  for (int i = 2; i <= most; ++i) EXPECT_TRUE(folder->read("rules-" + std::to_string(i))) << i;
  EXPECT_TRUE(folder->read("literals-a"));
}

TEST_F(KeptFolderTest, WhatWasLeftUnfinishedGoes) {
  const auto folder = open();
  put(path_ / "unfinished-1-rules-a", "half");
  put(path_ / "unfinished-2-rules-b", "half, a moment ago");
  put(path_ / "mine.txt", "not ours");
  const timespec long_ago[2] = {{1000, 0}, {1000, 0}};
  ::utimensat(AT_FDCWD, (path_ / "unfinished-1-rules-a").c_str(), long_ago, 0);
  ASSERT_TRUE(folder->write("rules-c", "x"));
  EXPECT_FALSE(fs::exists(path_ / "unfinished-1-rules-a"));
  EXPECT_TRUE(fs::exists(path_ / "unfinished-2-rules-b"));
  EXPECT_TRUE(fs::exists(path_ / "mine.txt"));
}

TEST_F(KeptFolderTest, ManyProcessesSeeOneOrTheOtherWhole) {
  const auto folder = open();
  const std::string one(300'000, '1'), two(400'000, '2');
  std::vector<pid_t> writers;
  for (const std::string* const content : {&one, &two}) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      for (int i = 0; i < 20; ++i) folder->write("rules-a", *content);
      ::_exit(0);
    }
    writers.push_back(child);
  }
  bool running = true;
  while (running) {
    const auto seen = folder->read("rules-a");
    EXPECT_TRUE(!seen || *seen == one || *seen == two);
    running = false;
    for (const pid_t writer : writers) running |= ::waitpid(writer, nullptr, WNOHANG) == 0;
  }
  const auto last = folder->read("rules-a");
  ASSERT_TRUE(last);
  EXPECT_TRUE(*last == one || *last == two);
}

}  // namespace
}  // namespace hoptrace::hunt
