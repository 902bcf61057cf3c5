#include "rules/draft.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "rules/rule_set.h"

namespace hoptrace::rules {
namespace {

// Rules of which some share an id, some are broken, some wait, some stand several in a file.
RuleTexts many_texts() {
  RuleTexts out;
  for (int i = 0; i < 300; ++i) {
    std::string text = fmt::format(
        "title: Rule {0}\nid: 5f5cd3d7-0000-4000-8000-{1:012}\nname: rule_{0}\nlogsource: {{product: windows}}\n"
        "detection:\n  selection:\n    Image|endswith: '\\a{0}.exe'\n    Field{2}: {0}\n  condition: {3}\n",
        i, i % 90 == 7 ? 7 : i, i % 40, i % 50 == 3 ? "selection and nothing" : "selection");
    if (i % 30 == 4) text += "---\n" + text;
    if (i % 60 == 5) text = "title: [broken\n";
    if (i % 70 == 6) {
      text =
          "title: Waits\nid: w\nlogsource: {product: windows}\n"
          "detection: {s: {User|expand: '%Admins%'}, condition: s}\n";
    }
    out.files.push_back({fmt::format("rules/{:03}.yml", i), i % 110 == 9 ? "" : text, i % 110 == 9 ? "no" : ""});
  }
  return out;
}

std::string all_of(const RuleSet& set, const event::FieldDictionary& fields) {
  std::string out = fmt::format("{} {} {} {}\n", set.hash, set.repeated, set.left_out, fields.size());
  for (std::size_t i = 0; i < set.rules.size(); ++i) {
    const Rule& rule = set.rules[i];
    out += fmt::format("{}:{} {} {} {}\n", rule.path, rule.line, rule.id, rule.title, rule.hash);
    for (const event::FieldId field : set.compiled[i].fields) out += fmt::format("{} ", fields.name(field));
  }
  for (const Refusal& refusal : set.refused) {
    out += fmt::format("{}:{} {} {} {}\n", refusal.path, refusal.line, refusal.id, refusal.reason, refusal.waiting);
  }
  return out;
}

TEST(Drafts, AreTheSameWithAnyNumberOfThreads) {
  const RuleTexts texts = many_texts();
  std::vector<std::string> results;
  for (const unsigned threads : {1U, 2U, 4U, 0U}) {
    event::FieldDictionary fields;
    RuleSetBuilder builder(fields, {}, {}, threads);
    ASSERT_TRUE(builder.take(texts, "rules"));
    const auto set = builder.finish();
    EXPECT_GT(set->rules.size(), 200U);
    EXPECT_GT(set->refused.size(), 10U);
    EXPECT_GT(set->repeated, 0U);
    results.push_back(all_of(*set, fields));
    EXPECT_EQ(results.back(), results.front()) << threads;
  }
}

TEST(Drafts, APathWithoutADocumentIsNoSetOfRules) {
  event::FieldDictionary fields;
  RuleSetBuilder builder(fields, {});
  EXPECT_FALSE(builder.take({}, "empty"));
  EXPECT_FALSE(builder.take({{{"comment.yml", "# nothing\n", ""}}, {}}, "empty"));
}

}  // namespace
}  // namespace hoptrace::rules
