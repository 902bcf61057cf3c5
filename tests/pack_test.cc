// The built-in pack: every rule of content/rules is accepted and says what it must, finds each event of its
// positive.jsonl for certain, and none of its near_miss.jsonl, which differ in the telling detail. Both matchers are
// asked. The correlations' own verdicts are in pack_correlation_test.cc.
#include <algorithm>
#include <set>

#include "pack_fixture.h"

namespace hoptrace {
namespace {

namespace fs = std::filesystem;

const Pack& pack() {
  static const Pack kPack;
  return kPack;
}

// The golden folder of a rule: named as its file is.
fs::path golden(const std::string& rule_path) {
  return kPackSource / "tests/golden/pack" / fs::path(rule_path).stem();
}

struct Line {
  std::uint64_t offset = 0;
  std::vector<match::Match> matches;
};

class Asker final : public decode::EventSink {
 public:
  explicit Asker(match::Matcher& matcher) : matcher_(&matcher) {}
  void on_event(event::Event& event) override {
    Line line{.offset = event.origin.offset, .matches = {}};
    matcher_->match(event, line.matches);
    lines.push_back(std::move(line));
  }
  void on_anomaly(base::Anomaly anomaly) override { ADD_FAILURE() << "anomaly: " << anomaly.detail; }

  std::vector<Line> lines;

