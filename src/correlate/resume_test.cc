// Evaluation killed at any moment goes on without loss or double entry.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <random>
#include <sstream>

#include "cases/reading.h"
#include "correlate/correlate.h"

namespace hoptrace::correlate {
namespace {

constexpr const char* kRules = R"(
title: Failed
name: failed
id: 00000001-0000-4000-8000-000000000001
logsource: {product: windows, service: security}
detection: {selection: {EventID: 4625}, condition: selection}
---
title: Many failed
name: many
id: 00000002-0000-4000-8000-000000000002
generate: true
correlation: {type: event_count, rules: [failed], group-by: [User], timespan: 1m, condition: {gte: 3}}
---
title: Again and again
id: 00000003-0000-4000-8000-000000000003
generate: true
correlation: {type: event_count, rules: [many], group-by: [User], timespan: 1h, condition: {gte: 2}}
)";

class Resume : public testing::Test {
 protected:
  Resume() {
    std::string name = (std::filesystem::temp_directory_path() / "hoptrace-resume-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    rules::RuleSetBuilder builder(fields_, rules::LogSourceTable());
    builder.load_text(kRules, "rules.yml");
    rules_ = builder.finish();
    EXPECT_EQ(rules_->correlations.size(), 2U);
  }
  ~Resume() override { std::filesystem::remove_all(folder_); }

  struct Opened {
    std::unique_ptr<cases::Case> at_work;
    std::vector<cases::RuleRow> rules, correlations;
    cases::RulesetRow set = 0;
  };
  [[nodiscard]] Opened open(const std::string& name) const {
    Opened out;
    out.at_work = std::move(*cases::Case::open_for_writing(folder_ / name));
    std::vector<cases::RuleRecord> records(3);
    records[0].id = records[0].hash = "failed";
    for (std::size_t i = 1; i < 3; ++i) {
      records[i].kind = cases::RuleKind::kCorrelation;
      records[i].id = records[i].hash = rules_->correlations[i - 1].id;
    }
    const auto rows = *out.at_work->rows_for_rules(records);
    out.rules = {rows[0]};
    out.correlations = {rows[1], rows[2]};
    out.set = *out.at_work->use_ruleset(rows);
    return out;
  }

  // 40 users with 30 failures each, ten seconds apart.
  void fill(const std::string& name, bool second_half) const {
    const Opened opened = open(name);
    cases::Stretch stretch;
    stretch.artifact = opened.at_work->register_artifact("acme", "aa", "a", "evtx", 1)->id;
    stretch.begin = stretch.end = 1;
    for (std::uint64_t i = 0; i < 1200; ++i) {
      if ((i % 2 == 1) != second_half) continue;
      cases::CorrelationMatch match;
      match.rule = opened.rules[0];
      match.offset = i;
      match.tenant = "acme";
      match.event = {base::Time::from_seconds(static_cast<std::int64_t>(i / 40) * 10),
                     true,
                     "H",
                     "Security",
                     "P",
                     4625,
                     i,
                     "c" + std::to_string(i)};
      match.fields = {{"User", "user" + std::to_string(i % 40 / 2)}};
      stretch.matches.push_back(std::move(match));
    }
    ASSERT_TRUE(opened.at_work->commit_stretch(stretch, opened.set));
  }

  [[nodiscard]] bool evaluated(const std::string& name) const {
    const Opened opened = open(name);
    return evaluate(*opened.at_work, *rules_, opened.rules, opened.correlations, {}).has_value();
  }

  [[nodiscard]] std::string contents(const std::string& name) const {
    std::ostringstream text;
    const auto reading = cases::Reading::open(folder_ / name);
    EXPECT_TRUE((*reading)->findings({}, [&](const cases::StoredFinding& finding) {
      text << finding.id << ' ' << finding.row.event.record_id << ' ' << finding.part_count << '\n';
      return true;
    }));
    return text.str();
  }

  event::FieldDictionary fields_;
  std::shared_ptr<const rules::RuleSet> rules_;
  std::filesystem::path folder_;
};

TEST_F(Resume, KilledAtAnyMomentItGoesOn) {
  fill("whole", false);
  fill("whole", true);
  ASSERT_TRUE(evaluated("whole"));
  const std::string wanted = contents("whole");
  EXPECT_FALSE(wanted.empty());

  std::mt19937 random(77);
  std::uniform_int_distribution<useconds_t> moment(0, 60'000);
  for (const bool half : {false, true}) {
    fill("killed", half);
    for (int kill = 0; kill < 12; ++kill) {
      const pid_t child = ::fork();
      if (child == 0) ::_exit(evaluated("killed") ? 0 : 1);
      ::usleep(moment(random));
      ::kill(child, SIGKILL);
      int status = 0;
      ::waitpid(child, &status, 0);
      EXPECT_FALSE(WIFEXITED(status) && WEXITSTATUS(status) != 0);
    }
  }
  ASSERT_TRUE(evaluated("killed"));
  EXPECT_EQ(contents("killed"), wanted);
}

}  // namespace
}  // namespace hoptrace::correlate
