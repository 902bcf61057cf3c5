#include "base/packing.h"

#include <gtest/gtest.h>

#include "base/member_count_for_test.h"
#include "indicators/load.h"
#include "indicators/lookup.h"

namespace hoptrace::indicators {
namespace {

static_assert(base::kAllNamed<Indicator> && base::kAllNamed<Refusal>);

TEST(IndicatorIndexPacking, WhatComesBackFindsTheSame) {
  std::vector<Refusal> refused;
  const auto index = load_index(HOPTRACE_SOURCE "/content", OwnLists::kRead, {}, refused);
  ASSERT_TRUE(index) << index.error().sentence();
  base::Packer packer;
  packer.put(*index);
  const std::string bytes = packer.take();
  IndicatorIndex again;
  base::Unpacker unpacker(base::bytes_of(bytes));
  unpacker.get(again);
  ASSERT_TRUE(unpacker.whole());
  ASSERT_EQ(again.all().size(), index->all().size());

  Scanner first(*index), second(again);
  event::Event event;
  std::vector<Sighting> before, after;
  for (std::size_t i = 0; i < again.all().size(); ++i) {
    EXPECT_EQ(id_of(again.all()[i]), id_of(index->all()[i]));
    event.clear();
    event.add(event::FieldId::kOther, "Text", event::Value::text(again.all()[i].value));
    first.scan(event, before);
    second.scan(event, after);
    EXPECT_EQ(before, after) << again.all()[i].value;
  }
}

}  // namespace
}  // namespace hoptrace::indicators
