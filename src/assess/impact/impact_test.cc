#include <gtest/gtest.h>

#include <cmath>

#include "assess/impact/completeness.h"
#include "assess/impact/duties.h"
#include "assess/impact/estimate.h"
#include "assess/impact/ledger.h"
#include "assess/impact/lookalike.h"

namespace hoptrace::assess::impact {
namespace {

using sessions::FlowKind;
using sessions::FlowRow;
using sessions::Flows;

// Of one host whose ten or so flows are of one size.
Range of_one(const Seen& seen, const Kept& kept) {
  Sizes sizes;
  sizes.own.add(seen.flows, seen.bytes, seen.squares);
  sizes.others = sizes.all = sizes.own;
  return estimate({&seen, 1}, sizes, kept);
}

TEST(Estimate, SeenBytesAreTheFloorAndAllWhereNothingWasLost) {
  const Seen seen{.flows = 100, .bytes = 1e7, .squares = 1e12};
  const Range all = of_one(seen, {1, 0, true});
  EXPECT_DOUBLE_EQ(all.low, 1e7);
  EXPECT_DOUBLE_EQ(all.best, 1e7);
  EXPECT_DOUBLE_EQ(all.high, 1e7);
  const Range lost = of_one(seen, {0.7, 0.02, true});
  EXPECT_GE(lost.low, 1e7);
  EXPECT_NEAR(lost.best, 1e7 / 0.7, 1.5e6);
  EXPECT_GT(lost.high, lost.best);
}

TEST(Estimate, NothingSizedSaysNothing) {
  EXPECT_FALSE(of_one({.unsized = 5}, {1, 0, true}).sized);
}

TEST(Estimate, MissedBytesWidenBothEnds) {
  const Range r = of_one({.flows = 2, .bytes = 1000, .squares = 5e5, .missed = 100}, {1, 0, true});
  EXPECT_DOUBLE_EQ(r.low, 900);
  EXPECT_DOUBLE_EQ(r.best, 1000);
  EXPECT_DOUBLE_EQ(r.high, 1100);
}

TEST(Estimate, UnmeasuredIsWiderThanMeasuredAndBestIsWhatWasSeen) {
  const Seen seen{.flows = 50, .bytes = 5e6, .squares = 6e11};
  const Range r = of_one(seen, {1, 0, false});
  EXPECT_GT(r.high, of_one(seen, {1, 0, true}).high);
  EXPECT_DOUBLE_EQ(r.best, 5e6);
}

TEST(Estimate, WhatTheHostCountsGoesBeforeTheShare) {
  const Seen seen{.flows = 100, .bytes = 1e7, .squares = 1e12, .unsized = 10, .told_by_host = 1};
  EXPECT_NEAR(of_one(seen, {0.5, 0.02, true}).best, 1.1e7, 2e5);
}

// Rows as one stretch has them.
struct Stretch {
  Flows flows;
  FlowRow& row(FlowKind kind, std::string_view from, std::string_view to, double out, std::uint64_t seen) {
    FlowRow row;
    row.kind = kind;
    row.tenant = flows.texts.intern("acme");
    row.source = flows.texts.intern(from);
    row.destination = flows.texts.intern(to);
    row.port = 443;
    row.hour = 400'000;
    row.flows = 1;
    row.out = row.biggest = static_cast<std::uint64_t>(out);
    row.squares = out * out;
    row.seen = seen;
    return flows.rows.emplace_back(row);
  }
};

TEST(Ledger, TheSameFlowOfTwoSensorsAndOfSslCountsOnce) {
  Ledger ledger;
  Stretch one, two, tls;
  for (const std::uint64_t bit : {1, 2, 4}) {
    one.row(FlowKind::kConnection, "10.0.0.7", "192.0.2.1", 1000, bit);
    two.row(FlowKind::kConnection, "10.0.0.7", "192.0.2.1", 1000, bit);
    tls.row(FlowKind::kName, "10.0.0.7", "192.0.2.1", 0, bit);
  }
  ledger.add(one.flows, base::ArtifactId{1});
  ledger.add(two.flows, base::ArtifactId{2});
  ledger.add(tls.flows, base::ArtifactId{3});
  ledger.close();
  ASSERT_EQ(ledger.of("acme")->hours.size(), 1U);
  const Hour& hour = ledger.of("acme")->hours.front();
  EXPECT_NEAR(hour.seen.bytes, 3000, 1);
  EXPECT_NEAR(hour.seen.flows, 3, 0.01);
  EXPECT_NEAR(hour.seen.unsized, 0, 0.01);
}

TEST(Ledger, WhatOnlyOneSensorOrOnlySslHasCountsToo) {
  Ledger ledger;
  Stretch one, two, tls;
  one.row(FlowKind::kConnection, "10.0.0.7", "192.0.2.1", 1000, 1);
  two.row(FlowKind::kConnection, "10.0.0.7", "192.0.2.1", 500, 2);
  tls.row(FlowKind::kName, "10.0.0.7", "192.0.2.1", 0, 4);
  ledger.add(one.flows, base::ArtifactId{1});
  ledger.add(two.flows, base::ArtifactId{2});
  ledger.add(tls.flows, base::ArtifactId{3});
  ledger.close();
  const Hour& hour = ledger.of("acme")->hours.front();
  EXPECT_NEAR(hour.seen.bytes, 1500, 10);
  EXPECT_NEAR(hour.seen.unsized, 1, 0.05);
}

TEST(Ledger, WhatAHostTellsMeasuresTheSensor) {
  Ledger ledger;
  Stretch sensor, host;
  sensor.row(FlowKind::kConnection, "10.0.0.7", "192.0.2.1", 1000, 1);
  host.row(FlowKind::kHost, "10.0.0.7", "192.0.2.1", 0, 1);
  host.row(FlowKind::kHost, "10.0.0.7", "192.0.2.1", 0, 2);
  ledger.add(sensor.flows, base::ArtifactId{1});
  ledger.add(host.flows, base::ArtifactId{2});
  ledger.close();
  EXPECT_NEAR(ledger.of("acme")->measures.told, 2, 0.1);
  EXPECT_NEAR(ledger.of("acme")->measures.matched, 1, 0.1);
}

TEST(Completeness, HostsLogsGoBeforeTheSensorsOwnMeasure) {
  Measures measures;
  measures.told = 1000, measures.matched = 700;
  measures.acks = 1e6, measures.gaps = 0, measures.shares = {1, 1, 1};
  EXPECT_NEAR(completeness(measures).kept.share, 0.7, 0.01);
  EXPECT_GT(completeness(measures).kept.spread, 0.1);
  EXPECT_FALSE(completeness({}).kept.measured);
}

TEST(Duties, NoClockRunsBeforeAwareness) {
  for (const Duty& duty : duties(true, std::nullopt)) {
    EXPECT_FALSE(duty.due.has_value());
    EXPECT_EQ(duty.status, "no clock runs: awareness not recorded");
  }
}

TEST(Duties, ClocksRunFromAwareness) {
  const Awareness aware{"msp", "ciso", "traced", *base::parse_time("2026-01-30T10:00:00Z")};
  const auto all = duties(true, aware);
  const auto due = [&](std::string_view article, std::string_view law) {
    for (const Duty& duty : all)
      if (duty.article.starts_with(article) && duty.law.starts_with(law))
        return duty.due ? base::iso8601(*duty.due).substr(0, 16) : "none";
    return std::string("absent");
  };
  EXPECT_EQ(due("Art. 33(1)", "GDPR"), "2026-02-02T10:00");
  EXPECT_EQ(due("Art. 33(2)", "GDPR"), "none");
  EXPECT_EQ(due("Art. 23(4)(a)", "NIS2"), "2026-01-31T10:00");
  EXPECT_EQ(due("Art. 23(4)(d)", "NIS2"), "2026-03-02T10:00");
}

TEST(Duties, AClientIsNoProcessor) {
  for (const Duty& duty : duties(false, std::nullopt)) EXPECT_NE(duty.bearer, "processor");
}

TEST(Lookalike, TellsWhatPretends) {
  std::vector<Brand> brands = governments();
  brands.push_back({"acmefoundry.example", "acmefoundry", false});
  const Lookalikes look(brands);
  for (const std::string_view lure :
       {"rnofa.go.jp", "gov.uk.secure-notice.example", "acmef0undry.example", "acmefuondry.example",
        "acmefoundry-files.example", "login.acmefoundry.invalid", "xn--acmefundry-f1a.example"}) {
    EXPECT_TRUE(look.look(lure).has_value()) << lure;
  }
  for (const std::string_view own : {"mail.acmefoundry.example", "www.gov.uk", "update1.vendor.example",
                                     "site.example", "api.partner.example", "example.com"}) {
    EXPECT_FALSE(look.look(own).has_value()) << own;
  }
}

TEST(Lookalike, SwapsAreOneEdit) {
  EXPECT_EQ(edits("acme", "amce", 2), 1);
  EXPECT_EQ(edits("acme", "acme", 2), 0);
  EXPECT_EQ(edits("acme", "foundry", 2), 3);
}

}  // namespace
}  // namespace hoptrace::assess::impact
