#include "hunt/regression.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>

#include "base/csv.h"
#include "base/yaml.h"
#include "hunt/event_reader.h"
#include "match/matchers.h"

namespace hoptrace::hunt {
namespace {

namespace fs = std::filesystem;
using base::Result;

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// rule id → count, of CORRECTIONS.csv; empty where there is none.
Result<std::map<std::string, std::uint64_t>> read_corrections(const std::string& folder) {
  std::map<std::string, std::uint64_t> out;
  const std::string path = folder + "/CORRECTIONS.csv";
  std::error_code error;
  if (!fs::exists(path, error)) return out;
  const auto text = base::read_text_file(path);
  if (!text) return std::unexpected(text.error());
  const auto rows = base::parse_csv(*text, path);
  if (!rows) return std::unexpected(rows.error());
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const base::CsvRow& row = (*rows)[i];
    const auto count = row.cells.size() == 3 ? number_of(row.cells[2]) : std::nullopt;
    if (!count) {
      return base::fail(base::Code::kMalformed, "this line is no correction", path + ":" + std::to_string(row.line),
                        "The columns are rule_id, match_count_in_info, count_found_by_three_engines");
    }
    out[row.cells[0]] = *count;
  }
  return out;
}

struct CaseFile {
  std::string info;
  std::string rule_id, title;
  std::vector<std::pair<std::string, std::optional<std::uint64_t>>> evidence;  // path, match_count
};

Result<CaseFile> read_case(const std::string& info) {
  const auto documents = base::parse_yaml_file(info);
  if (!documents) return std::unexpected(documents.error());
  const auto wrong = [&](const char* what) {
    return base::fail(base::Code::kMalformed, what, info, "See SigmaHQ's regression convention");
  };
  if (documents->empty() || !documents->front().is_map()) return wrong("this is no info.yml");
  const base::Yaml& top = documents->front();
  const base::Yaml* const metadata = top.find("rule_metadata");
  const base::Yaml* const tests = top.find("regression_tests_info");
  if (metadata == nullptr || !metadata->is_list() || metadata->list.empty())
    return wrong("rule_metadata names no rule");
  if (tests == nullptr || !tests->is_list() || tests->list.empty())
    return wrong("regression_tests_info names no test");
  CaseFile out{.info = info,
               .rule_id = std::string(metadata->list.front().text_at("id")),
               .title = std::string(metadata->list.front().text_at("title")),
               .evidence = {}};
  for (const base::Yaml& test : tests->list) {
    const fs::path named{std::string(test.text_at("path"))};
    if (named.filename().empty()) return wrong("a test names no file");
    out.evidence.emplace_back((fs::path(info).parent_path() / named.filename()).string(),
                              number_of(test.text_at("match_count")));
  }
  return out;
}

std::vector<std::string> info_files(const std::string& folder) {
  std::vector<std::string> out;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().filename() == "info.yml") out.push_back(at->path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

class Regression {
 public:
  Regression(const Equipment& equipment, std::map<std::string, std::uint64_t> corrections)
      : equipment_(equipment), corrections_(std::move(corrections)) {
    for (std::size_t i = 0; i < equipment.rules->rules.size(); ++i) {
      by_id_.emplace(equipment.rules->rules[i].id, static_cast<std::uint32_t>(i));
    }
    matcher_ = match::make_indexed_matcher(match::build_index(equipment.rules));
  }

  std::vector<RegressionResult> run(const CaseFile& file) {
    std::vector<RegressionResult> out;
    for (const auto& [path, count] : file.evidence) out.push_back(run_one(file, path, count));
    return out;
  }

 private:
  RegressionResult run_one(const CaseFile& file, const std::string& path, std::optional<std::uint64_t> count) {
    RegressionResult result{
        .info = file.info, .rule_id = file.rule_id, .title = file.title, .expected = count, .trouble = {}};
    if (const auto corrected = corrections_.find(file.rule_id); count && corrected != corrections_.end()) {
      result.expected = corrected->second;
      result.corrected = true;
    }
    const auto rule = by_id_.find(file.rule_id);
    if (rule == by_id_.end()) {
      result.trouble = "no rule of this id was loaded (name its folder with --rules)";
      return result;
    }
    auto read =
        read_events(path, equipment_, [&](const event::Event& event) { count_matches(event, rule->second, result); });
    if (!read) result.trouble = read.error().sentence();
    return result;
  }

  void count_matches(const event::Event& event, std::uint32_t rule, RegressionResult& result) {
    matches_.clear();
    matcher_->match(event, matches_);
    for (const match::Match& match : matches_) {
      if (match.rule == rule) ++(match.certain ? result.certain : result.uncertain);
    }
  }

  const Equipment& equipment_;
  std::map<std::string, std::uint64_t> corrections_;
  std::map<std::string, std::uint32_t> by_id_;
  std::unique_ptr<match::Matcher> matcher_;
  std::vector<match::Match> matches_;
};

}  // namespace

Result<std::vector<RegressionResult>> run_regression(const std::string& folder, const Equipment& equipment) {
  const std::vector<std::string> files = info_files(folder);
  if (files.empty())
    return base::fail(base::Code::kUsage, "there is no info.yml in it", folder, "Name a folder of regression cases");
  auto corrections = read_corrections(folder);
  if (!corrections) return std::unexpected(corrections.error());
  Regression regression(equipment, std::move(*corrections));
  std::vector<RegressionResult> out;
  for (const std::string& info : files) {
    const auto file = read_case(info);
    if (!file) {
      out.push_back({.info = info, .rule_id = {}, .title = {}, .expected = {}, .trouble = file.error().sentence()});
      continue;
    }
    for (RegressionResult& result : regression.run(*file)) out.push_back(std::move(result));
  }
  return out;
}

}  // namespace hoptrace::hunt
