// What exports and the closing table read out of a case.
#include "cases/reading.h"

#include <algorithm>

#include "cases/case_fixture.h"
#include "cases/correlations.h"

namespace hoptrace::cases {
namespace {

class ReadingTest : public CaseFixture {
 protected:
  base::ArtifactId artifact(const std::string& path, const std::string& tenant = "acme") {
    return case_->register_artifact(tenant, "sha-" + path, path, "evtx", 1000)->id;
  }
  void commit(base::ArtifactId artifact, const std::vector<FindingRow>& findings,
              const std::vector<CoverageRow>& coverage = {}) {
    Stretch stretch;
    stretch.artifact = artifact;
    stretch.begin = 1;
    stretch.end = 2;
    for (const FindingRow& row : findings) enter(row, stretch);
    stretch.coverage = coverage;
    ASSERT_TRUE(case_->commit_stretch(stretch, set_));
  }
  [[nodiscard]] static FindingRow finding(RuleRow rule, std::uint64_t offset, std::int64_t second,
                                          std::uint64_t record) {
    FindingRow row = finding_row(rule, offset);
    row.event.time = at(second);
    row.event.record_id = record;
    row.event.content = "content" + std::to_string(record);
    return row;
  }
  [[nodiscard]] static CoverageRow day(std::uint64_t first, std::uint64_t last, std::uint64_t missing = 0,
                                       std::int32_t number = 17361) {
    const auto span = static_cast<std::int64_t>(last);
    return {"acme",   "FS01", "Security", number, last - first + 1 - missing, at(static_cast<std::int64_t>(first)),
            at(span), first,  last,       missing};
  }
  [[nodiscard]] std::vector<std::string> order_of(const FindingQuery& query) {
    std::vector<std::string> order;
    for (const StoredFinding& found : findings_of(*case_, query)) {
      order.push_back(found.sources[0].paths[0] + ":" + std::to_string(found.row.offset));
    }
    return order;
  }
  template <class Row>
  [[nodiscard]] std::vector<Row> all(base::Result<void> (Reading::*call)(const Each<Row>&)) {
    std::vector<Row> rows;
    const auto reading = case_->reading();
    EXPECT_TRUE(((*reading).*call)([&](const Row& row) {
      rows.push_back(row);
      return true;
    }));
    return rows;
  }

