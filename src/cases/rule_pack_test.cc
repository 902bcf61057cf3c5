#include "cases/rule_pack.h"

#include <gtest/gtest.h>

#include "base/member_count_for_test.h"
#include "cases/case_fixture.h"
#include "cases/reading.h"

namespace hoptrace::cases {
namespace {

static_assert(base::kAllNamed<RuleRecord> && base::kAllNamed<RuleNote>);

RuleRecord record(std::string id, std::string hash, std::string title) {
  return {.kind = RuleKind::kCorrelation,
          .id = std::move(id),
          .title = std::move(title),
          .author = "somebody",
          .level = "high",
          .status = "test",
          .path = "a.yml",
          .description = std::string(300, 'd'),
          .tags = {"attack.t1047", ""},
          .references = {"https://example.org"},
          .falsepositives = {},
          .hash = std::move(hash)};
}

TEST(RulePack, RulesComeBackAsTheyWere) {
  const RulePack pack({record("a", "1", "One"), record("a", "2", "Two")});
  const auto rules = pack.rules();
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[1].id, "a");
  EXPECT_EQ(rules[1].hash, "2");
  EXPECT_EQ(rules[1].title, "Two");
  EXPECT_EQ(rules[1].kind, RuleKind::kCorrelation);
  EXPECT_NE(rules[0].version, rules[1].version);
  const RuleRecord first = rules[0].unpack();
  EXPECT_EQ(first.description, std::string(300, 'd'));
  EXPECT_EQ(first.tags, (std::vector<std::string>{"attack.t1047", ""}));
  EXPECT_EQ(first.references, std::vector<std::string>{"https://example.org"});
  EXPECT_TRUE(first.falsepositives.empty());
  RulePack again;
  for (const PackedRule& rule : rules) again.add(rule);
  EXPECT_EQ(again.bytes(), pack.bytes());
}

TEST(RulePack, CutAndChangedBytesDoNoHarm) {
  const RulePack pack({record("a", "1", "One"), record("b", "2", "Two")});
  for (std::size_t at = 0; at < pack.bytes().size(); ++at) {
    EXPECT_LT(RulePack(pack.bytes().substr(0, at)).rules().size(), 2U);
    for (const int flip : {0x01, 0x80, 0xFF}) {
      std::string changed = pack.bytes();
      changed[at] = static_cast<char>(changed[at] ^ flip);
      const RulePack odd(changed);
      for (const PackedRule& rule : odd.rules()) (void)rule.unpack();
    }
  }
}

class RuleRows : public CaseFixture {
 protected:
  std::vector<std::string> titles_in_force() {
    std::vector<std::string> out;
    EXPECT_TRUE(kept_->reading()->rules_in_force([&](const RuleRecord& rule) {
      out.push_back(rule.title);
      return true;
    }));
    return out;
  }
  std::unique_ptr<Case> kept_ = std::move(*Case::open_for_writing(path_));
};

TEST_F(RuleRows, AVersionKeepsItsRowAndItsLatestText) {
  const auto first = kept_->rows_for_rules({record("a", "1", "One"), record("b", "1", "Two")});
  ASSERT_TRUE(first) << first.error().sentence();
  const auto second = kept_->rows_for_rules({record("b", "1", "Two, said better"), record("c", "1", "Three")});
  ASSERT_TRUE(second) << second.error().sentence();
  EXPECT_EQ(second->front(), first->back());
  EXPECT_GT(second->back(), first->back());
  ASSERT_TRUE(kept_->use_ruleset({first->front(), second->front(), second->back()}));
  EXPECT_EQ(titles_in_force(), (std::vector<std::string>{"One", "Two, said better", "Three"}));
  EXPECT_EQ(kept_->reading()->count_in_force(RuleKind::kCorrelation), 3U);
  EXPECT_EQ(kept_->reading()->count_in_force(RuleKind::kSigma), 0U);
}

}  // namespace
}  // namespace hoptrace::cases
