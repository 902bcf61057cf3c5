#include "evidence/walk.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "evidence/evidence_for_tests.h"
#include "evidence/file_stream.h"

namespace hoptrace::evidence {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

TEST(Walk, GoesInTheOrderOfPathBytesWithHiddenFiles) {
  const TestFolder folder;
  for (const char* name : {"b/x", "a.txt", "a/z", "a!b", ".hidden/f", "B"}) folder.write(name, name);
  const Notebook seen = walked(folder);
  EXPECT_THAT(seen.files, ElementsAre(".hidden/f=.hidden/f", "B=B", "a!b=a!b", "a.txt=a.txt", "a/z=a/z", "b/x=b/x"));
  EXPECT_THAT(seen.ends, ElementsAre(".hidden/f", "B", "a!b", "a.txt", "a/z", "b/x"));
  EXPECT_THAT(seen.anomalies, IsEmpty());
}

TEST(Walk, AnEmptyFileIsVisited) {
  const TestFolder folder;
  folder.write("empty.evtx", "");
  EXPECT_THAT(walked(folder).files, ElementsAre("empty.evtx="));
}

TEST(Walk, ASingleFileIsNamedBelowItsFolder) {
  const TestFolder folder;
  const std::string file = folder.write("logs/one.evtx", "1");
  const auto root = evidence_root({file});
  ASSERT_TRUE(root);
  EXPECT_EQ(*root, folder / "logs");
  Notebook seen;
  ASSERT_TRUE(walk({file}, *root, {}, seen));
  EXPECT_THAT(seen.files, ElementsAre("one.evtx=1"));
}

TEST(Walk, OverlappingArgumentsAreReadOnce) {
  const TestFolder folder;
  const std::string file = folder.write("a/b/one", "1");
  folder.write("a/c/two", "2");
  const std::vector<std::string> arguments{folder / "a/c", file, folder / "a/b", folder / "a/b/../b"};
  const auto root = evidence_root(arguments);
  ASSERT_TRUE(root);
  EXPECT_EQ(*root, folder / "a");
  Notebook seen;
  ASSERT_TRUE(walk(arguments, *root, {}, seen));
  EXPECT_THAT(seen.files, ElementsAre("b/one=1", "c/two=2"));
}

TEST(Walk, AMissingPathIsAnErrorBeforeAnythingIsRead) {
  const TestFolder folder;
  folder.write("a", "1");
  Notebook seen;
  const auto done = walk({folder / "a", folder / "nowhere"}, folder.path(), {}, seen);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, base::Code::kNotFound);
  EXPECT_THAT(done.error().sentence(), HasSubstr("nowhere: there is nothing at this path"));
  EXPECT_THAT(seen.files, IsEmpty());
  EXPECT_FALSE(evidence_root({folder / "nowhere"}));
  EXPECT_FALSE(evidence_root({}));
}

TEST(Walk, LinksStayInTheEvidence) {
  const TestFolder outside;
  outside.write("secret", "s");
  const TestFolder folder;
  folder.write("real/file", "f");
  fs::create_symlink(folder / "real/file", folder / "link-inside");
  fs::create_symlink("real", folder / "link-to-folder");
  fs::create_symlink("..", folder / "real/loop");
  fs::create_symlink("self", folder / "self");
  fs::create_symlink(outside / "secret", folder / "link-out");
  fs::create_symlink(outside.path(), folder / "link-out-folder");
  fs::create_symlink("nothing", folder / "dangling");
  const Notebook seen = walked(folder);
  EXPECT_THAT(seen.files, ElementsAre("link-inside=f", "real/file=f"));
  EXPECT_THAT(seen.anomalies,
              ElementsAre(HasSubstr("dangling: unreadable: the link leads nowhere"),
                          HasSubstr("link-out: unreadable: the link leads out of the evidence"),
                          HasSubstr("link-out-folder: unreadable: the link leads out of the evidence"),
                          HasSubstr("self: unreadable: the link leads nowhere: too many levels of symbolic links")));
}

