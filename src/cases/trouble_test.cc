// What may go wrong with a case file: somebody else's file, a newer schema, a second writer, a kill, a full disk.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <random>
#include <sstream>

#include "cases/case_fixture.h"
#include "cases/sqlite.h"

namespace hoptrace::cases {
namespace {

using base::Code;

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

class TroubleTest : public CaseFixture {
 protected:
  static constexpr std::uint64_t kSize = 4000;

  // A whole hunt over two artifacts, resumed where the case says. Returns the first failure.
  base::Result<void> hunt() const {
    auto opened = Case::open_for_writing(path_);
    if (!opened) return std::unexpected(opened.error());
    Case& at_work = **opened;
    if (auto outcome = at_work.begin_run("0.1", "hunt", at(0)); !outcome) return outcome;
    const auto rules = at_work.rows_for_rules({rule_record("r1"), rule_record("r2")});
    if (!rules) return std::unexpected(rules.error());
    const auto set = at_work.use_ruleset(*rules);
    if (!set) return std::unexpected(set.error());
    for (const char* name : {"aa", "bb"}) {
      const auto artifact = at_work.register_artifact("acme", name, name, "evtx", kSize);
      if (!artifact) return std::unexpected(artifact.error());
      const auto progress = at_work.progress(artifact->id, *set);
      if (!progress) return std::unexpected(progress.error());
      if (progress->complete) continue;
      for (std::uint64_t begin = progress->done_to; begin < kSize; begin += 40) {
        const auto stretch = stretch_of(artifact->id, begin, begin + 40, progress->rules, begin + 40 == kSize);
        if (auto outcome = at_work.commit_stretch(stretch, *set); !outcome) return outcome;
      }
    }
    return at_work.end_run("done", at(1));
  }

  // Everything that exports show, as text.
  [[nodiscard]] std::string contents() const {
    std::ostringstream text;
    auto opened = Case::open_for_reading(path_);
    EXPECT_TRUE(opened) << opened.error().sentence();
    for (const StoredFinding& finding : findings_of(**opened)) {
      text << finding.id << ' ' << finding.row.event.time.ticks << ' ' << finding.sources.size() << '\n';
    }
    for (const CoverageDay& day : coverage_of(**opened)) {
      text << day.row.records << ' ' << day.row.missing_ids << ' ' << day.artifacts << '\n';
    }
    EXPECT_TRUE((*opened)->reading()->anomalies([&](const AnomalyRow& row) {
      text << row.kind << ' ' << row.path << ' ' << row.offset << '\n';
      return true;
    }));
    return text.str();
  }

