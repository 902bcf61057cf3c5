// The borders of what the page is told: one tenant's documents hold nothing of another, and do not change with what
// others have; a redacted document holds no name at all.
#include <gtest/gtest.h>

#include "base/unicode.h"
#include "page/documents.h"
#include "report/sharing/canary_case_for_tests.h"

namespace hoptrace::page {
namespace {

using report::CanaryCase;
using report::CanaryTenant;

constexpr std::uint64_t kCases = 25;

std::string made(const Document& document, cases::Reading& reading, const std::optional<std::string>& tenant,
                 bool redact) {
  auto view = View::over({.reading = reading, .tenant = tenant, .redact = redact, .case_name = "case"});
  EXPECT_TRUE(view) << view.error().sentence();
  const auto bytes = document.make(**view);
  EXPECT_TRUE(bytes) << document.name << ": " << bytes.error().sentence();
  return *bytes;
}

::testing::AssertionResult holds_none(const std::string& out, const CanaryTenant& tenant) {
  const std::string folded = base::fold(out);
  for (const std::string& canary : tenant.canaries()) {
    const std::size_t at = folded.find(base::fold(canary));
    if (at == std::string::npos) continue;
    return ::testing::AssertionFailure() << canary << " stands in …" << out.substr(at < 80 ? 0 : at - 80, 200);
  }
  return ::testing::AssertionSuccess();
}

TEST(PageCanaries, OfOneTenantStandInNoOthersDocument) {
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    CanaryCase made_up = report::canary_case(seed);
    for (const CanaryTenant& mine : made_up.tenants) {
      for (const Document& document : documents()) {
        const std::string out = made(document, made_up.reading, mine.name, false);
        for (const CanaryTenant& other : made_up.tenants) {
          if (other.name == mine.name) continue;
          ASSERT_TRUE(holds_none(out, other)) << document.name << ", case " << seed;
        }
      }
    }
  }
}

TEST(PageCanaries, OfNobodyStandInARedactedDocument) {
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    CanaryCase made_up = report::canary_case(seed);
    for (const Document& document : documents()) {
      const std::string whole = made(document, made_up.reading, std::nullopt, true);
      const std::string one = made(document, made_up.reading, made_up.tenants[0].name, true);
      for (const CanaryTenant& tenant : made_up.tenants) {
        ASSERT_TRUE(holds_none(whole, tenant)) << document.name << ", case " << seed;
        ASSERT_TRUE(holds_none(one, tenant)) << document.name << ", case " << seed;
      }
    }
  }
}

TEST(PageCanaries, StandInWhatIsNeitherScopedNorRedacted) {  // or the tests above would prove nothing
  CanaryCase made_up = report::canary_case(1);
  for (const Document& document : documents()) {
    if (document.name == "attack") continue;  // techniques are nobody's
    EXPECT_FALSE(holds_none(made(document, made_up.reading, std::nullopt, false), made_up.tenants[0]))
        << document.name;
  }
}

// Counts tell as much as names: whatever others have more of, mine stays byte for byte the same.
TEST(PageCanaries, WhatOthersHaveChangesNothingInMine) {
  for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
    CanaryCase before = report::canary_case(seed), after = report::canary_case(seed);
    const CanaryTenant &mine = before.tenants[0], &other = before.tenants[1];
    auto& reading = after.reading;
    for (std::uint64_t i = 0; i < 50; ++i) {
      cases::StoredFinding finding;
      finding.id = std::string(32, 'e');
      finding.row.level = "critical";
      finding.row.tenant = other.name;
      finding.sources = {{other.artifact, other.name, std::string(64, 'a'), {other.name + "/x.evtx"}, i}};
      reading.all_findings.push_back(finding);
      cases::CoverageDay day;
      day.row.tenant = other.name;
      day.row.host = other.hosts[i % other.hosts.size()];
      day.row.records = 1000;
      day.row.day = static_cast<std::int32_t>(i);
      reading.days.push_back(day);
      cases::HopRow hop;
      hop.id = std::string(30, 'd') + std::to_string(10 + i);
      hop.from = {other.name, other.hosts[0]};
      hop.to = {other.name, other.hosts[1]};
      hop.status = "confirmed";
      hop.intrusion = true;
      reading.all_hops.push_back(hop);
      reading.all_intrusions[0].hops.push_back(hop.id);
      reading.all_anomalies.push_back({"log_cleared", other.name, other.name + "/y.evtx", "", "again", i});
    }
    reading.all_intrusions[0].last = base::Time::from_seconds(2'000'000'000);
    for (const Document& document : documents()) {
      ASSERT_EQ(made(document, before.reading, mine.name, false), made(document, reading, mine.name, false))
          << document.name << ", case " << seed;
    }
  }
}

}  // namespace
}  // namespace hoptrace::page
