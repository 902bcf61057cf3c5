#include "assess/attribution/phia.h"

#include <gtest/gtest.h>

namespace hoptrace::assess {
namespace {

TEST(Phia, ARangeHasItsWords) {
  EXPECT_EQ(phia(0), "remote chance");
  EXPECT_EQ(phia(0.15), "highly unlikely");
  EXPECT_EQ(phia(0.3), "unlikely");
  EXPECT_EQ(phia(0.45), "realistic possibility");
  EXPECT_EQ(phia(0.58), "likely");
  EXPECT_EQ(phia(0.85), "highly likely");
  EXPECT_EQ(phia(0.97), "almost certain");
  EXPECT_EQ(phia(1), "almost certain");
}

TEST(Phia, AGapTakesTheNearerRangeAndTheLowerOfTwo) {
  EXPECT_EQ(phia(0.06), "remote chance");
  EXPECT_EQ(phia(0.075), "remote chance");
  EXPECT_EQ(phia(0.09), "highly unlikely");
  EXPECT_EQ(phia(0.22), "highly unlikely");
  EXPECT_EQ(phia(0.24), "unlikely");
  EXPECT_EQ(phia(0.375), "unlikely");
  EXPECT_EQ(phia(0.39), "realistic possibility");
  EXPECT_EQ(phia(0.76), "likely");
  EXPECT_EQ(phia(0.79), "highly likely");
  EXPECT_EQ(phia(0.925), "highly likely");
  EXPECT_EQ(phia(0.94), "almost certain");
}

TEST(Phia, NothingGoesUpAcrossOneHalf) {
  for (const double p : {0.5, 0.51, 0.53, 0.5499}) EXPECT_EQ(phia(p), "realistic possibility") << p;
  EXPECT_EQ(phia(0.55), "likely");
}

}  // namespace
}  // namespace hoptrace::assess
