#include "cases/case_watch.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "cases/case.h"
#include "cases/case_fixture.h"
#include "cases/writer_lock.h"

namespace hoptrace::cases {
namespace {

TEST(CaseWatch, ReadsTheKernelsList) {
  constexpr std::string_view kLocks =
      "1: POSIX  ADVISORY  WRITE 12 00:2f:77 0 EOF\n"
      "2: FLOCK  ADVISORY  WRITE 13 00:2f:78 0 EOF\n"
      "2: -> FLOCK  ADVISORY  WRITE 14 00:2f:79 0 EOF\n"
      "3: FLOCK  ADVISORY  READ  15 00:2f:80 0 EOF\n";
  EXPECT_TRUE(lists_lock(kLocks, 78));
  EXPECT_FALSE(lists_lock(kLocks, 77)) << "SQLite's own kind";
  EXPECT_FALSE(lists_lock(kLocks, 79)) << "one who waits";
  EXPECT_FALSE(lists_lock(kLocks, 80)) << "one who reads";
  EXPECT_FALSE(lists_lock(kLocks, 8)) << "the end of another number";
  EXPECT_FALSE(lists_lock("", 78));
}

TEST(CaseWatch, SeesWhatACommitChangesAndWhoWrites) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "case_watch";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const std::string path = folder / "case.hop";
  auto writer = Case::open_for_writing(path);
  ASSERT_TRUE(writer);
  auto watch = CaseWatch::open(path);
  ASSERT_TRUE(watch);
  EXPECT_FALSE((*watch)->changed().value());
  EXPECT_TRUE((*watch)->is_written());
  ASSERT_TRUE((*writer)->begin_run("1", "hunt", {}));
  EXPECT_TRUE((*watch)->changed().value());
  EXPECT_FALSE((*watch)->changed().value());
  writer->reset();
  EXPECT_FALSE((*watch)->is_written());
  EXPECT_TRUE(WriterLock::take(path)) << "looking took nothing";
  std::filesystem::remove_all(folder);
}

TEST(CaseWatch, NoticesAnotherFileInItsPlace) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "case_watch_other";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const std::string path = folder / "case.hop", other = folder / "other.hop";
  ASSERT_TRUE(Case::open_for_writing(path));
  ASSERT_TRUE(Case::open_for_writing(other));
  auto watch = CaseWatch::open(path);
  ASSERT_TRUE(watch);
  std::filesystem::rename(other, path);
  EXPECT_TRUE((*watch)->changed().value());
  EXPECT_FALSE((*watch)->changed().value());
  std::filesystem::remove(path);
  EXPECT_FALSE((*watch)->changed());
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hoptrace::cases
