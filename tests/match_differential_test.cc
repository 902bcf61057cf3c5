// The indexed matcher against the slow one, which judges: random rules on random records, and (where the shared
// evidence is there) all of SigmaHQ on real logs. Any difference is a match lost by the index.
//
//   match_differential_test [--pairs N] [--seed S]     N pairs of rule and record from seed S instead of the short
//   run
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>

#include "match/candidates.h"
#include "match/evaluate.h"
#include "match/generator.h"
#include "match/matchers.h"
#include "match/rule_index.h"

namespace hoptrace::match {
namespace {

std::uint64_t pairs = 300'000;
std::uint64_t given_seed = 0;  // 0: a fixed one, and a fresh one beside it

std::string told(const std::vector<Match>& matches, const rules::RuleSet& rules) {
  std::string out;
  for (const Match& m : matches) {
    out += fmt::format("{} on lane {} {}", rules.rules[m.rule].title, static_cast<int>(m.lane),
                       m.certain ? "certain" : "uncertain");
    for (const auto& [field, text] : m.matched) out += fmt::format(" {}={}", field, text);
    for (const std::string& field : m.missing) out += fmt::format(" ?{}", field);
    out += "\n";
  }
  return out;
}

struct Tally {
  std::uint64_t pairs = 0, certain = 0, uncertain = 0, unfound = 0;
};

// One set of rules on `records` records; how many matches there were.
void compare(Generator& generator, std::size_t rules, std::size_t records, bool use_engine, Tally& tally) {
  const auto set = generator.rule_set(rules);
  const auto slow = make_slow_matcher(set);
  const auto fast = make_indexed_matcher(std::make_shared<const RuleIndex>(set, use_engine));
  event::Event event;
  std::vector<Match> judged, found;
  for (std::size_t i = 0; i < records; ++i) {
    generator.record(event);
    judged.clear();
    found.clear();
    slow->match(event, judged);
    fast->match(event, found);
    for (const Match& m : judged) ++(m.certain ? tally.certain : tally.uncertain);
    tally.pairs += rules;
    ASSERT_EQ(told(found, *set), told(judged, *set)) << "record " << i << " of this set";
  }
}

void run(std::uint64_t seed, std::uint64_t wanted) {
  SCOPED_TRACE(fmt::format("run again with --seed {}", seed));
  fmt::print("seed {}: {} pairs of rule and record\n", seed, wanted);
  Generator generator(seed);
  Tally tally;
  for (bool use_engine = true; tally.pairs < wanted && !testing::Test::HasFailure(); use_engine = !use_engine) {
    compare(generator, 60, 250, use_engine, tally);
  }
  fmt::print("{} certain and {} uncertain matches\n", tally.certain, tally.uncertain);
  EXPECT_GT(tally.certain, wanted / 100);  // else the test says little
  EXPECT_GT(tally.uncertain, wanted / 1000);
}

TEST(MatchDifferential, GeneratedRulesOnGeneratedRecords) {
  if (given_seed != 0) return run(given_seed, pairs);
  run(20'161'215, pairs / 2);
  run(std::random_device{}(), pairs / 2);
}

// The index must also be of use: on what it is made for it names few rules.
TEST(MatchDifferential, TheIndexSparesMostRules) {
  Generator generator(7);
  const auto set = generator.rule_set(200);
  const auto index = build_index(set);
  Evaluator evaluator(index->rules());
  Candidates candidates(index);
  event::Event event;
  std::vector<rules::LaneId> lanes;
  std::uint64_t asked = 0, all = 0;
  for (int i = 0; i < 500; ++i) {
    generator.record(event);
    lanes.clear();
    set->log_sources.lanes_of(event, lanes);
    for (const rules::LaneId lane : lanes) {
      evaluator.look_at(event, lane);
      asked += candidates.gather(lane, evaluator.readings()).size();
      all += 200;
    }
  }
  fmt::print("{} of {} asked\n", asked, all);
  EXPECT_LT(asked, all * 3 / 4);  // a third of the generated rules begin with a negation or with what must be absent
}

}  // namespace
}  // namespace hoptrace::match

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view option = argv[i];
    if (option == "--pairs") hoptrace::match::pairs = std::strtoull(argv[i + 1], nullptr, 10);
    if (option == "--seed") hoptrace::match::given_seed = std::strtoull(argv[i + 1], nullptr, 10);
  }
  return RUN_ALL_TESTS();
}
