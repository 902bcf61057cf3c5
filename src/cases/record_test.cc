// Records that a case keeps whole.
#include "cases/case_fixture.h"

namespace hoptrace::cases {
namespace {

class RecordTest : public CaseFixture {
 protected:
  void SetUp() override {
    case_ = open();
    ASSERT_TRUE(case_->begin_run("1", "hunt", at(0)));
    artifact_ = case_->register_artifact("acme", "aa", "a.evtx", "evtx", 100)->id;
  }
  [[nodiscard]] KeptRecord record(std::uint64_t offset) const {
    KeptRecord record;
    record.artifact = artifact_;
    record.offset = offset;
    record.event = {at(5), true, "FS01", "Security", "Auditing", 4624, offset * 2, {}};
    record.fields = {{"Account", "anna \xff\x01"}, {"Account", ""}, {"Type", "10"}};
    return record;
  }
  [[nodiscard]] std::vector<KeptRecord> kept() const {
    std::vector<KeptRecord> all;
    EXPECT_TRUE(case_->reading()->records([&](const KeptRecord& one) {
      all.push_back(one);
      return true;
    }));
    return all;
  }

  std::unique_ptr<Case> case_;
  base::ArtifactId artifact_{};
};

TEST_F(RecordTest, ComeBackAsTheyWere) {
  KeptRecord cut = record(20);
  cut.shortened = true;
  cut.event.timed = false;
  ASSERT_TRUE(case_->replace_records({}, {cut, record(10)}));
  const auto all = kept();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].offset, 10U);  // by place
  EXPECT_EQ(all[0].tenant, "acme");
  EXPECT_EQ(all[0].fields, record(10).fields);
  EXPECT_EQ(all[0].event.time, at(5));
  EXPECT_EQ(all[0].event.host, "FS01");
  EXPECT_EQ(all[0].event.channel, "Security");
  EXPECT_EQ(all[0].event.provider, "Auditing");
  EXPECT_EQ(all[0].event.event_id, 4624U);
  EXPECT_EQ(all[0].event.record_id, 20U);
  EXPECT_FALSE(all[0].shortened);
  EXPECT_TRUE(all[1].shortened);
  EXPECT_FALSE(all[1].event.timed);
}

TEST_F(RecordTest, OnlyThoseThatAreStillWantedStay) {
  ASSERT_TRUE(case_->replace_records({}, {record(10), record(20), record(30)}));
  ASSERT_TRUE(case_->replace_records({{artifact_, 20}}, {record(40)}));
  const auto all = kept();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].offset, 20U);
  EXPECT_EQ(all[1].offset, 40U);
}

}  // namespace
}  // namespace hoptrace::cases
