#include "sessions/flow_count.h"

#include <gtest/gtest.h>

#include "sessions/packed_flows.h"
#include "sessions/record_for_tests.h"

namespace hoptrace::sessions {
namespace {

// Reads records and shows the rows that came of them.
class FlowCount : public testing::Test {
 protected:
  FlowCount() {
    FlowReader::declare(fields_);
    reader_ = std::make_unique<FlowReader>(fields_);
  }
  void read(const Written& record) {
    event_.clear();
    event_.channel = record.channel, event_.provider = record.provider, event_.event_id = record.event_id;
    event_.computer = record.computer, event_.kind = record.kind;
    event_.origin = {base::ArtifactId{7}, ++records_ * 100};
    event_.timed = true;
    event_.time.ticks = Reading::kBegin;
    for (const auto& [name, value] : record.values) event_.add(fields_.find(name), name, event::Value::text(value));
    reader_->read(event_, "acme", "FS01");
  }
  // The same before there is an Event of it; its values are fields 1, 2, … behind one that it does not have.
  void read_values(const Written& record) {
    struct Shown final : RecordValues {
      std::vector<std::optional<event::Value>> values{std::nullopt};
      std::optional<event::Value> value(std::size_t field) const override { return values[field]; }
    } shown;
    std::vector<SlotPlaces::Field> fields;
    for (const auto& [name, value] : record.values) {
      if (fields.empty()) fields.push_back({fields_.find(name), false});
      fields.push_back({fields_.find(name), false});
      shown.values.emplace_back(event::Value::text(value));
    }
    const auto reader = reader_->of_values(record.channel, record.provider, record.event_id, record.kind, fields);
    ASSERT_NE(reader, nullptr);
    RecordMembers members;
    members.origin = {base::ArtifactId{7}, ++records_ * 100};
    members.time.ticks = Reading::kBegin;
    members.timed = true;
    members.event_id = record.event_id;
    members.computer = record.computer;
    reader->read(members, shown, "acme", "FS01");
  }
  const Flows& rows() { return *(flows_ = reader_->take_flows()); }
  std::string_view text(Text text) const { return flows_->texts.text(text); }

