// RuleSet: every document accounted for, names resolved, filters applied, and what the hash depends on.
#include "rules/rule_set.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "rules/check.h"
#include "rules/rule_text_for_test.h"

namespace hoptrace::rules {
namespace {

namespace fs = std::filesystem;

std::string simple(const std::string& more, const std::string& field = "A") {
  return rule_text("    sel:\n        " + field + ": 1\n    condition: sel\n", more);
}

std::string correlation(const std::string& name, const std::string& members, const std::string& more = {},
                        const std::string& extra = {}) {
  return "---\ntitle: " + name + "\nname: " + name + "\n" + more +
         "correlation:\n    type: event_count\n    rules: [" + members +
         "]\n    timespan: 5m\n    condition: {gte: 2}\n" + extra;
}

TEST(RuleSet, KeepsMetadata) {
  const auto set = load(
      simple("id: ABC\nname: n\nstatus: test\nlevel: high\ndescription: d\nauthor: a\ndate: 2024-01-02\nmodified: "
             "2024-02-03\n"
             "license: l\nreferences: [r]\ntags: [attack.t1047]\nfalsepositives: unlikely\nfields: [A]\nx-own: 1\n"));
  ASSERT_EQ(set->rules.size(), 1u);
  const Rule& rule = set->rules[0];
  EXPECT_EQ(rule.id, "ABC");
  EXPECT_EQ(rule.name, "n");
  EXPECT_EQ(rule.status, Status::kTest);
  EXPECT_EQ(rule.level, Level::kHigh);
  EXPECT_EQ(rule.date, "2024-01-02");
  EXPECT_EQ(rule.modified, "2024-02-03");
  EXPECT_EQ(rule.license, "l");
  EXPECT_EQ(rule.tags, std::vector<std::string>{"attack.t1047"});
  EXPECT_EQ(rule.falsepositives, std::vector<std::string>{"unlikely"});
  EXPECT_EQ(rule.logsource.category, "process_creation");
  EXPECT_EQ(rule.detection->condition, "sel");
  EXPECT_EQ(rule.path, "test.yml");
  EXPECT_EQ(rule.line, 1);
  EXPECT_EQ(rule.detection->selections.at(0).name, "sel");
}

TEST(RuleSet, TheHashIsOfTheVerdictOnly) {
  const auto hash = [](const std::string& text) { return load(text)->rules.at(0).hash; };
  const std::string plain = hash(simple(""));
  EXPECT_EQ(hash(simple("description: other\nlevel: high\ntags: [a.b]\n")), plain);
  EXPECT_EQ(hash(rule_text("    other: {A: 1}\n    condition: other\n")), plain);
  EXPECT_NE(hash(simple("", "B")), plain);
  EXPECT_NE(hash(rule_text("    sel: {A: '1'}\n    condition: sel\n")), plain);
  EXPECT_NE(hash(rule_text("    sel: {A: 1}\n    condition: not sel\n")), plain);
  EXPECT_NE(hash(item_text("A|cased", "x")), hash(item_text("A", "x")));
}

TEST(RuleSet, ARuleWithoutAnIdGetsOneFromItsVerdictAndTitle) {
  const auto id = load(simple(""))->rules.at(0).id;
  EXPECT_EQ(id.size(), 36u);
  EXPECT_EQ(load(simple("description: other\n"))->rules.at(0).id, id);
  EXPECT_NE(load(simple("name: other\n"))->rules.at(0).id, id);
}

TEST(RuleSet, CompilesFieldsAndReferences) {
  event::FieldDictionary fields;
  RuleSetBuilder builder(fields, {});
  builder.load_text(rule_text("    sel: {A: 1, B|fieldref: [C, D]}\n    key: [x]\n    condition: sel or key\n"),
                    "t.yml");
  const auto set = builder.finish();
  const CompiledRule& compiled = set->compiled.at(0);
  ASSERT_EQ(compiled.fields.size(), 3u);
  EXPECT_EQ(fields.name(compiled.fields[0]), "A");
  EXPECT_EQ(fields.name(compiled.fields[1]), "B");
  EXPECT_EQ(compiled.fields[2], event::FieldId::kOther);
  ASSERT_EQ(compiled.references.size(), 2u);
  EXPECT_EQ(fields.name(compiled.references[1]), "D");
  EXPECT_TRUE(compiled.finding);
  EXPECT_FALSE(compiled.correlated);
}

TEST(RuleSet, ASecondDocumentOfAnIdIsRepeatedOrRefused) {
  event::FieldDictionary fields;
  RuleSetBuilder builder(fields, {});
  builder.load_text(simple("id: x\n"), "a.yml");
  builder.load_text("# moved\n" + simple("id: x\n"), "b.yml");
  builder.load_text(simple("id: X\n", "B"), "c.yml");
  const auto set = builder.finish();
  EXPECT_EQ(set->rules.size(), 1u);
  EXPECT_EQ(set->repeated, 1u);
  ASSERT_EQ(set->refused.size(), 1u);
  EXPECT_EQ(set->refused[0].path, "c.yml");
  EXPECT_EQ(set->refused[0].reason, "its id is taken by another rule, at a.yml:1");
}

TEST(RuleSet, FiltersByStatusAndLevelAreCounted) {
  event::FieldDictionary fields;
  RuleSetBuilder builder(fields, {});
  const std::string texts[] = {simple("id: a\nstatus: deprecated\n"), simple("id: b\nlevel: low\n"),
                               simple("id: c\nlevel: high\n")};
  for (const std::string& text : texts) builder.load_text(text, "t.yml", {{}, Level::kMedium});
  const auto set = builder.finish();
  ASSERT_EQ(set->rules.size(), 1u);
  EXPECT_EQ(set->rules[0].id, "c");
  EXPECT_EQ(set->left_out, 2u);
}

TEST(RuleSet, CorrelationsFindTheirMembersByNameAndId) {
  const auto set = load(simple("id: one-id\nname: one\n") + "---\n" + simple("name: two\n", "B") +
                        correlation("inner", "one, two") + correlation("outer", "inner, ONE-ID"));
  ASSERT_EQ(set->correlations.size(), 2u) << set->refused.at(0).reason;
  EXPECT_EQ(set->correlation_members[0], (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(set->correlation_members[1], (std::vector<std::uint32_t>{2, 0}));
  EXPECT_FALSE(set->compiled[0].finding);
  EXPECT_TRUE(set->compiled[0].correlated);
  EXPECT_EQ(set->correlation_is_finding, (std::vector<bool>{false, true}));
  EXPECT_EQ(set->correlations[0].timespan_seconds, 300);
  EXPECT_EQ(set->correlations[0].condition.comparisons.at(0).comparison, Comparison::kGreaterOrEqual);
}

TEST(RuleSet, GenerateKeepsTheMembersAsFindings) {
  const auto set = load(simple("name: one\n") + correlation("c", "one", "generate: true\n"));
  EXPECT_TRUE(set->compiled.at(0).finding);
  EXPECT_TRUE(set->compiled.at(0).correlated);
  EXPECT_TRUE(set->correlations.at(0).generate);
}

TEST(RuleSet, ARefusedCorrelationTakesNothingAway) {
  const auto set = load(simple("name: one\n") + correlation("c", "one, missing"));
  EXPECT_TRUE(set->compiled.at(0).finding);
  EXPECT_FALSE(set->compiled.at(0).correlated);
  EXPECT_EQ(set->refused.at(0).reason, "it refers to `missing`, which was not read");
}

TEST(RuleSet, ACorrelationKeepsARuleThatWasLeftOut) {
  event::FieldDictionary fields;
  RuleSetBuilder builder(fields, {});
  builder.load_text(simple("name: one\nlevel: low\n") + correlation("c", "one", "level: high\n"), "t.yml",
                    {{}, Level::kHigh});
  const auto set = builder.finish();
  ASSERT_EQ(set->rules.size(), 1u);
  EXPECT_FALSE(set->compiled[0].finding);
  EXPECT_TRUE(set->compiled[0].correlated);
  EXPECT_EQ(set->left_out, 0u);
}

TEST(RuleSet, ACorrelationsHashRestsOnItsMembers) {
  const auto hash = [](const std::string& field, const std::string& extra) {
    return load(simple("name: one\n", field) + correlation("c", "one", "", extra))->correlations.at(0).hash;
  };
  EXPECT_NE(hash("A", ""), hash("B", ""));
  EXPECT_EQ(hash("A", ""), hash("A", "level: high\n"));
}

TEST(RuleSet, DiamondsOfCorrelationsStayCheap) {
  std::string text = simple("name: c0\n");
  for (int i = 1; i <= 30; ++i) {
    const std::string below = "c" + std::to_string(i - 1);
    text += correlation("c" + std::to_string(i), below + (i > 1 ? ", c" + std::to_string(i - 2) : ""));
  }
  EXPECT_EQ(load(text)->correlations.size(), 30u);
}

TEST(RuleSet, AllTypesOfCorrelationAreRead) {
  const std::pair<const char*, const char*> types[] = {{"event_count", "{gt: 1, lte: 5}"},
                                                       {"value_count", "{field: [A, B], eq: 3}"},
                                                       {"temporal", "{gte: 1}"},
                                                       {"temporal_ordered", "{gte: 1}"},
                                                       {"value_sum", "{field: A, gt: 1.5}"},
                                                       {"value_avg", "{field: A, lt: 2}"},
                                                       {"value_percentile", "{field: A, gte: 2, percentile: 95}"},
                                                       {"value_median", "{field: A, neq: 2}"}};
  for (std::size_t i = 0; i < std::size(types); ++i) {
    const auto set = load(simple("name: one\n") + "---\ntitle: C\ncorrelation:\n    type: " + types[i].first +
                          "\n    rules: one\n    group-by: [U]\n    timespan: 1d\n    condition: " + types[i].second +
                          "\n    aliases:\n        ip: {one: SourceIp}\n");
    ASSERT_EQ(set->correlations.size(), 1u) << types[i].first << set->refused.at(0).reason;
    const Correlation& c = set->correlations[0];
    EXPECT_EQ(static_cast<std::size_t>(c.type), i);
    EXPECT_EQ(c.group_by, std::vector<std::string>{"U"});
    EXPECT_EQ(c.aliases.at(0).field_of_rule.at(0).second, "SourceIp");
  }
  const auto all = load(simple("name: one\n") + "---\n" + simple("name: two\n", "B") +
                        "---\ntitle: C\ncorrelation: {type: temporal, rules: [one, two], timespan: 90s}\n");
  EXPECT_EQ(all->correlations.at(0).condition.comparisons.at(0).value, 2);
}

std::string filter(const std::string& rules, const std::string& logsource = "product: windows") {
  return "---\ntitle: F\nlogsource: {" + logsource + "}\nfilter:\n    rules: " + rules +
         "\n    selection: {U: adm}\n    condition: not selection\n";
}

TEST(RuleSet, AFilterIsJoinedByAnd) {
  const auto shown = [](const std::string& text) {
    const auto set = load(simple("id: x\nname: n\n") + text);
    return set->rules.empty() ? "" : tree_of(set->rules[0], set->rules[0].detection->root);
  };
  EXPECT_EQ(shown(filter("[x]")), "(A & !U)");
  EXPECT_EQ(shown(filter("[X]")), "(A & !U)");
  EXPECT_EQ(shown(filter("n")), "(A & !U)");
  EXPECT_EQ(shown(filter("any")), "(A & !U)");
  EXPECT_EQ(shown(filter("[]")), "(A & !U)");
  EXPECT_EQ(shown(filter("[other]")), "A");
  EXPECT_EQ(shown(filter("any", "product: windows, category: process_creation")), "(A & !U)");
  EXPECT_EQ(shown(filter("any", "product: linux")), "A");
  EXPECT_EQ(shown(filter("any", "product: windows, service: security")), "A");
  EXPECT_EQ(shown(filter("any") + filter("any")), "((A & !U) & !U)");
}

TEST(RuleSet, AFilterChangesTheHashAndIsCounted) {
  const auto plain = load(simple("id: x\n"));
  const auto filtered = load(simple("id: x\n") + filter("any"));
  EXPECT_NE(plain->rules.at(0).hash, filtered->rules.at(0).hash);
  EXPECT_NE(plain->hash, filtered->hash);
  ASSERT_EQ(filtered->filters.size(), 1u);
  EXPECT_EQ(filtered->filters[0].rules, 1u);
  EXPECT_EQ(filtered->rules[0].detection->selections.at(1).name, "F: selection");
  EXPECT_EQ(tree_of(filtered->rules[0], filtered->rules[0].detection->selections[1].root), "U");
}

class Folder : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
    root_ = fs::path(::testing::TempDir()) / ("hoptrace_rules_" + std::string(test->name()));
    fs::remove_all(root_);
    fs::create_directories(root_ / "b");
  }
  void TearDown() override { fs::remove_all(root_); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(root_ / name) << text; }

  fs::path root_;
};

TEST_F(Folder, IsReadInTheOrderOfItsPaths) {
  write("c.yml", simple("id: c\n"));
  write("b/x.yaml", simple("id: bx\n"));
  write("a.yml", simple("id: a\n"));
  write("readme.txt", "no rule");
  fs::create_directory_symlink(root_, root_ / "b" / "loop");
  event::FieldDictionary fields;
  RuleSetBuilder builder(fields, {});
  ASSERT_TRUE(builder.load(root_.string()));
  const auto set = builder.finish();
  ASSERT_EQ(set->rules.size(), 3u);
  EXPECT_EQ(set->rules[0].id, "a");
  EXPECT_EQ(set->rules[1].id, "bx");
  EXPECT_EQ(set->rules[2].id, "c");
}

TEST_F(Folder, WithoutRulesOrMissingIsAnError) {
  event::FieldDictionary fields;
  RuleSetBuilder builder(fields, {});
  EXPECT_EQ(builder.load(root_.string()).error().code, base::Code::kNotFound);
  EXPECT_EQ(builder.load((root_ / "none").string()).error().what, "there is no such file or folder");
  EXPECT_FALSE(check_rules({root_.string()}));
  write("a.yml", simple("id: a\n"));
  const auto report = check_rules({(root_ / "b").string(), (root_ / "a.yml").string()});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->accepted, 1u);
  EXPECT_EQ(report->empty_folders.size(), 1u);
}

// The whole of SigmaHQ, where the test material is at hand.
TEST(SigmaHq, EveryRuleIsAcceptedOrWaits) {
  const fs::path sigma = fs::path(HOPTRACE_SOURCE) / "../shared/data/sigma";
  if (!fs::exists(sigma / "rules")) GTEST_SKIP() << "no test material beside the source";
  std::vector<std::string> paths;
  for (const auto& entry : fs::directory_iterator(sigma)) {
    if (entry.path().filename().string().starts_with("rules")) paths.push_back(entry.path().string());
  }
  const auto report = check_rules(paths);
  ASSERT_TRUE(report) << report.error().sentence();
  for (const CheckedRule& rule : report->rules) {
    EXPECT_NE(rule.state, CheckedRule::State::kRefused) << sentence(rule);
  }
  EXPECT_GT(report->accepted, 3'700u);
  EXPECT_GT(report->waiting, 0u);
}

}  // namespace
}  // namespace hoptrace::rules