  [[nodiscard]] static std::int64_t number_in(const std::string& path, const char* sql) {
    auto database = Database::open(path, Database::Mode::kRead);
    return (*database)->number(sql);
  }
};

TEST_F(TroubleTest, AFileThatIsNotACaseIsRefusedAndLeftAlone) {
  const std::string text(5000, 'x');
  std::ofstream(path_) << text;
  const auto opened = Case::open_for_writing(path_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::kMalformed);
  EXPECT_EQ(bytes_of(path_), text);
  EXPECT_EQ(Case::open_for_reading(path_).error().code, Code::kMalformed);
}

TEST_F(TroubleTest, AnotherProgramsDatabaseIsRefusedAndLeftAlone) {
  {
    auto database = Database::open(path_, Database::Mode::kWrite);
    (*database)->script("CREATE TABLE places(url TEXT)");
  }
  const std::string before = bytes_of(path_);
  const auto opened = Case::open_for_writing(path_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::kMalformed);
  EXPECT_EQ(bytes_of(path_), before);
}

TEST_F(TroubleTest, ANewerSchemaIsRefused) {
  open().reset();
  {
    auto database = Database::open(path_, Database::Mode::kWrite);
    (*database)->script("PRAGMA user_version=99");
  }
  const auto opened = Case::open_for_writing(path_);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().sentence(), testing::HasSubstr("newer"));
  EXPECT_EQ(number_in(path_, "PRAGMA user_version"), 99);
}

TEST_F(TroubleTest, PlacesThatCannotBeACaseAreNamed) {
  EXPECT_EQ(Case::open_for_writing(folder_).error().code, Code::kUnreadable);
  EXPECT_EQ(Case::open_for_writing(folder_ + "/none/case.hop").error().code, Code::kNotFound);
  EXPECT_EQ(Case::open_for_reading(folder_ + "/none.hop").error().code, Code::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/none.hop"));
}

TEST_F(TroubleTest, ReadingRefusesToWrite) {
  open().reset();
  const auto opened = Case::open_for_reading(path_);
  ASSERT_TRUE(opened);
  EXPECT_FALSE((*opened)->begin_run("0.1", "x", at(0)));
}

TEST_F(TroubleTest, ASecondWriterIsToldWhoHoldsTheCase) {
  const auto first = open();
  const auto second = Case::open_for_writing(path_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::kBusy);
  EXPECT_THAT(second.error().what, testing::HasSubstr(std::to_string(::getpid())));
  // Refusing took nothing from the first one.
  EXPECT_TRUE(first->begin_run("0.1", "x", at(0)));
  EXPECT_TRUE(Case::open_for_reading(path_));
}

TEST_F(TroubleTest, ADeadWritersLockMeansNothing) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = Case::open_for_writing(path_);
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(std::filesystem::exists(path_ + "-lock"));
  EXPECT_TRUE(Case::open_for_writing(path_));
  EXPECT_FALSE(std::filesystem::exists(path_ + "-lock"));
}

TEST_F(TroubleTest, FindingsThatAreDamagedAreSaidAndNotLeftOut) {
  ASSERT_TRUE(hunt());
  {
    auto database = Database::open(path_, Database::Mode::kWrite);
    (*database)->script("UPDATE finding_block SET packed=substr(packed, 1, length(packed) - 1) WHERE id=2");
    ASSERT_TRUE((*database)->outcome());
  }
  const auto opened = Case::open_for_reading(path_);
  ASSERT_TRUE(opened);
  const auto read = (*opened)->reading()->findings({}, [](const StoredFinding&) { return true; });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::kMalformed);
  EXPECT_FALSE((*opened)->reading()->summary(SummaryBy::kRule));
}

TEST_F(TroubleTest, KilledAtAnyMomentItGoesOnWithoutLossOrDoubleEntry) {
  ASSERT_TRUE(hunt());
  const std::string wanted = contents();
  std::filesystem::remove(path_);
  std::mt19937 random(20180420);
  std::uniform_int_distribution<useconds_t> moment(0, 12000);
  for (int kill = 0; kill < 40; ++kill) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(hunt() ? 0 : 1);
    ::usleep(moment(random));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_FALSE(WIFEXITED(status) && WEXITSTATUS(status) != 0);
  }
  ASSERT_TRUE(hunt());
  EXPECT_EQ(contents(), wanted);
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));
}

TEST_F(TroubleTest, AFullDiskIsSaidAndTheCaseStaysWholeForTheNextRun) {
  ASSERT_TRUE(hunt());
  const std::string wanted = contents();
  std::filesystem::remove(path_);
  int full = 0;
  for (rlim_t limit = 8192; limit < 2'000'000; limit += 98'304) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::signal(SIGXFSZ, SIG_IGN);  // the limit then is an error of the write, as a full disk is
      const rlimit size{limit, limit};
      ::setrlimit(RLIMIT_FSIZE, &size);
      const auto outcome = hunt();
      ::_exit(outcome ? 0 : outcome.error().code == Code::kFull ? 4 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_NE(WEXITSTATUS(status), 1);
    full += WEXITSTATUS(status) == 4 ? 1 : 0;
  }
  EXPECT_GT(full, 0);
  ASSERT_TRUE(hunt());
  EXPECT_EQ(contents(), wanted);
}

}  // namespace
}  // namespace hoptrace::cases
