// The plan and the tree give the same events for every EVTX in ../shared/data (left out where that is not there).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "decode/evtx/collected_for_tests.h"

namespace hoptrace::decode::evtx {
namespace {

TEST(EvtxEvidence, PlanAndTreeAgreeOnRealRecordsAndOnTheirSlack) {
  const std::filesystem::path root = std::filesystem::path(HOPTRACE_SOURCE) / "../shared/data";
  if (!std::filesystem::is_directory(root)) GTEST_SKIP() << "no evidence to compare on";
  std::size_t events = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".evtx") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const Collected by_plan = decode_file(base::bytes_of(bytes), true);
    const Collected by_tree = decode_file(base::bytes_of(bytes), true, Way::kTreeOnly);
    ASSERT_EQ(by_plan.events.size(), by_tree.events.size()) << entry.path();
    for (std::size_t i = 0; i < by_plan.events.size(); ++i) {
      ASSERT_EQ(by_plan.events[i], by_tree.events[i]) << entry.path() << " @" << by_plan.events[i].offset;
    }
    events += by_plan.events.size();
  }
  EXPECT_GT(events, 0U);
}

}  // namespace
}  // namespace hoptrace::decode::evtx
