// The sieve against the slow matcher, which judges: random rules on random records, shown to the sieve before they
// are events. What it passes over must match nothing; what it wants must match what the slow matcher finds.
//
//   sieve_differential_test [--pairs N] [--seed S]     N pairs of rule and record from seed S instead of the short
//   run
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "cases/packed.h"
#include "hunt/event_glance.h"
#include "hunt/record_sieve.h"
#include "match/generator_for_tests.h"
#include "match/indexed_matcher.h"

namespace hoptrace::hunt {
namespace {

std::uint64_t pairs = 300'000;
std::uint64_t given_seed = 0;  // 0: a fixed one, and a fresh one beside it

std::string told(const std::vector<match::Match>& matches) {
  std::string out;
  for (const match::Match& m : matches) {
    out += fmt::format("{} on lane {} {}", m.rule, static_cast<int>(m.lane), m.certain ? "certain" : "uncertain");
    for (const auto& [field, text] : m.matched) out += fmt::format(" {}={}", field, text);
    for (const std::string& field : m.missing) out += fmt::format(" ?{}", field);
    out += "\n";
  }
  return out;
}

match::Match match_of(const KeptMatch& kept) {
  return {kept.rule, kept.lane, kept.certain, cases::unpack_pairs(kept.detail->matched),
          cases::unpack_texts(kept.detail->missing)};
}

// An event, shown as a decoder shows it before it is one: with slots that this record does not fill, and now and then
// a slot whose value is not a plain one.
class Shown final : public decode::Glance {
 public:
  void show(const event::Event& event, std::mt19937_64& random) {
    origin = event.origin;
    event_id = event.event_id;
    channel = event.channel;
    kind = event.kind;
    slots.clear();
    values_.clear();
    odd_ = random() % 40 == 0 ? random() % 12 : std::size_t(-1);
    for (const event::Field& field : event.fields()) {
      if (random() % 8 == 0) add({field.id, field.system, field.name}, std::nullopt);
      add({field.id, field.system, field.name}, field.value);
    }
  }
  [[nodiscard]] std::optional<event::Value> value(std::size_t slot, bool& plain) const override {
    if (slot == odd_) plain = false;
    return values_[slot];
  }
  std::vector<decode::Slot> slots;

 private:
  void add(decode::Slot slot, std::optional<event::Value> value) {
    slots.push_back(slot);
    values_.push_back(value);
  }
  std::vector<std::optional<event::Value>> values_;
  std::size_t odd_ = 0;
};

struct Tally {
  std::uint64_t pairs = 0, passed = 0, wanted = 0, whole = 0, matches = 0, recalled = 0;
};

// One set of rules, and the sieve that a hunt would have.
class Trial {
 public:
  Trial(match::Generator& generator, std::size_t rules, bool use_engine)
      : generator_(generator), set_(generator.rule_set(rules)), slow_(match::make_slow_matcher(set_)) {
    equipment_.rules = set_;
    const auto index = std::make_shared<const match::RuleIndex>(set_, use_engine);
    fast_ = std::make_unique<match::IndexedMatcher>(index);
    sieve_.use(index);
    event_sieve_.use(index);
    count_.piece(stretch_, path_, true);
  }

  void run(std::size_t records, std::mt19937_64& random, Tally& tally) {
    for (std::size_t i = 0; i < records && !testing::Test::HasFailure(); ++i) {
      generator_.record(event_);
      event_.origin.offset = ++offset_;
      one(random, tally);
      tally.pairs += set_->rules.size();
    }
  }

 private:
  decode::ShapeId shape_of(const std::vector<decode::Slot>& slots) {
    std::string key;
    for (const decode::Slot& slot : slots) key += fmt::format("{}{}", slot.name, slot.system ? "! " : " ");
    const auto [known, added] = shapes_.try_emplace(key, static_cast<decode::ShapeId>(shapes_.size()));
    if (added) sieve_.on_shape(known->second, slots);
    return known->second;
  }

