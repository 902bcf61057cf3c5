#include "report/closing_table.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/unicode.h"
#include "report/escape.h"
#include "report/reading_for_tests.h"
#include "report/terminal_page.h"

namespace hoptrace::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

cases::SummaryRow counted(std::string tenant, std::string key, std::uint64_t certain, std::uint64_t uncertain = 0) {
  return {std::move(tenant), std::move(key), {}, {}, certain, uncertain};
}

cases::SightingGroup seen(std::string value, std::uint64_t places) {
  cases::SightingGroup group;
  group.value = std::move(value);
  group.place_count = places;
  return group;
}

cases::CoverageDay day(const std::string& tenant, const std::string& host, std::int32_t at, std::uint64_t records) {
  cases::CoverageDay d;
  d.row.tenant = tenant;
  d.row.host = host;
  d.row.day = at;
  d.row.records = records;
  return d;
}

ListedReading full_case() {
  ListedReading r;
  r.days = {day("acme-foundry", "DC01", 17866, 600'000), day("acme-foundry", "DC01", 17867, 1),
            day("acme-foundry", "FS01", 17886, 1'000'000), day("northwind-msp", "JUMP01", 17870, 42)};
  r.by_level = {counted("", "high", 14, 3), counted("", "critical", 2), counted("", "low", 0, 1'234)};
  for (int i = 0; i < 20; ++i) {
    r.by_rule.push_back({{},
                         fmt::format("r{}", i),
                         fmt::format("Remote share written to by a service of number {} under another name", i),
                         i % 2 == 0 ? "high" : "critical",
                         static_cast<std::uint64_t>(i),
                         0});
  }
  r.by_host = {counted("acme-foundry", "DC01", 9), counted("acme-foundry", "FS01.acme.example", 5, 2),
               counted("northwind-msp", "JUMP01\x1b[2J", 2, 1)};
  cases::SightingGroup everywhere = seen("wmi.dll", 5);
  everywhere.places = {{"acme-foundry", "DC01"}, {"acme-foundry", "FS01"}, {"northwind-msp", "JUMP01"}, {"x", "y"}};
  r.all_sightings = {seen("once.exe", 1), everywhere};
  r.all_groups = {
      {"unreadable", 3, 3, {{"unreadable", "acme", "acme-foundry/FS01/Security.evtx", "", "permission denied"}}},
      {"log_cleared", 2, 1, {}}};
  r.notes = {{"idle", "1", "t", "", ""},
             {"refused", "2", "Bad rule", "rules/bad.yml:12", "unknown modifier `contain`"},
             {"waiting", "3", "Admin logon", "rules/admin.yml:3", "no list for %admins%"}};
  r.in_force.resize(46);
  return r;
}

std::string table(ListedReading& reading, TerminalStyle style = {}) {
  auto summary = gather_closing(reading);
  EXPECT_TRUE(summary);
  summary->version = "0.1.0";
  summary->case_path = "case.hop";
  return closing_table(*summary, style);
}

std::size_t widest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, columns(line));
  return widest;
}

TEST(ClosingTable, TellsAllOfIt) {
  ListedReading reading = full_case();
  const std::string text = table(reading);
  for (const char* part :
       {"hoptrace 0.1.0 · case.hop", "2 tenants, 3 hosts, 1,600,043 records, 2018-12-01 to 2018-12-21", "certain",
        "critical", "1,234", "… and 8 more", "acme-foundry", "FS01.acme.example", "wmi.dll",
        "acme-foundry/DC01, acme-foundry/FS01", "permission denied", "The log says that it was cleared.",
        "46 on, of which 1 idle", "1 refused", "rules/bad.yml:12: unknown modifier `contain`", "no list for %admins%",
        "hoptrace export case.hop --as findings", "--rules PATH"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("once.exe")));
  EXPECT_LT(text.find("critical"), text.find("high"));
}

TEST(ClosingTable, KeepsToItsWidthAndHasNoControlCharacters) {
  ListedReading reading = full_case();
  for (const std::size_t width : {60U, 80U, 120U, 200U}) {
    const std::string text = table(reading, {.width = width});
    EXPECT_LE(widest_line(text), width) << text;
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, HasSubstr("JUMP01<U+001B>[2J"));
    EXPECT_TRUE(base::is_valid_utf8(text));
  }
}

TEST(ClosingTable, ColourChangesNothingElse) {
  ListedReading reading = full_case();
  std::string coloured = table(reading, {.colour = true});
  EXPECT_THAT(coloured, HasSubstr("\x1b[1;31mcritical\x1b[0m"));
  for (std::size_t at; (at = coloured.find('\x1b')) != std::string::npos;) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  EXPECT_EQ(coloured, table(reading));
}

TEST(ClosingTable, NothingFoundIsSaidWithWhatWasLookedAt) {
  ListedReading reading;
  reading.in_force.resize(46);
  const std::string text = table(reading);
  EXPECT_THAT(text, HasSubstr("No findings"));
  EXPECT_THAT(text, HasSubstr("46 on"));
  EXPECT_THAT(text, Not(HasSubstr("By rule")));
  EXPECT_THAT(text, Not(HasSubstr("--as findings")));
}

TEST(ClosingTable, AnOddCasePathIsQuotedForTheShell) {
  ListedReading reading;
  auto summary = gather_closing(reading);
  ASSERT_TRUE(summary);
  summary->case_path = "my case's.hop";
  EXPECT_THAT(closing_table(*summary, {}), HasSubstr("hoptrace export 'my case'\\''s.hop' --as coverage"));
}

TEST(ClosingSummary, KeepsTheIndicatorsOfTheMostPlaces) {
  ListedReading reading;
  for (std::uint64_t i = 0; i < 30; ++i) {
    reading.all_sightings.push_back(seen(fmt::format("v{}", i), i % 15));
  }
  const auto summary = gather_closing(reading);
  ASSERT_TRUE(summary);
  EXPECT_THAT(summary->indicators.rows, SizeIs(8));
  EXPECT_EQ(summary->indicators.rows[0].value, "v14");
  EXPECT_EQ(summary->indicators.rows[1].value, "v29");
  EXPECT_EQ(summary->indicators.all, 26U);
  EXPECT_EQ(summary->indicators_seen, 30U);
}

TEST(WithThousands, SetsThemApart) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1'000), "1,000");
  EXPECT_EQ(with_thousands(1'234'567), "1,234,567");
}

}  // namespace
}  // namespace hoptrace::report
