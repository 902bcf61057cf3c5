#include "rules/rule_members.h"

#include <gtest/gtest.h>

#include "base/member_count_for_test.h"
#include "rules/rule_hash.h"

namespace hoptrace::rules {
namespace {

template <class... T>
constexpr bool kAllOf = (base::kAllNamed<T> && ...);
static_assert(
    kAllOf<Glob::Part, Glob, NumberEquals, BoolEquals, Exists, Regex, Compare, TimeCompare, FieldReference>);
static_assert(
    kAllOf<Item, Node, LogSource, Selection, Detection, CorrelationCondition, Correlation::Alias, Correlation>);
// Description, author, date, modified, license, references, tags, falsepositives and fields are only told of it.
static_assert(base::member_count<Rule>() == std::tuple_size_v<decltype(members(std::declval<Rule&>()))> + 9);
static_assert(kAllOf<FieldMapping, Lane, Refusal, CompiledRule, FilterUse, RuleSet>);

constexpr const char* kRules = R"(title: One
id: 5f5cd3d7-0000-4000-8000-000000000001
name: one
status: test
level: high
tags: [attack.t1047]
references: [https://example.org/a]
logsource: {product: windows, category: process_creation, definition: all of it}
detection:
  selection:
    Image|endswith: ['\\a.exe', '\\b?.exe']
    EventID: 4688
    Enabled: true
    User: null
    Parent|exists: false
    CommandLine|re|i: 'x[0-9]+'
    Address|cidr: ['10.0.0.0/8', 'fd00::/8']
    Size|gte: 12.5
    Time|hour: 3
    Other|fieldref|startswith: Image
  keywords: ['some text', 'other']
  condition: selection or not keywords
---
title: Two
correlation:
  type: value_count
  rules: [one]
  group-by: [User, who]
  timespan: 5m
  condition: {gte: 3, field: Image}
  aliases: {who: {one: Subject}}
---
title: Filter
logsource: {product: windows}
filter: {rules: any, s: {Image: c.exe}, condition: not s}
---
title: Broken
)";

TEST(RuleMembers, ASetComesBackWhole) {
  event::FieldDictionary fields;
  auto sources = LogSourceTable::load(HOPTRACE_SOURCE "/content", fields);
  ASSERT_TRUE(sources) << sources.error().sentence();
  RuleSetBuilder builder(fields, std::move(*sources));
  builder.load_text(kRules, "rules.yml");
  const auto set = builder.finish();
  ASSERT_EQ(set->rules.size(), 1U) << (set->refused.empty() ? "" : set->refused.front().reason);
  ASSERT_EQ(set->correlations.size(), 1U);
  ASSERT_EQ(set->filters.size(), 1U);
  ASSERT_EQ(set->refused.size(), 1U);

  base::Packer packer;
  packer.put(*set);
  const std::string bytes = packer.take();
  RuleSet again;
  base::Unpacker unpacker(base::bytes_of(bytes));
  unpacker.get(again);
  EXPECT_TRUE(unpacker.whole());
  EXPECT_EQ(hash_of(again.rules.front()), hash_of(set->rules.front()));
  EXPECT_EQ(again.correlation_is_finding, set->correlation_is_finding);
  EXPECT_EQ(again.log_sources.lanes_for("windows", "process_creation", ""),
            set->log_sources.lanes_for("windows", "process_creation", ""));
  base::Packer twice;
  twice.put(again);
  EXPECT_EQ(twice.take().size(), bytes.size());
}

TEST(RuleMembers, CutAndChangedBytesDoNoHarm) {
  event::FieldDictionary fields;
  RuleSetBuilder builder(fields, {});
  builder.load_text(kRules, "rules.yml");
  base::Packer packer;
  packer.put(*builder.finish());
  const std::string bytes = packer.take();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::string cut = bytes.substr(0, size);
    RuleSet again;
    base::Unpacker unpacker(base::bytes_of(cut));
    unpacker.get(again);
    EXPECT_FALSE(unpacker.whole()) << size;
  }
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int flip : {0x01, 0x80, 0xFF}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      RuleSet again;
      base::Unpacker unpacker(base::bytes_of(changed));
      unpacker.get(again);
    }
  }
}

}  // namespace
}  // namespace hoptrace::rules
