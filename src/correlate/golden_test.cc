// Golden folders of correlation: tests/golden/correlation/<name>/{rule.yml, matches.jsonl, expected.jsonl}.
//
// matches.jsonl: what a matcher would have kept, one match a line (`rule` is a name in rule.yml); a line with only
// "evaluate" evaluates the case there, as a hunt that ends would. expected.jsonl: the findings by time, written by
// hand from the specification and docs/correlation.md. Each folder is run as written, backwards, and with an
// evaluation after every match: what stands at the end must be the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/digest.h"
#include "cases/reading.h"
#include "correlate/correlate.h"

namespace hoptrace::correlate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::vector<Json> lines_of(const fs::path& path) {
  std::vector<Json> lines;
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(Json::parse(line));
  }
  return lines;
}

std::shared_ptr<const rules::RuleSet> rules_of(const fs::path& path, event::FieldDictionary& fields) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  rules::RuleSetBuilder builder(fields, rules::LogSourceTable());
  builder.load_text(text.str(), path.filename().string());
  auto set = builder.finish();
  for (const rules::Refusal& refusal : set->refused) ADD_FAILURE() << path << ": " << refusal.reason;
  return set;
}

// One golden folder's rules in a case, fed with matches. All folders share a case (making one takes longer than all
// else); the folder's name keeps their rules and artifacts apart.
class Hunt {
 public:
  Hunt(cases::Case& hunted, const rules::RuleSet& rules, std::string folder)
      : case_(&hunted), rules_(rules), folder_(std::move(folder)) {
    std::vector<cases::RuleRecord> records;
    for (const rules::Rule& rule : rules.rules) records.push_back(record_of(cases::RuleKind::kSigma, rule));
    for (const auto& rule : rules.correlations) records.push_back(record_of(cases::RuleKind::kCorrelation, rule));
    const auto rows = *case_->rows_for_rules(records);
    const auto split = rows.begin() + static_cast<std::ptrdiff_t>(rules.rules.size());
    rule_rows_.assign(rows.begin(), split);
    correlation_rows_.assign(split, rows.end());
    set_ = *case_->use_ruleset(rows);
  }
  void add(const Json& line, std::size_t number) {
    const std::string artifact = folder_ + "/" + line.value("artifact", "a.evtx");
    cases::Stretch stretch;
    stretch.artifact = case_->register_artifact("t", base::sha256_hex(artifact), artifact, "evtx", 1 << 20)->id;
    stretch.begin = stretch.end = 1;
    cases::CorrelationMatch match;
    match.rule = row_of(line.at("rule"));
    match.offset = 100 * (number + 1);
    match.tenant = line.value("tenant", "acme");
    const auto time = base::parse_time(line.at("time").get<std::string>());
    ASSERT_TRUE(time) << line;
    match.event.time = *time;
    match.event.host = line.value("host", "H1");
    match.event.channel = line.value("channel", "Security");
    match.event.record_id = line.at("record_id");
    match.event.content = line.value("content", "c" + std::to_string(match.event.record_id));
    const Json fields = line.value("fields", Json::object());
    for (const auto& [field, given] : fields.items()) {
      const Json values = given.is_array() ? given : Json::array({given});
      for (const Json& value : values) match.fields.emplace_back(field, value.get<std::string>());
    }
    stretch.matches.push_back(std::move(match));
    const auto outcome = case_->commit_stretch(stretch, set_);
    ASSERT_TRUE(outcome) << outcome.error().sentence();
  }

  void evaluate() {
    const auto outcome = correlate::evaluate(*case_, rules_, rule_rows_, correlation_rows_, {});
    ASSERT_TRUE(outcome) << outcome.error().sentence();
    // Nothing changed since: nothing is computed again.
    EXPECT_EQ(correlate::evaluate(*case_, rules_, rule_rows_, correlation_rows_, {})->groups, 0U);
  }

  // The findings of correlations by time, in the shape of expected.jsonl.
  [[nodiscard]] std::vector<Json> findings(bool superseded_too) {
    std::vector<Json> out;
    cases::FindingQuery query;
    query.kind = cases::RuleKind::kCorrelation;
    query.superseded_too = superseded_too;
    const auto outcome = case_->reading()->findings(query, [&](const cases::StoredFinding& finding) {
      if (std::ranges::find(correlation_rows_, finding.row.rule) == correlation_rows_.end()) return true;
      Json line{{"rule", finding.rule->title},
                {"tenant", finding.row.tenant},
                {"matched", Json::object()},
                {"first", base::iso8601(finding.parts.front().event.time)},
                {"last", base::iso8601(finding.row.event.time)},
                {"records", Json::array()}};
      for (const auto& [name, value] : finding.row.matched) line["matched"][name] = value;
      for (const cases::PartRef& part : finding.parts) line["records"].push_back(part.event.record_id);
      if (!finding.live) line["superseded"] = true;
      EXPECT_EQ(finding.row.offset, finding.parts.back().source.offset);
      out.push_back(std::move(line));
      return true;
    });
    EXPECT_TRUE(outcome) << outcome.error().sentence();
    return out;
  }

