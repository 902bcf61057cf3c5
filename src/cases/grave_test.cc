// The quick look for grave findings gives what asking for all findings gives.
#include <array>
#include <random>

#include "cases/case_fixture.h"
#include "cases/correlations.h"

namespace hoptrace::cases {
namespace {

class GraveTest : public CaseFixture {
 protected:
  using Shown = std::vector<std::string>;

  [[nodiscard]] base::ArtifactId artifact(const std::string& path) {
    return case_->register_artifact("acme", "sha-" + path, path, "evtx", 1000)->id;
  }
  void commit(base::ArtifactId artifact, const std::vector<FindingRow>& findings) {
    Stretch stretch;
    stretch.artifact = artifact;
    stretch.begin = 1;
    stretch.end = 2;
    for (const FindingRow& row : findings) enter(row, stretch);
    ASSERT_TRUE(case_->commit_stretch(stretch, set_));
  }
  // Few records, so that many are copies; of a copy the level may differ.
  [[nodiscard]] FindingRow any_finding(std::uint64_t offset) {
    const auto one_of = [this](std::uint64_t number) { return random_() % number; };
    FindingRow row = finding_row(rules_[one_of(rules_.size())], offset);
    const std::uint64_t record = one_of(200);
    row.event.record_id = record;
    row.event.time = at(static_cast<std::int64_t>(record % 7));
    row.event.timed = record % 11 != 0;
    row.event.host = record % 3 == 0 ? "FS01" : "DC01";
    row.event.content = std::to_string(record);
    constexpr std::array<const char*, 4> kLevels{"high", "critical", "medium", "low"};
    row.level = kLevels[one_of(kLevels.size())];
    row.certain = one_of(5) != 0;
    return row;
  }
  [[nodiscard]] static Each<GraveFinding> to(Shown& shown) {
    return [&shown](const GraveFinding& one) {
      shown.push_back(one.rule->id + ' ' + one.tenant + ' ' + one.host + ' ' + one.level + ' ' +
                      std::to_string(one.time.ticks) + ' ' + std::to_string(static_cast<int>(one.artifact)) + ' ' +
                      std::to_string(one.offset));
      return true;
    };
  }
  void expect_alike(std::size_t most) {
    Shown quick, slow;
    const auto reading = case_->reading();
    ASSERT_TRUE(reading->grave_findings(most, to(quick)));
    ASSERT_TRUE(reading->Reading::grave_findings(most, to(slow)));
    EXPECT_EQ(quick, slow) << "of the first " << most;
    EXPECT_FALSE(most != 0 && slow.empty());
  }

  std::unique_ptr<Case> case_ = open();
  std::vector<RuleRow> rules_ = *case_->rows_for_rules({rule_record("r1"), rule_record("r2"), rule_record("r3")});
  RulesetRow set_ = *case_->use_ruleset({rules_[0], rules_[2]});  // r2 is in force no more
  std::mt19937 random_{7};                                        // the same in every run
};

TEST_F(GraveTest, TheQuickLookGivesWhatAllFindingsGive) {
  std::uint64_t offset = 0;
  for (const char* const path : {"m", "z", "a", "k"}) {
    const base::ArtifactId id = artifact(path);
    std::vector<FindingRow> findings;
    while (findings.size() < 400) findings.push_back(any_finding(offset += 1 + random_() % 3));
    commit(id, findings);
    for (const std::size_t most : {0, 1, 2, 10, 40, 100, 10'000}) expect_alike(most);
  }
}

TEST_F(GraveTest, WhatACorrelationFoundIsAmongThem) {
  RuleRecord record = rule_record("c1");
  record.kind = RuleKind::kCorrelation;
  const RuleRow correlation = case_->rows_for_rules({record})->front();
  set_ = *case_->use_ruleset({rules_[0], correlation});
  Stretch stretch;
  stretch.artifact = artifact("a");
  stretch.begin = stretch.end = 1;
  for (const std::uint64_t offset : {5, 10, 20}) {
    const FindingRow row = finding_row(rules_[0], offset);
    enter(row, stretch);
    if (offset == 10) stretch.matches = {{rules_[0], offset, "acme", row.event, {{"User", "u"}}}};
  }
  ASSERT_TRUE(case_->commit_stretch(stretch, set_));
  Correlations& store = case_->correlations();
  ASSERT_TRUE(store.ingest(correlation, {{rules_[0], false}},
                           [](std::uint32_t, const std::string& tenant, const Pairs& fields) {
                             return std::vector<GroupedItem>{{{0, tenant, "u", fields}, {}}};
                           }));
  CorrelationGroup group;
  ASSERT_TRUE(*store.next_stale(correlation, 0, group));
  ASSERT_TRUE(store.replace(correlation, group, "critical", true, at(99), [&](const Correlations::Emit& emit) {
    return store.items(group, [&emit](const CorrelationItem& item) { emit({{item.id}, item.id, {{"User", "u"}}}); });
  }));
  Shown shown;
  ASSERT_TRUE(case_->reading()->grave_findings(10, to(shown)));
  EXPECT_EQ(shown.size(), 4U);
  for (const std::size_t most : {1, 2, 3, 4}) expect_alike(most);
}

}  // namespace
}  // namespace hoptrace::cases
