#include "decode/json/dialect.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "decode/json/repair.h"
#include "decode/json/windows_time.h"

namespace hoptrace::decode::json {
namespace {

using base::kHour;

// The rows are searched by halving.
TEST(Dialects, TablesAreSortedAndNamesAreDifferent) {
  std::set<std::string_view> names;
  for (const Dialect& row : dialects()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    const auto before = [](const Rename& a, const Rename& b) { return a.from < b.from; };
    EXPECT_TRUE(std::is_sorted(row.renames.begin(), row.renames.end(), before)) << row.name;
    EXPECT_TRUE(std::is_sorted(row.own.begin(), row.own.end())) << row.name;
  }
}

TEST(WindowsTime, TheZoneIsWhatTwoStatementsOfOneMomentDifferBy) {
  EXPECT_EQ(zone_ticks("2018-12-20 04:22:03", "2018-12-20T09:22:03.5Z"), 5 * kHour);
  EXPECT_EQ(zone_ticks("2018-12-20 14:52:03", "2018-12-20T09:22:04Z"), -kHour * 11 / 2);
  EXPECT_EQ(zone_ticks("2018-12-20 09:22:03", "2018-12-20T09:23:59Z"), 0);
  EXPECT_EQ(zone_ticks("2018-12-20 09:22:03", "2018-12-20T09:29:00Z"), std::nullopt) << "no zone is seven minutes";
  EXPECT_EQ(zone_ticks("2018-12-18 09:22:03", "2018-12-20T09:22:03Z"), std::nullopt) << "nor two days";
  EXPECT_EQ(zone_ticks("2018-12-20T09:22:03Z", "2018-12-20T09:22:03Z"), std::nullopt);
  EXPECT_EQ(zone_ticks("", "2018-12-20T09:22:03Z"), std::nullopt);
}

TEST(WindowsTime, ALabelThatLies) {
  const auto known = *base::parse_time("2018-12-20T09:22:03Z");
  EXPECT_EQ(mislabelled_ticks("2018-12-20T04:22:03.1Z", known), -5 * kHour);
  EXPECT_EQ(mislabelled_ticks("2018-12-20T09:22:09Z", known), std::nullopt);
  EXPECT_EQ(mislabelled_ticks("2018-12-20T09:29:00Z", known), std::nullopt);
}

TEST(Repair, LeavesWhatIsRight) {
  const std::string good = R"({"a":[1,-2.5e3,"x\"\\\u00e9\ud83d\ude00"],"b":18446744073709551615})";
  EXPECT_EQ(repair(good), good);
}

TEST(Repair, PutsRightWhatCanBe) {
  EXPECT_EQ(repair(R"({"a":"\ud83d"})"), R"({"a":"\ufffd"})");
  EXPECT_EQ(repair(R"({"a":"\ude00\ud83d\u0041"})"), R"({"a":"\ufffd\ufffd\u0041"})");
  EXPECT_EQ(repair("{\"a\":18446744073709551616}"), "{\"a\":\"18446744073709551616\"}");
  EXPECT_EQ(repair("{\"a\":\"x\ty\"}"), "{\"a\":\"x\\u0009y\"}");
  EXPECT_EQ(repair("{\"a\":\"\\"), "{\"a\":\"\\");
  EXPECT_EQ(repair("{\"a\":\"\\ud8"), "{\"a\":\"\\ud8");
}

}  // namespace
}  // namespace hoptrace::decode::json