TEST(Walk, PipesAndSocketsAreNotOpened) {
  const TestFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (folder / "socket").copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const Notebook seen = walked(folder);
  ::close(socket);
  EXPECT_THAT(seen.files, IsEmpty());
  EXPECT_THAT(seen.anomalies, ElementsAre("pipe: unreadable: it is a pipe, which holds no evidence",
                                          "socket: unreadable: it is a socket, which holds no evidence"));
}

TEST(Walk, WhatMayNotBeReadIsReportedAndPassedOver) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TestFolder folder;
  ::chmod(folder.write("a", "1").c_str(), 0);
  folder.write("locked/b", "2");
  ::chmod((folder / "locked").c_str(), 0);
  folder.write("z", "3");
  const Notebook seen = walked(folder);
  ::chmod((folder / "locked").c_str(), 0700);
  EXPECT_THAT(seen.files, ElementsAre("z=3"));
  EXPECT_THAT(seen.anomalies, ElementsAre("a: unreadable: permission denied",
                                          "locked: unreadable: the folder cannot be opened: permission denied"));
}

TEST(Walk, LeavesOutWhatItIsTold) {
  const TestFolder folder;
  folder.write("case.hop", "x");
  folder.write("out/findings.jsonl", "x");
  folder.write("real", "r");
  const Notebook seen =
      walked(folder, {.budget = {}, .leave_out = {folder / "case.hop", folder / "out", folder / "not-there-yet"}});
  EXPECT_THAT(seen.files, ElementsAre("real=r"));
}

TEST(Walk, TheVisitorCanEndIt) {
  const TestFolder folder;
  for (const char* name : {"a", "b", "c"}) folder.write(name, name);
  Notebook seen;
  seen.stop_after = 2;
  ASSERT_TRUE(walk({folder.path()}, folder.path(), {}, seen));
  EXPECT_THAT(seen.files, ElementsAre("a=a", "b=b"));
  EXPECT_THAT(seen.ends, ElementsAre("a", "b"));
}

TEST(Walk, FoldersBeyondTheDepthAreReported) {
  const TestFolder folder;
  std::string deep;
  for (int i = 0; i < 210; ++i) deep += "d/";
  folder.write(deep + "f", "x");
  const Notebook seen = walked(folder);
  EXPECT_THAT(seen.files, IsEmpty());
  EXPECT_THAT(seen.anomalies, ElementsAre(HasSubstr("more than 200 folders deep")));
}

// A visitor that changes the file under the reader's hands.
class Meddler : public Notebook {
 public:
  explicit Meddler(std::function<void()> meddle) : meddle_(std::move(meddle)) {}
  bool on_file(const EvidenceFile& file, ByteStream& stream) override {
    meddle_();
    return Notebook::on_file(file, stream);
  }

 private:
  std::function<void()> meddle_;
};

TEST(Walk, AFileThatShrinksOrGrowsIsTold) {
  const TestFolder folder;
  const std::string file = folder.write("live.log", std::string(100'000, 'x'));
  Meddler shrinks([&] { fs::resize_file(file, 50'000); });
  ASSERT_TRUE(walk({folder.path()}, folder.path(), {}, shrinks));
  EXPECT_THAT(shrinks.files, ElementsAre("live.log=50000 bytes"));
  EXPECT_THAT(shrinks.anomalies, ElementsAre(HasSubstr("truncated: it went from 100000 to 50000 bytes")));

  Meddler grows([&] { fs::resize_file(file, 70'000); });
  ASSERT_TRUE(walk({folder.path()}, folder.path(), {}, grows));
  EXPECT_THAT(grows.files, ElementsAre("live.log=50000 bytes"));
  EXPECT_THAT(grows.anomalies, ElementsAre(HasSubstr("truncated: it went from 50000 to 70000 bytes")));
}

TEST(FileStream, IsForRegularFilesOnly) {
  const TestFolder folder;
  const auto opened = FileStream::open(AT_FDCWD, folder.path());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, base::Code::kUnreadable);
}

}  // namespace
}  // namespace hoptrace::evidence
