#include "assess/attribution/report_name.h"

#include <gtest/gtest.h>

#include "assess/attribution/features.h"
#include "assess/attribution/small_knowledge_for_tests.h"

namespace hoptrace::assess {
namespace {

using Groups = std::vector<GroupIndex>;

TEST(ReportName, ItsYearIsItsLastNumberOfFourDigitsThatCanBeOne) {
  EXPECT_EQ(year_in("FireEye APT10 April 2017"), 2017);
  EXPECT_EQ(year_in("CVE-2014-4114 in 2019"), 2019);
  EXPECT_EQ(year_in("TA18-074A"), std::nullopt);
  EXPECT_EQ(year_in("20170404 and 12345"), std::nullopt);
  EXPECT_EQ(year_in("0007 1889 3000"), std::nullopt);
  EXPECT_EQ(year_in(""), std::nullopt);
}

TEST(ReportName, GroupsAreNamedByWholeWordsOfFourLettersAndMore) {
  const SmallKnowledge folder("hoptrace_report_name_test");
  const auto knowledge = folder.read();
  ASSERT_TRUE(knowledge);
  EXPECT_EQ(groups_in("Vendor ALDER 2019", *knowledge), Groups{0});
  EXPECT_EQ(groups_in("tree-one returns, and Birch", *knowledge), (Groups{0, 1}));
  EXPECT_EQ(groups_in("Birchwood aldermen", *knowledge), Groups{});
  EXPECT_EQ(groups_in("G1", *knowledge), Groups{}) << "two letters stand for too much";
}

TEST(ReportName, WhatWasSeenLongAfterTheLastReportOnAGroupFitsItLess) {
  const SmallKnowledge folder("hoptrace_report_years_test");
  folder.write("uses.csv",
               "user,used,cited_sources\nG1,T1,Report 2012|Report 2014\nG2,T1,Report of 2019\nG3,T1,Undated\n");
  const auto knowledge = folder.read();
  ASSERT_TRUE(knowledge);
  const Profiles profiles(*knowledge, {});
  const auto apart = [&](int year) {
    const std::vector<SeenItem> seen{{.item = *knowledge->item("T1"), .trust = 1, .year = year}};
    const Fit found = fit(profiles, seen);
    return std::vector{found.rows[0][kYearsApart], found.rows[1][kYearsApart], found.rows[2][kYearsApart]};
  };
  EXPECT_EQ(apart(2013), (std::vector{0.0, 5.0, 1.5}));
  EXPECT_EQ(apart(2016), (std::vector{2.0, 3.0, 1.5}));
  EXPECT_EQ(apart(0), (std::vector{0.0, 0.0, 0.0})) << "undated: it says nothing of any group";
}

TEST(ReportName, TheRestOfWhatWasSeenIsWithoutSoftwareThatFewShare) {
  const SmallKnowledge folder("hoptrace_reading_test");
  const auto knowledge = folder.read();
  ASSERT_TRUE(knowledge);
  const Profiles profiles(*knowledge, {});
  const std::vector<SeenItem> seen{{.item = *knowledge->item("T1")}, {.item = *knowledge->item("S1")}};
  const Reading reading = read(profiles, seen);
  EXPECT_EQ(reading.whole.amount, 2);
  EXPECT_EQ(reading.rest.amount, 1);
  EXPECT_EQ(reading.rest.software, 0);
}

}  // namespace
}  // namespace hoptrace::assess