 private:
  template <class Rule>
  [[nodiscard]] cases::RuleRecord record_of(cases::RuleKind kind, const Rule& rule) const {
    cases::RuleRecord record;
    record.kind = kind;
    record.id = rule.id;
    record.title = rule.title;
    record.hash = rule.hash + folder_;
    return record;
  }

  [[nodiscard]] cases::RuleRow row_of(const std::string& name) const {
    const auto rule = std::ranges::find(rules_.rules, name, &rules::Rule::name);
    if (rule == rules_.rules.end()) {
      ADD_FAILURE() << "no rule is called " << name;
      return 0;
    }
    return rule_rows_[static_cast<std::size_t>(rule - rules_.rules.begin())];
  }

  cases::Case* case_;
  const rules::RuleSet& rules_;
  std::string folder_;
  std::vector<cases::RuleRow> rule_rows_, correlation_rows_;
  cases::RulesetRow set_ = 0;
};

std::vector<std::string> sorted_texts(const std::vector<Json>& lines) {
  std::vector<std::string> texts;
  for (const Json& line : lines) texts.push_back(line.dump());
  std::ranges::sort(texts);
  return texts;
}

// expected.jsonl with times in full.
std::vector<Json> expected_of(const fs::path& path, bool superseded_too) {
  std::vector<Json> lines;
  for (Json& line : lines_of(path)) {
    if (line.value("superseded", false) && !superseded_too) continue;
    for (const char* time : {"first", "last"}) {
      line[time] = base::iso8601(base::parse_time(line.at(time).get<std::string>()).value());
    }
    if (!line.contains("tenant")) line["tenant"] = "acme";
    lines.push_back(std::move(line));
  }
  return lines;
}

struct ThreeCases {
  explicit ThreeCases(const fs::path& folder) {
    for (auto* opened : {&written, &backwards, &piecemeal}) {
      *opened = std::move(*cases::Case::open_for_writing(folder / std::to_string(number++)));
      EXPECT_TRUE((*opened)->begin_run("0", "test", {}));
    }
  }
  int number = 0;
  std::unique_ptr<cases::Case> written, backwards, piecemeal;
};

void run(ThreeCases& three, const fs::path& folder) {
  const std::string name = folder.filename();
  event::FieldDictionary fields;
  const auto rules = rules_of(folder / "rule.yml", fields);
  const std::vector<Json> matches = lines_of(folder / "matches.jsonl");

  Hunt written(*three.written, *rules, name);
  for (std::size_t i = 0; i < matches.size(); ++i) {
    if (matches[i].contains("evaluate")) {
      written.evaluate();
    } else {
      written.add(matches[i], i);
    }
  }
  written.evaluate();
  const fs::path expected = folder / "expected.jsonl";
  EXPECT_EQ(sorted_texts(written.findings(true)), sorted_texts(expected_of(expected, true)));
  const auto live = sorted_texts(expected_of(expected, false));
  EXPECT_EQ(sorted_texts(written.findings(false)), live);

  Hunt backwards(*three.backwards, *rules, name);
  for (std::size_t i = matches.size(); i-- > 0;) {
    if (!matches[i].contains("evaluate")) backwards.add(matches[i], i);
  }
  backwards.evaluate();
  EXPECT_EQ(sorted_texts(backwards.findings(false)), live) << "read backwards";

  Hunt piecemeal(*three.piecemeal, *rules, name);
  for (std::size_t i = matches.size(); i-- > 0;) {
    if (matches[i].contains("evaluate")) continue;
    piecemeal.add(matches[i], i);
    piecemeal.evaluate();
  }
  EXPECT_EQ(sorted_texts(piecemeal.findings(false)), live) << "evaluated after every match";
}

TEST(CorrelationGolden, EveryFolderGivesWhatTheSpecificationSays) {
  const fs::path root = fs::path(HOPTRACE_SOURCE) / "tests/golden/correlation";
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(root)) folders.push_back(entry.path());
  std::ranges::sort(folders);
  EXPECT_GE(folders.size(), 24U);
  std::string scratch = (fs::temp_directory_path() / "hoptrace-correlation-XXXXXX").string();
  ASSERT_NE(::mkdtemp(scratch.data()), nullptr);
  {
    ThreeCases three(scratch);
    for (const fs::path& folder : folders) {
      SCOPED_TRACE(folder.filename().string());
      run(three, folder);
    }
  }
  fs::remove_all(scratch);
}

}  // namespace
}  // namespace hoptrace::correlate