  std::unique_ptr<Case> case_ = open();
  std::vector<RuleRow> rules_ = *case_->rows_for_rules({rule_record("r1"), rule_record("r2")});
  RulesetRow set_ = *case_->use_ruleset(rules_);
};

TEST_F(ReadingTest, FindingsComeByTimeOrByPath) {
  commit(artifact("b"), {finding(rules_[0], 20, 5, 1), finding(rules_[0], 10, 5, 2)});
  commit(artifact("a"), {finding(rules_[0], 30, 5, 3), finding(rules_[0], 40, 1, 4)});
  FindingRow untimed = finding(rules_[0], 50, 0, 5);
  untimed.event.timed = false;
  commit(artifact("c"), {untimed});
  EXPECT_EQ(order_of({}), (std::vector<std::string>{"c:50", "a:40", "a:30", "b:10", "b:20"}));
  FindingQuery by_path;
  by_path.order = FindingOrder::kPath;
  EXPECT_EQ(order_of(by_path), (std::vector<std::string>{"a:30", "a:40", "b:10", "b:20", "c:50"}));
  by_path.artifact = artifact("b");
  EXPECT_EQ(order_of(by_path), (std::vector<std::string>{"b:10", "b:20"}));
}

TEST_F(ReadingTest, AnEventInSeveralArtifactsIsShownOnceWithAllItsSources) {
  commit(artifact("z/copy"), {finding(rules_[0], 10, 5, 1)});
  commit(artifact("a/log"), {finding(rules_[0], 20, 5, 1), finding(rules_[1], 20, 5, 1)});
  (void)case_->register_artifact("acme", "sha-a/log", "b/log", "evtx", 1000);  // the same bytes at a second path
  FindingRow other = finding(rules_[0], 10, 5, 1);
  other.event.content = "another record of the same id";
  commit(artifact("y"), {other});

  const auto findings = findings_of(*case_);
  ASSERT_EQ(findings.size(), 3U);
  const auto& shown = findings[0];
  ASSERT_EQ(shown.sources.size(), 2U);
  EXPECT_EQ(shown.sources[0].paths, (std::vector<std::string>{"a/log", "b/log"}));
  EXPECT_EQ(shown.row.offset, 20U);
  EXPECT_EQ(shown.sources[1].paths, std::vector<std::string>{"z/copy"});
  EXPECT_EQ(shown.sources[1].offset, 10U);

  const auto by_rule = *case_->reading()->summary(SummaryBy::kRule);
  ASSERT_EQ(by_rule.size(), 2U);
  EXPECT_EQ(by_rule[0].key, "r1");
  EXPECT_EQ(by_rule[0].certain, 2U);  // the event and the other record, not the copy
  EXPECT_EQ(by_rule[1].certain, 1U);
}

TEST_F(ReadingTest, TwoCorrelationsThatFindTheSameAreBothShown) {
  std::vector<RuleRecord> records{rule_record("c1"), rule_record("c2")};
  for (RuleRecord& record : records) record.kind = RuleKind::kCorrelation;
  const std::vector<RuleRow> correlations = *case_->rows_for_rules(records);
  set_ = *case_->use_ruleset({rules_[0], correlations[0], correlations[1]});
  const FindingRow matched = finding(rules_[0], 10, 5, 1);
  Stretch stretch;
  stretch.artifact = artifact("a");
  stretch.begin = stretch.end = 1;
  stretch.matches = {{rules_[0], 10, "acme", matched.event, {{"User", "u"}}}};
  ASSERT_TRUE(case_->commit_stretch(stretch, set_));
  const auto sort = [](std::uint32_t, const std::string& tenant, const Pairs& fields) {
    return std::vector<GroupedItem>{{{0, tenant, "u", fields}, {}}};
  };
  for (const RuleRow correlation : correlations) {
    Correlations& store = case_->correlations();
    ASSERT_TRUE(store.ingest(correlation, {{rules_[0], false}}, sort));
    CorrelationGroup group;
    ASSERT_TRUE(*store.next_stale(correlation, 0, group));
    ASSERT_TRUE(store.replace(correlation, group, "high", true, at(9), [&](const Correlations::Emit& emit) {
      return store.items(group, [&emit](const CorrelationItem& item) {
        emit({{item.id}, item.id, {{"User", "u"}, {"event_count", "1"}}});
      });
    }));
  }
  std::vector<std::string> found_by;
  ASSERT_TRUE(case_->reading()->findings({}, [&](const StoredFinding& found) {
    EXPECT_EQ(found.row.matched.size(), 2U);
    EXPECT_EQ(found.part_count, 1U);
    found_by.push_back(found.rule->id);
    return true;
  }));
  EXPECT_EQ(found_by, (std::vector<std::string>{"c1", "c2"}));
  EXPECT_EQ(case_->reading()->summary(SummaryBy::kLevel)->at(0).certain, 2U);
}

TEST_F(ReadingTest, ACasePreparedForTellingGivesTheSame) {
  commit(artifact("z/copy"), {finding(rules_[0], 10, 5, 1)});
  commit(artifact("a/log"), {finding(rules_[0], 20, 5, 1), finding(rules_[1], 20, 6, 2)});
  FindingQuery in_copy;
  in_copy.artifact = artifact("z/copy");
  const auto answers = [&] {
    std::string text;
    for (const FindingQuery& query : {FindingQuery(), in_copy}) {
      for (const StoredFinding& found : findings_of(*case_, query)) {
        text += found.id + " " + std::to_string(found.sources.size()) + found.sources[0].paths[0] + "\n";
      }
    }
    const std::vector<SummaryRow> rules = case_->reading()->summary(SummaryBy::kRule).value();
    for (const SummaryRow& row : rules) {
      text += row.key + " " + std::to_string(row.certain) + "\n";
    }
    return text;
  };
  const std::string before = answers();
  EXPECT_THAT(before, testing::HasSubstr("r1 1\n"));
  ASSERT_TRUE(case_->prepare_telling());
  EXPECT_EQ(answers(), before);
}

TEST_F(ReadingTest, OnlyWhatARunFound) {
  ASSERT_TRUE(case_->begin_run("1", "x", at(0)));
  commit(artifact("a"), {finding(rules_[0], 10, 5, 1)});
  ASSERT_TRUE(case_->begin_run("1", "x", at(0)));
  commit(artifact("a"), {finding(rules_[0], 10, 5, 1), finding(rules_[0], 20, 5, 2)});
  FindingQuery query;
  query.since_run = case_->current_run();
  EXPECT_EQ(order_of(query), std::vector<std::string>{"a:20"});
}

TEST_F(ReadingTest, UncertainFindingsAreCountedApart) {
  FindingRow uncertain = finding(rules_[0], 10, 5, 1);
  uncertain.certain = false;
  uncertain.level = "medium";
  commit(artifact("a"), {uncertain, finding(rules_[0], 20, 5, 2)});
  const auto levels = *case_->reading()->summary(SummaryBy::kLevel);
  ASSERT_EQ(levels.size(), 2U);
  EXPECT_EQ(levels[0].key, "high");
  EXPECT_EQ(levels[0].certain, 1U);
  EXPECT_EQ(levels[1].uncertain, 1U);
  const auto hosts = *case_->reading()->summary(SummaryBy::kHost);
  ASSERT_EQ(hosts.size(), 1U);
  EXPECT_EQ(hosts[0].tenant, "acme");
  EXPECT_EQ(hosts[0].certain, 1U);
  EXPECT_EQ(hosts[0].uncertain, 1U);
}

TEST_F(ReadingTest, CoverageCountsOverlappingCopiesOnce) {
  commit(artifact("a"), {}, {day(1, 500), day(501, 1000)});
  commit(artifact("copy"), {}, {day(1, 1000)});
  commit(artifact("later"), {}, {day(900, 1200)});
  const auto days = coverage_of(*case_);
  ASSERT_EQ(days.size(), 1U);
  EXPECT_EQ(days[0].row.records, 1200U);
  EXPECT_EQ(days[0].row.missing_ids, 0U);
  EXPECT_EQ(days[0].artifacts, 3U);
  EXPECT_TRUE(days[0].exact);
}

TEST_F(ReadingTest, ACircularLogIsWholeThoughItIsNotStoredInOrder) {
  commit(artifact("a"), {}, {day(1001, 1100), day(500, 600), day(601, 1000)});
  auto days = coverage_of(*case_);
  ASSERT_EQ(days.size(), 1U);
  EXPECT_EQ(days[0].row.records, 601U);
  EXPECT_EQ(days[0].row.missing_ids, 0U);
  EXPECT_TRUE(all(&Reading::record_gaps).empty());
}

TEST_F(ReadingTest, GapsAreIdsThatNoArtifactShows) {
  commit(artifact("a"), {}, {day(1, 100)});
  commit(artifact("b"), {}, {day(90, 120), day(151, 200, 0, 17362)});
  const auto gaps = all(&Reading::record_gaps);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].first_missing, 121U);
  EXPECT_EQ(gaps[0].last_missing, 150U);
  EXPECT_EQ(gaps[0].before, at(120));
  EXPECT_EQ(gaps[0].after, at(151));
}