  event::FieldDictionary fields_;
  std::unique_ptr<FlowReader> reader_;
  event::Event event_;
  std::uint64_t records_ = 0;
  std::unique_ptr<Flows> flows_;
};

Written conn(std::string_view from, std::string_view to, std::string_view out, std::string_view in,
             std::string_view port = "50001") {
  return zeek("conn", {{"id.orig_h", from},
                       {"id.orig_p", port},
                       {"id.resp_h", to},
                       {"id.resp_p", "443"},
                       {"orig_bytes", out},
                       {"resp_bytes", in},
                       {"missed_bytes", "0"}});
}

TEST_F(FlowCount, ValuesSayWhatTheirEventSays) {
  const std::vector<Written> records{
      security(5145, {{"SubjectUserName", "anna"},
                      {"SubjectDomainName", "ACME"},
                      {"IpAddress", "10.0.0.7"},
                      {"ShareName", "\\\\*\\data"},
                      {"RelativeTargetName", "designs\\a.dwg"},
                      {"AccessMask", "0x1"}}),
      sysmon(3, {{"Initiated", "true"},
                 {"SourceIp", "10.0.0.7"},
                 {"SourcePort", "50001"},
                 {"DestinationIp", "192.0.2.1"},
                 {"DestinationPort", "443"},
                 {"Image", "C:\\a\\b.exe"}}),
      sysmon(22, {{"QueryName", "files.example"}, {"QueryResults", "192.0.2.1"}}),
      conn("10.0.0.7", "192.0.2.1", "1000", "50"),
  };
  for (const Written& record : records) {
    records_ = 0;
    read(record);
    const std::string of_event = reader_->take();
    records_ = 0;
    read_values(record);
    EXPECT_FALSE(of_event.empty());
    EXPECT_EQ(reader_->take(), of_event);
  }
  EXPECT_EQ(reader_->of_values("Security", kAuditing, 4624, {}, {}), nullptr);
}

TEST_F(FlowCount, OutwardBytesAreCountedByPlaceAndHour) {
  read(conn("10.0.0.7", "192.0.2.1", "1000", "50"));
  read(conn("10.0.0.7", "192.0.2.1", "3000", "50", "50002"));
  const Flows& all = rows();
  ASSERT_EQ(all.rows.size(), 1U);
  EXPECT_EQ(all.rows[0].flows, 2U);
  EXPECT_EQ(all.rows[0].out, 4000U);
  EXPECT_EQ(all.rows[0].biggest, 3000U);
  EXPECT_EQ(all.rows[0].offset, 200U);
  EXPECT_EQ(text(all.rows[0].destination), "192.0.2.1");
}

TEST_F(FlowCount, WhoAnswersAnOuterAddressSendsToIt) {
  read(conn("192.0.2.1", "10.0.0.7", "50", "9000"));
  const Flows& all = rows();
  ASSERT_EQ(all.rows.size(), 1U);
  EXPECT_EQ(text(all.rows[0].source), "10.0.0.7");
  EXPECT_EQ(all.rows[0].out, 9000U);
}

TEST_F(FlowCount, SmallInnerFlowsAndOuterOnesAreLeftOut) {
  read(conn("10.0.0.7", "10.0.0.8", "1000", "1000"));
  read(conn("192.0.2.1", "192.0.2.2", "10000000", "1000"));
  EXPECT_TRUE(rows().rows.empty());
}

TEST_F(FlowCount, WithoutPayloadSizesPacketsStandForThem) {
  read(zeek("conn", {{"id.orig_h", "10.0.0.7"},
                     {"id.orig_p", "5"},
                     {"id.resp_h", "192.0.2.1"},
                     {"id.resp_p", "443"},
                     {"orig_ip_bytes", "1400"},
                     {"orig_pkts", "10"}}));
  read(zeek("conn",
            {{"id.orig_h", "10.0.0.8"}, {"id.orig_p", "5"}, {"id.resp_h", "192.0.2.1"}, {"id.resp_p", "443"}}));
  const Flows& all = rows();
  ASSERT_EQ(all.rows.size(), 2U);
  EXPECT_EQ(all.rows[0].out, 1000U);
  EXPECT_EQ(all.rows[1].unsized, 1U);
}

TEST_F(FlowCount, AFlowHasOneBitInEveryLog) {
  read(conn("10.0.0.7", "192.0.2.1", "1000", "50"));
  read(zeek("ssl", {{"id.orig_h", "10.0.0.7"},
                    {"id.orig_p", "50001"},
                    {"id.resp_h", "192.0.2.1"},
                    {"id.resp_p", "443"},
                    {"server_name", "files.example"}}));
  read(sysmon(3, {{"SourceIp", "10.0.0.7"},
                  {"SourcePort", "50001"},
                  {"DestinationIp", "192.0.2.1"},
                  {"DestinationPort", "443"},
                  {"Initiated", "true"},
                  {"Image", "C:\\a\\b.exe"}}));
  const Flows& all = rows();
  ASSERT_EQ(all.rows.size(), 3U);
  EXPECT_EQ(all.rows[0].seen, all.rows[1].seen);
  EXPECT_EQ(all.rows[0].seen, all.rows[2].seen);
}

TEST_F(FlowCount, FilesReadOnSharesAreCountedByFolder) {
  const Values values{{"SubjectUserName", "j.meyer"},
                      {"SubjectDomainName", "ACME"},
                      {"IpAddress", "10.0.0.7"},
                      {"ShareName", "\\\\*\\data"},
                      {"RelativeTargetName", "designs\\a.dwg"},
                      {"AccessMask", "0x120089"}};
  read(security(5145, values));
  Values machine = values;
  machine[0].second = "WS01$";
  read(security(5145, machine));
  Values written = values;
  written[5].second = "0x2";
  read(security(5145, written));
  const Flows& all = rows();
  ASSERT_EQ(all.rows.size(), 1U);
  EXPECT_EQ(text(all.rows[0].detail), "data\\designs");
  EXPECT_EQ(text(all.rows[0].account), "ACME\\j.meyer");
}

TEST_F(FlowCount, ProxiesNameTheHostAsked) {
  Written record = zeek("x", {{"c-ip", "10.0.0.7"}, {"c-uri", "https://files.example:8443/up"}, {"cs-bytes", "700"}});
  record.kind = {{}, "proxy", {}};
  read(record);
  const Flows& all = rows();
  ASSERT_EQ(all.rows.size(), 1U);
  EXPECT_EQ(text(all.rows[0].destination), "files.example");
  EXPECT_EQ(all.rows[0].out, 700U);
}

TEST_F(FlowCount, PackedFlowsComeBackAndDamagedOnesAreRefused) {
  read(conn("10.0.0.7", "192.0.2.1", "1000", "50"));
  read(zeek("capture_loss", {{"peer", "zeek"}, {"gaps", "10"}, {"acks", "100"}}));
  const std::string packed = reader_->take();
  Flows back;
  ASSERT_TRUE(unpack(packed, back));
  ASSERT_EQ(back.rows.size(), 2U);
  EXPECT_EQ(back.rows[0].out, 1000U);
  EXPECT_EQ(back.rows[1].missed, 10U);
  for (std::size_t size = 0; size < packed.size(); ++size) {
    Flows cut;
    EXPECT_FALSE(unpack(packed.substr(0, size), cut)) << size;
  }
}

}  // namespace
}  // namespace hoptrace::sessions
