// Findings as bytes and back, whatever they hold; bytes that are not a block's.
#include "cases/finding_block.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace hoptrace::cases {
namespace {

std::uint64_t some(std::mt19937_64& random) {
  const std::uint64_t bits = random();
  return random() % 4 == 0 ? bits : bits >> (bits % 64);  // of every size
}

PackedFinding any_finding(std::mt19937_64& random, const PackedFinding& before) {
  PackedFinding finding = before;
  const auto change = [&random](auto& member) {
    if (random() % 3 == 0) member = static_cast<std::remove_reference_t<decltype(member)>>(some(random));
  };
  change(finding.rule);
  change(finding.offset);
  change(finding.record_id);
  change(finding.time);
  change(finding.level);
  change(finding.log);
  change(finding.detail);
  change(finding.event_id);
  finding.key = {some(random), some(random)};
  finding.certain = random() % 2 == 0;
  finding.timed = random() % 2 == 0;
  return finding;
}

TEST(FindingBlock, GivesBackWhatWasAdded) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 200; ++round) {
    FindingBlock block;
    std::vector<PackedFinding> wanted, got;
    while (!block.full()) {
      wanted.push_back(any_finding(random, wanted.empty() ? PackedFinding{} : wanted.back()));
      block.add(wanted.back());
    }
    EXPECT_EQ(block.count(), wanted.size());
    EXPECT_EQ(block.first(), std::ranges::min(wanted, {}, &PackedFinding::offset).offset);
    EXPECT_EQ(block.last(), std::ranges::max(wanted, {}, &PackedFinding::offset).offset);
    ASSERT_TRUE(FindingBlock::unpack(block.bytes(), got));
    EXPECT_EQ(got, wanted);
  }
}

TEST(FindingBlock, BeginsAnewWhenCleared) {
  FindingBlock block;
  PackedFinding finding;
  finding.rule = 7;
  finding.offset = 900;
  finding.time = -5;
  block.add(finding);
  const std::string once(block.bytes());
  block.clear();
  EXPECT_TRUE(block.empty());
  block.add(finding);
  EXPECT_EQ(block.bytes(), once);
  EXPECT_EQ(block.count(), 1U);
}

TEST(FindingBlock, DamageIsToldAndNothingIsReadBeyondIt) {
  std::mt19937_64 random(5);
  FindingBlock block;
  PackedFinding finding;
  for (int i = 0; i < 20; ++i) block.add(finding = any_finding(random, finding));
  std::vector<PackedFinding> got;
  for (std::size_t size = 0; size < block.bytes().size(); ++size) {
    const std::string cut(block.bytes().substr(0, size));
    (void)FindingBlock::unpack(cut, got);
    EXPECT_LT(got.size(), 20U);
  }
  EXPECT_FALSE(FindingBlock::unpack(block.bytes().substr(0, block.bytes().size() - 1), got));
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 200, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    (void)FindingBlock::unpack(bytes, got);
    EXPECT_LE(got.size(), bytes.size() / 18 + 1);
  }
  EXPECT_FALSE(FindingBlock::unpack(std::string(40, '\xff'), got));
}

}  // namespace
}  // namespace hoptrace::cases
