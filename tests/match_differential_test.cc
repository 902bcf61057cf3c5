// The indexed matcher against the slow one, which judges: random rules on random records, and (where the shared
// evidence is there) all of SigmaHQ on real logs. Any difference is a match lost by the index.
//
//   match_differential_test [--pairs N] [--seed S]     N pairs of rule and record from seed S instead of the short
//   run
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "decoded_file.h"
#include "match/candidates.h"
#include "match/evaluate.h"
#include "match/generator_for_tests.h"
#include "match/matchers.h"
#include "match/rule_index.h"

namespace hoptrace::match {
namespace {

std::uint64_t pairs = 300'000;
std::uint64_t given_seed = 0;  // 0: a fixed one, and a fresh one beside it
std::uint64_t every = 8;

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
  Candidates candidates(index);
  event::Event event;
  std::vector<rules::LaneId> lanes;
  std::uint64_t asked = 0, all = 0;
  for (int i = 0; i < 500; ++i) {
    generator.record(event);
    lanes.clear();
    set->log_sources.lanes_of(event, lanes);
    asked += candidates.gather(event, lanes).size();
    all += 200 * lanes.size();
  }
  fmt::print("{} of {} asked\n", asked, all);
  EXPECT_LT(asked, all * 3 / 4);  // a third of the generated rules begin with a negation or with what must be absent
}

// ---- real logs

namespace fs = std::filesystem;
const fs::path kSource = HOPTRACE_SOURCE;
const fs::path kShared = kSource / "../shared/data";

std::shared_ptr<const rules::RuleSet> all_of_sigmahq(event::FieldDictionary& fields) {
  auto table = rules::LogSourceTable::load((kSource / "content").string(), fields);
  EXPECT_TRUE(table) << (table ? "" : table.error().sentence());
  if (!table) return nullptr;
  rules::RuleSetBuilder builder(fields, std::move(*table));
  for (const auto& folder : fs::directory_iterator(kShared / "sigma")) {
    if (!folder.path().filename().string().starts_with("rules")) continue;
    static_cast<void>(builder.load(folder.path().string()));  // one of the folders has no rule in it
  }
  return builder.finish();
}

std::vector<fs::path> logs() {
  std::vector<fs::path> out;
  for (const char* folder : {"evtx-attack-samples", "regression"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kShared / folder)) {
      if (entry.path().extension() == ".evtx") out.push_back(entry.path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

class Comparison final : public decode::EventSink {
 public:
  explicit Comparison(std::shared_ptr<const rules::RuleSet> rules)
      : rules_(std::move(rules)),
        slow_(make_slow_matcher(rules_)),
        fast_(make_indexed_matcher(build_index(rules_))) {}

  void on_event(event::Event& event) override {
    judged_.clear();
    found_.clear();
    slow_->match(event, judged_);
    fast_->match(event, found_);
    ++events;
    matches += judged_.size();
    EXPECT_EQ(told(found_, *rules_), told(judged_, *rules_)) << "record " << event.record_id;
  }
  void on_anomaly(base::Anomaly) override {}  // damaged logs are among them; what can be read is compared

  std::uint64_t events = 0, matches = 0;

 private:
  std::shared_ptr<const rules::RuleSet> rules_;
  std::unique_ptr<Matcher> slow_, fast_;
  std::vector<Match> judged_, found_;
};

TEST(MatchDifferential, SigmaHqOnRealLogs) {
  if (!fs::exists(kShared)) GTEST_SKIP() << "the shared evidence is not here";
  event::FieldDictionary fields;
  const auto rules = all_of_sigmahq(fields);
  ASSERT_NE(rules, nullptr);
  ASSERT_GT(rules->rules.size(), 3000u);
  Comparison comparison(rules);
  const std::vector<fs::path> files = logs();
  for (std::size_t i = 0; i < files.size() && !HasFailure(); i += every) {
    SCOPED_TRACE(files[i].string());
    decode::decode_file(files[i], fields, comparison);
  }
  fmt::print("{} rules, {} records, {} matches\n", rules->rules.size(), comparison.events, comparison.matches);
  EXPECT_GT(comparison.matches, 0u);
}

}  // namespace
}  // namespace hoptrace::match

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view option = argv[i];
    if (option == "--pairs") hoptrace::match::pairs = std::strtoull(argv[i + 1], nullptr, 10);
    if (option == "--every") hoptrace::match::every = std::max(1ULL, std::strtoull(argv[i + 1], nullptr, 10));
    if (option == "--seed") hoptrace::match::given_seed = std::strtoull(argv[i + 1], nullptr, 10);
  }
  return RUN_ALL_TESTS();
}
