#include "hunt/record_memory.h"

#include <gtest/gtest.h>

#include <string>

namespace hoptrace::hunt {
namespace {

decode::RecordKey key_of(const std::vector<std::optional<event::Value>>& values, bool told = true) {
  decode::RecordKey key;
  key.begin();
  for (const auto& value : values) key.add_value(value, told);
  return key;
}

std::string bytes_of(const decode::RecordKey& key) {
  return {reinterpret_cast<const char*>(key.bytes().data()), key.bytes().size()};
}

TEST(RecordKey, TellsApartWhatDiffers) {
  using event::Value;
  const std::vector<std::vector<std::optional<Value>>> different = {
      {Value::text("ab"), Value::text("c")},
      {Value::text("a"), Value::text("bc")},
      {Value::text("ab"), std::nullopt, Value::text("c")},
      {Value::text("ab"), Value::null(), Value::text("c")},
      {Value::integer(1)},
      {Value::unsigned_integer(1)},
      {Value::text(std::string_view("\1\0\0\0\0\0\0\0", 8))},
      {},
      {Value::text("")},
      {std::nullopt},
      {Value::null()},
  };
  for (std::size_t i = 0; i < different.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(bytes_of(key_of(different[i])), bytes_of(key_of(different[j])));
  }
}

TEST(RecordKey, SaysOnlyThatAValueIsThereWhereItIsNotTold) {
  using event::Value;
  EXPECT_EQ(bytes_of(key_of({Value::text("a")}, false)), bytes_of(key_of({Value::integer(7)}, false)));
  EXPECT_NE(bytes_of(key_of({Value::text("a")}, false)), bytes_of(key_of({Value::null()}, false)));
  EXPECT_NE(bytes_of(key_of({Value::text("a")}, false)), bytes_of(key_of({std::nullopt}, false)));
}

TEST(RecordKey, DoesNotFitMoreThanIsRemembered) {
  const std::string large(base::ValueMemory::kMostBytes, 'x');
  EXPECT_FALSE(key_of({event::Value::text(large)}).fits());
  EXPECT_FALSE(key_of({event::Value::text(large), event::Value::text("a")}).fits()) << "and stays so";
  decode::RecordKey key = key_of({event::Value::text(large)});
  key.begin();
  EXPECT_TRUE(key.fits());
}

TEST(RecordMemory, KnowsWhatRecordsShowedAndWhatCameOfIt) {
  RecordMemory memory;
  const auto key = key_of({event::Value::text("rundll32.exe")}), other = key_of({event::Value::text("svchost.exe")});
  EXPECT_FALSE(memory.place(memory.hash(1, key)).known());
  RecordMemory::Seen seen;
  seen.candidates.push_back({rules::LaneId{3}, 7});
  seen.question = 5;
  RecordMemory::Seen same;
  same.candidates = seen.candidates;
  memory.remember(memory.place(memory.hash(1, key)), std::move(same));
  memory.remember(memory.place(memory.hash(1, other)), {});
  ASSERT_TRUE(memory.place(memory.hash(1, key)).known());
  EXPECT_EQ(memory.seen(memory.place(memory.hash(1, key)))->candidates[0].rule, 7U);
  ASSERT_TRUE(memory.place(memory.hash(1, other)).known());
  EXPECT_EQ(memory.seen(memory.place(memory.hash(1, other))), nullptr);
  EXPECT_FALSE(memory.place(memory.hash(2, key)).known()) << "another binding";

  EXPECT_FALSE(memory.outcome_place(seen, key).known());
  memory.remember_outcome(memory.outcome_place(seen, key), RecordMemory::Matches(1));
  memory.remember_outcome(memory.outcome_place(seen, other), {});
  ASSERT_TRUE(memory.outcome_place(seen, key).known());
  ASSERT_EQ(memory.outcome(memory.outcome_place(seen, key)).size(), 1U);
  EXPECT_TRUE(memory.outcome(memory.outcome_place(seen, other)).empty());
  memory.forget();
  EXPECT_FALSE(memory.place(memory.hash(1, key)).known());
  EXPECT_FALSE(memory.place(memory.hash(1, other)).known());
}

TEST(RecordMemory, ForgetsOutcomesThatHoldTooMuch) {
  RecordMemory memory;
  RecordMemory::Seen seen;
  seen.question = 5;
  const auto first = key_of({event::Value::text("0")});
  KeptMatch large;
  large.detail = std::make_shared<const cases::Detail>(cases::Detail{std::string(1 << 20, 'x'), "", "", 0});
  std::size_t remembered = 0;
  memory.remember_outcome(memory.outcome_place(seen, first), {large});
  for (; memory.outcome_place(seen, first).known() && remembered < 100; ++remembered) {
    const auto key = key_of({event::Value::text(std::to_string(remembered + 1))});
    memory.remember_outcome(memory.outcome_place(seen, key), {large});
    memory.forget_if_full();
  }
  EXPECT_LT(remembered, 20U);
}

}  // namespace
}  // namespace hoptrace::hunt
