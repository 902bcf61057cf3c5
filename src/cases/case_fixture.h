// CaseFixture: a case file in a folder of its own, and small ways to fill and read it. For tests only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cases/case.h"
#include "cases/reading.h"
#include "cases/stretch_entry.h"

namespace hoptrace::cases {

class CaseFixture : public testing::Test {
 protected:
  CaseFixture() {
    std::string name = (std::filesystem::temp_directory_path() / "hoptrace-case-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    path_ = name + "/case.hop";
  }
  ~CaseFixture() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] static base::Time at(std::int64_t seconds) {
    return base::Time::from_seconds(1'500'000'000 + seconds);
  }

  [[nodiscard]] static RuleRecord rule_record(const std::string& id, const std::string& hash = "1") {
    RuleRecord rule;
    rule.id = id;
    rule.title = "Title of " + id;
    rule.level = "high";
    rule.tags = {"attack.t1047"};
    rule.hash = hash;
    return rule;
  }

  [[nodiscard]] static FindingRow finding_row(RuleRow rule, std::uint64_t offset) {
    FindingRow row;
    row.rule = rule;
    row.level = "high";
    row.offset = offset;
    row.tenant = "acme";
    row.event = {at(static_cast<std::int64_t>(offset)), true, "FS01", "Security", "Auditing", 4688, offset,
                 "content" + std::to_string(offset)};
    row.matched = {{"CommandLine", "a \"b\" \x01 \xc3\xa9"}, {"CommandLine", ""}};
    return row;
  }

  // Bytes [begin, end) with a finding of each rule at every tenth byte, and one record a byte covered.
  [[nodiscard]] static Stretch stretch_of(base::ArtifactId artifact, std::uint64_t begin, std::uint64_t end,
                                          const std::vector<RuleRow>& rules, bool last) {
    Stretch stretch;
    stretch.artifact = artifact;
    stretch.begin = begin;
    stretch.end = end;
    stretch.last = last;
    stretch.records = end - begin;
    for (std::uint64_t offset = begin; offset < end; offset += 10) {
      for (const RuleRow rule : rules) enter(finding_row(rule, offset), stretch);
    }
    CoverageRow row{"acme",
                    "FS01",
                    "Security",
                    17361,
                    end - begin,
                    at(static_cast<std::int64_t>(begin)),
                    at(static_cast<std::int64_t>(end) - 1),
                    begin + 1,
                    end,
                    0};
    stretch.coverage.push_back(row);
    stretch.anomalies.push_back({base::AnomalyKind::kBadRecord, begin, "a damaged record"});
    return stretch;
  }

  [[nodiscard]] static std::vector<StoredFinding> findings_of(Case& opened, const FindingQuery& query = {}) {
    std::vector<StoredFinding> all;
    const auto outcome = opened.reading()->findings(query, [&](const StoredFinding& finding) {
      all.push_back(finding);
      all.back().rule = nullptr;  // lives only as long as the Reading
      return true;
    });
    EXPECT_TRUE(outcome) << outcome.error().sentence();
    return all;
  }

  [[nodiscard]] static std::vector<CoverageDay> coverage_of(Case& opened) {
    std::vector<CoverageDay> all;
    const auto outcome = opened.reading()->coverage([&](const CoverageDay& day) {
      all.push_back(day);
      return true;
    });
    EXPECT_TRUE(outcome) << outcome.error().sentence();
    return all;
  }

  [[nodiscard]] std::unique_ptr<Case> open() const {
    auto opened = Case::open_for_writing(path_);
    EXPECT_TRUE(opened) << opened.error().sentence();
    return std::move(*opened);
  }

  std::string folder_, path_;
};

}  // namespace hoptrace::cases
