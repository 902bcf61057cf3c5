// Every folder of tests/golden/sigma holds rules (rule.yml), records (events.jsonl, in evtx_dump's shape) and what
// must come of them (expected.txt): per rule its title, then the numbers of the records that it matches, "certain",
// or "uncertain" with the fields that the source cannot have. Expectations are written from Sigma's
// specification 2.1.0 (and, for lanes, from Microsoft's documentation), never from what the program says.
// placeholders.yml, where there is one, gives lists for |expand. Both matchers must say the same, to the letter.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/yaml.h"
#include "decode/json_kinds.h"
#include "decoded_file.h"
#include "match/matchers.h"

namespace hoptrace::match {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = HOPTRACE_SOURCE;

rules::PlaceholderValues placeholders(const fs::path& path) {
  rules::PlaceholderValues out;
  if (!fs::exists(path)) return out;
  const auto documents = base::parse_yaml_file(path.string());
  EXPECT_TRUE(documents) << path;
  if (!documents) return out;
  for (const auto& [name, values] : documents->front().map) {
    for (const base::Yaml* value : values.items()) out[name].push_back(value->text);
  }
  return out;
}

std::shared_ptr<const rules::RuleSet> load(const fs::path& folder, event::FieldDictionary& fields) {
  auto table = rules::LogSourceTable::load((kSource / "content").string(), fields);
  EXPECT_TRUE(table) << (table ? "" : table.error().sentence());
  if (!table) return nullptr;
  rules::RuleSetBuilder builder(fields, std::move(*table), placeholders(folder / "placeholders.yml"));
  const auto loaded = builder.load((folder / "rule.yml").string());
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().sentence());
  auto set = builder.finish();
  for (const rules::Refusal& refusal : set->refused) ADD_FAILURE() << refusal.title << ": " << refusal.reason;
  return set;
}

// One matcher's verdicts: title → its lines, by record.
class Verdicts final : public decode::EventSink {
 public:
  Verdicts(Matcher& matcher, const rules::RuleSet& rules) : matcher_(matcher), rules_(rules) {
    for (const rules::Rule& rule : rules.rules) lines_[rule.title];
  }

  void on_event(event::Event& event) override {
    ++events_;
    matches_.clear();
    matcher_.match(event, matches_);
    for (const Match& match : matches_) {
      std::string& lines = lines_[rules_.rules[match.rule].title];
      lines += fmt::format("  {} {}", events_, match.certain ? "certain" : "uncertain");
      for (const std::string& field : match.missing) lines += ' ' + field;
      lines += '\n';
      details_ += fmt::format("{}:", events_);
      for (const auto& [field, text] : match.matched) details_ += fmt::format(" {}={}", field, text);
      details_ += '\n';
    }
  }
  void on_anomaly(base::Anomaly anomaly) override { ADD_FAILURE() << "the records are sound: " << anomaly.detail; }

  [[nodiscard]] std::string told() const {
    std::string out;
    for (const auto& [title, lines] : lines_) out += title + '\n' + lines;
    return out;
  }
  [[nodiscard]] const std::string& details() const { return details_; }
  [[nodiscard]] int events() const { return events_; }

 private:
  Matcher& matcher_;
  const rules::RuleSet& rules_;
  std::vector<Match> matches_;
  std::map<std::string, std::string> lines_;
  std::string details_;
  int events_ = 0;
};

void check(const fs::path& folder, const decode::DecodeOptions& options) {
  SCOPED_TRACE(folder.filename().string());
  event::FieldDictionary fields;
  const auto set = load(folder, fields);
  ASSERT_NE(set, nullptr);
  const auto lines = base::read_text_file((folder / "events.jsonl").string());
  const auto expected = base::read_text_file((folder / "expected.txt").string());
  ASSERT_TRUE(lines && expected);

  const auto slow = make_slow_matcher(set);
  const auto fast = make_indexed_matcher(build_index(set));
  Verdicts judged(*slow, *set), found(*fast, *set);
  decode::decode_file(folder / "events.jsonl", fields, judged, options);
  decode::decode_file(folder / "events.jsonl", fields, found, options);
  EXPECT_EQ(judged.events(), std::count(lines->begin(), lines->end(), '\n'));
  EXPECT_EQ(judged.told(), *expected);
  EXPECT_EQ(found.told(), judged.told());
  EXPECT_EQ(found.details(), judged.details());
}

TEST(SigmaGolden, EveryFolder) {
  const auto kinds = decode::JsonKinds::load((kSource / "content").string());
  ASSERT_TRUE(kinds) << (kinds ? "" : kinds.error().sentence());
  const decode::DecodeOptions options{.carve = false, .json_kinds = &*kinds};
  std::set<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(kSource / "tests/golden/sigma")) folders.insert(entry.path());
  EXPECT_GE(folders.size(), 60u);
  for (const fs::path& folder : folders) check(folder, options);
}

}  // namespace
}  // namespace hoptrace::match