TEST_F(ReadingTest, AGapWithinADayIsListedUntilAnotherArtifactFillsIt) {
  commit(artifact("a"), {}, {day(1, 100), day(131, 140), day(141, 200)});
  const auto gaps = all(&Reading::record_gaps);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].first_missing, 101U);
  EXPECT_EQ(gaps[0].last_missing, 130U);
  EXPECT_EQ(coverage_of(*case_).at(0).row.missing_ids, 30U);
  commit(artifact("b"), {}, {day(95, 150)});
  EXPECT_TRUE(all(&Reading::record_gaps).empty());
  const CoverageDay whole = coverage_of(*case_).at(0);
  EXPECT_EQ(whole.row.records, 200U);
  EXPECT_EQ(whole.row.missing_ids, 0U);
  EXPECT_TRUE(whole.exact);
}

TEST_F(ReadingTest, ALogWithGapsEverywhereStaysSmall) {
  std::vector<CoverageRow> selection;
  for (std::uint64_t id = 10; id <= 10'000; id += 10) selection.push_back(day(id, id));
  commit(artifact("a"), {}, selection);
  EXPECT_LT(all(&Reading::record_gaps).size(), 100U);
  const auto days = coverage_of(*case_);
  ASSERT_EQ(days.size(), 1U);
  EXPECT_EQ(days[0].row.records, 1000U);
  EXPECT_EQ(days[0].row.missing_ids, 9991U - 1000U);
}

TEST_F(ReadingTest, SightingsAreGroupedByIndicatorWithWhereAndWhen) {
  RuleRecord indicator = rule_record("i1");
  indicator.kind = RuleKind::kIndicator;
  const RuleRow row = case_->rows_for_rules({indicator})->front();
  set_ = *case_->use_ruleset({rules_[0], row});
  Stretch stretch;
  stretch.artifact = artifact("a");
  stretch.begin = 1;
  stretch.end = 2;
  stretch.sightings = {{row, 10, "acme", "FS01", "203.0.113.7", "SourceIp", at(5)},
                       {row, 20, "birch", "DC01", "203.0.113.7", "SourceIp", at(3)},
                       {row, 30, "acme", "FS01", "203.0.113.7", "SourceIp", at(9)}};
  ASSERT_TRUE(case_->commit_stretch(stretch, set_));
  stretch.artifact = artifact("copy");
  ASSERT_TRUE(case_->commit_stretch(stretch, set_));
  const auto groups = all(&Reading::sightings);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].sightings, 3U);
  EXPECT_EQ(groups[0].place_count, 2U);
  EXPECT_EQ(groups[0].places,
            (std::vector<std::pair<std::string, std::string>>{{"acme", "FS01"}, {"birch", "DC01"}}));
  EXPECT_EQ(groups[0].first, at(3));
  EXPECT_EQ(groups[0].last, at(9));
}