  void one(std::mt19937_64& random, Tally& tally) {
    judged_.clear();
    slow_->match(event_, judged_);
    shown_.show(event_, random);
    ask(sieve_, shape_of(shown_.slots), shown_, tally);
    if (testing::Test::HasFailure()) return;
    glance_.show(event_);
    ask(event_sieve_, glance_.shape(), glance_, tally);
  }

  void ask(RecordSieve& sieve, decode::ShapeId shape, const decode::Glance& glance, Tally& tally) {
    if (!sieve.wants(shape, glance)) {
      ++tally.passed;
      ASSERT_EQ(told(judged_), "");
      return;
    }
    ++tally.wanted;
    const RecordSieve::Verdict verdict = sieve.verdict(event_.origin);
    ASSERT_TRUE(verdict.noted);
    tally.whole += verdict.whole ? 1 : 0;
    if (verdict.whole) return;  // then the fast matcher is asked, which has a test of its own
    std::vector<match::Match> found;
    fast_->match_only(verdict.candidates, event_, found);
    kept_.clear();
    for (const match::Match& match : found) kept_.push_back(kept_match(equipment_, match));
    sieve.learn(kept_);
    tally.recalled += verdict.matches.size() + verdict.all.size();
    for (const KeptMatch& known : verdict.matches) found.push_back(match_of(known));
    for (const KeptMatch& known : verdict.all) found.push_back(match_of(known));
    std::ranges::sort(found, {}, &match::Match::rule);
    tally.matches += judged_.size();
    ASSERT_EQ(told(found), told(judged_));
  }

  match::Generator& generator_;
  std::shared_ptr<const rules::RuleSet> set_;
  std::unique_ptr<match::Matcher> slow_;
  std::unique_ptr<match::IndexedMatcher> fast_;
  Equipment equipment_;
  HuntOptions options_;
  RecordCount count_{equipment_, options_};
  RecordSieve sieve_{equipment_, count_};
  RecordSieve event_sieve_{equipment_, count_};  // of events as they are
  EventGlance glance_{event_sieve_};
  std::vector<match::Match> judged_;
  std::vector<KeptMatch> kept_;
  cases::Stretch stretch_;
  std::string path_ = "made up";
  std::map<std::string, decode::ShapeId> shapes_;
  event::Event event_;
  Shown shown_;
  std::uint64_t offset_ = 0;
};

void run(std::uint64_t seed, std::uint64_t wanted) {
  SCOPED_TRACE(fmt::format("run again with --seed {}", seed));
  fmt::print("seed {}: {} pairs of rule and record\n", seed, wanted);
  match::Generator generator(seed);
  std::mt19937_64 random(seed);
  Tally tally;
  for (std::size_t trial = 0; tally.pairs < wanted && !testing::Test::HasFailure(); ++trial) {
    const bool few = trial % 2 == 0, many_records = trial % 10 == 0;  // enough to learn which values never come twice
    Trial(generator, few ? 1 : 40, trial % 3 != 0).run(many_records ? 4000 : 350, random, tally);
  }
  fmt::print("{} records passed over, {} wanted, {} of them whole; {} matches, {} of them recalled\n", tally.passed,
             tally.wanted, tally.whole, tally.matches, tally.recalled);
  EXPECT_GT(tally.passed, tally.wanted / 50);  // else the test says little
  EXPECT_GT(tally.matches, wanted / 1000);
  EXPECT_GT(tally.recalled, wanted / 10'000);
}

TEST(SieveDifferential, GeneratedRulesOnGeneratedRecords) {
  if (given_seed != 0) return run(given_seed, pairs);
  run(20'161'215, pairs / 2);
  run(std::random_device{}(), pairs / 2);
}

}  // namespace
}  // namespace hoptrace::hunt

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view option = argv[i];
    if (option == "--pairs") hoptrace::hunt::pairs = std::strtoull(argv[i + 1], nullptr, 10);
    if (option == "--seed") hoptrace::hunt::given_seed = std::strtoull(argv[i + 1], nullptr, 10);
  }
  return RUN_ALL_TESTS();
}
