#include "indicators/strength.h"

#include <gtest/gtest.h>

namespace hoptrace::indicators {
namespace {

std::optional<base::Time> day(std::string_view date) {
  return base::parse_time(date, true);
}

Indicator of(Type type, Confidence confidence) {
  Indicator indicator;
  indicator.type = type;
  indicator.confidence = confidence;
  indicator.published = day("2017-04-05");
  return indicator;
}

TEST(Strength, NamesFadeAfterPublication) {
  const Indicator domain = of(Type::kDomain, Confidence::kHigh);
  EXPECT_EQ(strength_at(domain, day("2014-01-01")), Confidence::kHigh);
  EXPECT_EQ(strength_at(domain, day("2018-01-31")), Confidence::kHigh);    // 0.5^(301/730) = 0.7514
  EXPECT_EQ(strength_at(domain, day("2018-02-04")), Confidence::kMedium);  // 0.5^(305/730) = 0.7486
  EXPECT_EQ(strength_at(domain, day("2020-09-20")), Confidence::kMedium);  // 0.5^(1264/730) = 0.3011
  EXPECT_EQ(strength_at(domain, day("2020-09-30")), Confidence::kLow);
  EXPECT_FALSE(stands_alone(domain, day("2020-09-30")));
}

TEST(Strength, AddressesFadeFaster) {
  EXPECT_EQ(strength_at(of(Type::kAddress, Confidence::kMedium), day("2018-04-04")), Confidence::kMedium);
  EXPECT_EQ(strength_at(of(Type::kAddress, Confidence::kMedium), day("2018-04-07")), Confidence::kLow);
  EXPECT_EQ(strength_at(of(Type::kDomain, Confidence::kMedium), day("2018-04-07")), Confidence::kMedium);
}

TEST(Strength, HashesDoNot) {
  EXPECT_EQ(strength_at(of(Type::kSha256, Confidence::kHigh), day("2030-01-01")), Confidence::kHigh);
}

TEST(Strength, WithoutATimeNothingFades) {
  EXPECT_EQ(strength_at(of(Type::kDomain, Confidence::kHigh), std::nullopt), Confidence::kHigh);
}

TEST(Strength, WeakKindsNeverStandAlone) {
  EXPECT_FALSE(stands_alone(of(Type::kPort, Confidence::kHigh), day("2017-04-05")));
  EXPECT_FALSE(stands_alone(of(Type::kLookupDomain, Confidence::kHigh), day("2017-04-05")));
  EXPECT_FALSE(stands_alone(of(Type::kFileName, Confidence::kLow), day("2017-04-05")));
  EXPECT_TRUE(stands_alone(of(Type::kFileName, Confidence::kMedium), day("2017-04-05")));
}

}  // namespace
}  // namespace hoptrace::indicators