TEST_F(ReadingTest, AnomaliesAreGroupedWithExamplesAndPathsThatNeverBecameArtifacts) {
  ASSERT_TRUE(case_->begin_run("1", "x", at(0)));
  ASSERT_TRUE(case_->note_path("acme", "locked.evtx", {base::AnomalyKind::kUnreadable, 0, "Permission denied"}));
  ASSERT_TRUE(case_->begin_run("1", "x", at(0)));
  ASSERT_TRUE(case_->note_path("acme", "locked.evtx", {base::AnomalyKind::kUnreadable, 0, "Permission denied"}));
  ASSERT_TRUE(case_->commit_stretch(stretch_of(artifact("a"), 0, 20, {}, true), set_));
  const auto groups = all(&Reading::anomaly_groups);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].kind, "bad_record");
  EXPECT_EQ(groups[0].examples[0].path, "a");
  EXPECT_EQ(groups[1].kind, "unreadable");
  EXPECT_EQ(groups[1].count, 1U);  // once, however often it was met
  EXPECT_EQ(groups[1].examples[0].path, "locked.evtx");
}

TEST_F(ReadingTest, RunsNotesAuditAndArtifacts) {
  ASSERT_TRUE(case_->begin_run("0.1", "hunt a", at(0)));
  ASSERT_TRUE(case_->begin_run("0.1", "hunt b", at(1)));
  ASSERT_TRUE(case_->note_rules({{"refused", "x", "T", "p.yml:3", "why"}}));
  ASSERT_TRUE(case_->audit("did", "something", at(2)));
  ASSERT_TRUE(case_->end_run("done", at(3)));
  (void)artifact("a");
  const auto runs = all(&Reading::runs);
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].outcome, "interrupted");
  EXPECT_EQ(runs[1].outcome, "done");
  EXPECT_EQ(runs[1].ended, at(3));
  EXPECT_EQ(all(&Reading::audit).at(0).detail, "something");
  EXPECT_EQ(all(&Reading::artifacts).at(0).artifact.paths, std::vector<std::string>{"a"});
  std::vector<RuleNote> notes;
  ASSERT_TRUE(case_->reading()->rule_notes({}, [&](const RuleNote& note) {
    notes.push_back(note);
    return true;
  }));
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].place, "p.yml:3");
}

TEST_F(ReadingTest, ACaseCanBeReadWhileItIsWritten) {
  commit(artifact("a"), {finding(rules_[0], 10, 5, 1)});
  ASSERT_TRUE(case_->settle());
  const auto reading = Reading::open(path_);
  ASSERT_TRUE(reading) << reading.error().sentence();
  std::size_t seen = 0;
  ASSERT_TRUE((*reading)->findings({}, [&](const StoredFinding& found) {
    EXPECT_EQ(found.rule->title, "Title of r1");
    commit(artifact("b"), {finding(rules_[0], 20, 6, 2)});
    ++seen;
    return true;
  }));
  EXPECT_EQ(seen, 1U);
}

}  // namespace
}  // namespace hoptrace::cases