 private:
  match::Matcher* matcher_;
};

std::vector<Line> ask(match::Matcher& matcher, const fs::path& file) {
  Asker asker(matcher);
  pack().decode("json", file, asker);
  return std::move(asker.lines);
}

// What the pack's rule number `rule` says to every line of a golden file, by either matcher.
void expect_all(match::Matcher& matcher, std::uint32_t rule, const fs::path& file, bool found) {
  const auto lines = ask(matcher, file);
  EXPECT_FALSE(lines.empty()) << file << " holds no event";
  for (const Line& line : lines) {
    const auto hit = std::find_if(line.matches.begin(), line.matches.end(),
                                  [rule](const match::Match& match) { return match.rule == rule; });
    EXPECT_EQ(hit != line.matches.end(), found) << file << " at byte " << line.offset;
    if (found && hit != line.matches.end()) {
      EXPECT_TRUE(hit->certain) << file << " at byte " << line.offset;
    }
  }
}

std::vector<std::uint32_t> shown_alone() {
  std::vector<std::uint32_t> rules;
  for (std::uint32_t i = 0; i < pack().rules().rules.size(); ++i) {
    if (pack().rules().compiled[i].finding) rules.push_back(i);
  }
  return rules;
}

TEST(Pack, EveryRuleIsAccepted) {
  EXPECT_GE(pack().rules().rules.size(), 90U);
  EXPECT_GE(pack().rules().correlations.size(), 6U);
  for (const auto& refusal : pack().rules().refused) {
    ADD_FAILURE() << refusal.path << ":" << refusal.line << ": " << refusal.reason;
  }
  EXPECT_EQ(pack().rules().repeated, 0U);
}

template <class Document>
void expect_documented(const Document& rule) {
  EXPECT_EQ(rule.id.size(), 36U) << rule.path;
  EXPECT_FALSE(rule.description.empty()) << rule.path;
  EXPECT_EQ(rule.author, "hoptrace") << rule.path;
  EXPECT_FALSE(rule.date.empty()) << rule.path;
  EXPECT_FALSE(rule.references.empty()) << rule.path;
  EXPECT_NE(rule.status, rules::Status::kNone) << rule.path;
  EXPECT_TRUE(std::any_of(rule.tags.begin(), rule.tags.end(),
                          [](const std::string& tag) { return tag.starts_with("attack.t"); }))
      << rule.path << ": no technique";
  EXPECT_FALSE(rule.falsepositives.empty()) << rule.path;
  for (const std::string& note : rule.falsepositives) EXPECT_NE(note, "Unknown") << rule.path;
}

TEST(Pack, EveryRuleSaysWhereItComesFromAndWhatElseItFinds) {
  std::set<std::string> ids;
  for (const auto& rule : pack().rules().rules) {
    expect_documented(rule);
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.path << ": " << rule.id << " is used twice";
  }
  for (const auto& correlation : pack().rules().correlations) {
    expect_documented(correlation);
    EXPECT_TRUE(ids.insert(correlation.id).second) << correlation.path;
  }
}

TEST(Pack, EveryRuleHasALaneToRunOn) {
  for (std::size_t i = 0; i < pack().rules().rules.size(); ++i) {
    EXPECT_FALSE(pack().rules().compiled[i].lanes.empty()) << pack().rules().rules[i].path;
  }
}

TEST(Pack, EveryRuleHasItsEventsAndEveryFolderItsRule) {
  std::set<fs::path> wanted;
  for (const auto& rule : pack().rules().rules) wanted.insert(golden(rule.path));
  for (const auto& correlation : pack().rules().correlations) wanted.insert(golden(correlation.path));
  for (const fs::path& folder : wanted) {
    EXPECT_TRUE(fs::exists(folder / "positive.jsonl")) << folder;
    EXPECT_TRUE(fs::exists(folder / "near_miss.jsonl")) << folder;
  }
  for (const auto& entry : fs::directory_iterator(kPackSource / "tests/golden/pack")) {
    EXPECT_TRUE(wanted.contains(entry.path())) << entry.path() << " belongs to no rule";
  }
}

TEST(Pack, TheTableOfTheReadmeNamesEveryRuleWithItsLevel) {
  std::ifstream file(kPackSource / "content/rules/README.md");
  const std::string readme((std::istreambuf_iterator<char>(file)), {});
  const auto expect_row = [&readme](const auto& rule) {
    const std::string row = "| " + rule.title + " | " + std::string(rules::name(rule.level)) + " |";
    EXPECT_NE(readme.find(row), std::string::npos) << "content/rules/README.md lacks: " << row;
  };
  for (const std::uint32_t rule : shown_alone()) expect_row(pack().rules().rules[rule]);
  for (std::size_t i = 0; i < pack().rules().correlations.size(); ++i) {
    if (pack().rules().correlation_is_finding[i]) expect_row(pack().rules().correlations[i]);
  }
}

TEST(Pack, PositivesAreFoundAndNearMissesAreNotByTheSlowMatcher) {
  const auto matcher = match::make_slow_matcher(pack().shared());
  for (const std::uint32_t rule : shown_alone()) {
    const fs::path folder = golden(pack().rules().rules[rule].path);
    expect_all(*matcher, rule, folder / "positive.jsonl", true);
    expect_all(*matcher, rule, folder / "near_miss.jsonl", false);
  }
  EXPECT_EQ(matcher->limits_hit(), 0U);
}

TEST(Pack, PositivesAreFoundAndNearMissesAreNotByTheIndexedMatcher) {
  const auto matcher = match::make_indexed_matcher(match::build_index(pack().shared()));
  for (const std::uint32_t rule : shown_alone()) {
    const fs::path folder = golden(pack().rules().rules[rule].path);
    expect_all(*matcher, rule, folder / "positive.jsonl", true);
    expect_all(*matcher, rule, folder / "near_miss.jsonl", false);
  }
}

// Without its base rules a correlation is nothing: each must be asked for by some positive event of its file.
TEST(Pack, EveryBaseOfACorrelationOccursInItsPositiveEvents) {
  const auto matcher = match::make_slow_matcher(pack().shared());
  for (std::uint32_t rule = 0; rule < pack().rules().rules.size(); ++rule) {
    if (pack().rules().compiled[rule].finding) continue;
    const auto lines = ask(*matcher, golden(pack().rules().rules[rule].path) / "positive.jsonl");
    const bool seen = std::any_of(lines.begin(), lines.end(), [rule](const Line& line) {
      return std::any_of(line.matches.begin(), line.matches.end(),
                         [rule](const match::Match& match) { return match.rule == rule && match.certain; });
    });
    EXPECT_TRUE(seen) << pack().rules().rules[rule].path << ": " << pack().rules().rules[rule].title;
  }
}

}  // namespace
}  // namespace hoptrace
