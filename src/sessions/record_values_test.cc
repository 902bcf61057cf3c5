// Facts read before there is an Event are those that are read of it.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "sessions/packed_facts.h"
#include "sessions/record_for_tests.h"

namespace hoptrace::sessions {
namespace {

// A record of a shape: some of its fields are not there.
struct Shaped final : RecordValues {
  struct Field {
    std::string_view name;
    bool system = false;
    std::optional<event::Value> value;
  };
  std::vector<Field> fields;
  [[nodiscard]] std::optional<event::Value> value(std::size_t field) const override { return fields[field].value; }
};

struct Header {
  std::string_view channel, provider;
  std::vector<std::uint32_t> ids;
  event::LogKind kind{};
};

const std::vector<Header>& headers() {
  static const std::vector<Header> all{
      {"Security", kAuditing, {4624, 4625, 4634, 4647, 4648, 4672, 4778, 4779, 4768, 4769, 4776,
                               4662, 5140, 5145, 4697, 4698, 4688, 5156, 1102, 4616, 4719}},
      {kSysmonChannel, kSysmonProvider, {1, 3, 10, 11, 17, 18, 19, 22}},
      {"System", "Service Control Manager", {7045}},
      {"Microsoft-Windows-PowerShell/Operational", "Microsoft-Windows-PowerShell", {4103, 4104}},
      {"Microsoft-Windows-WinRM/Operational", "Microsoft-Windows-WinRM", {6, 91}},
      {{}, {}, {0}, {"zeek", {}, "conn"}},
      {{}, {}, {0}, {"zeek", {}, "dce_rpc"}},
      {{}, {}, {0}, {"azure", {}, "signinlogs"}},
  };
  return all;
}

constexpr std::array<std::string_view, 30> kTexts{"-",
                                                  "",
                                                  " anna ",
                                                  "ACME\\anna",
                                                  "FS01$",
                                                  "fs01.acme.example",
                                                  "SYSTEM",
                                                  "10.1.2.3",
                                                  "10.1.2.4",
                                                  "::ffff:10.1.2.5",
                                                  "::1",
                                                  "3",
                                                  "10",
                                                  "445",
                                                  "0x3e7",
                                                  "0x1a2b3c",
                                                  "S-1-5-18",
                                                  "S-1-5-21-1-2-3-1104",
                                                  "{ca57ec33-2e4b-499b-d832-a80818e844fa}",
                                                  "C:\\Windows\\System32\\cmd.exe",
                                                  "C:\\Windows\\System32\\wbem\\WmiPrvSE.exe",
                                                  "C:\\Windows\\System32\\lsass.exe",
                                                  "wmic /node:dc01 process call create calc.exe",
                                                  "\\\\*\\ADMIN$",
                                                  "\\\\*\\IPC$",
                                                  "svcctl",
                                                  "true",
                                                  "%%14592",
                                                  "2020-09-13T13:00:00Z",
                                                  "type:  5 fs01.corp.example;::ffff:10.0.0.7;"};

class RecordValuesTest : public testing::Test {
 protected:
  [[nodiscard]] std::size_t one_of(std::size_t number) { return random_() % number; }

  [[nodiscard]] event::Value any_value() {
    switch (one_of(8)) {
      case 0:
        return event::Value::unsigned_integer(one_of(2) == 0 ? 3 : 445);
      case 1:
        return event::Value::hex(0x1000 + one_of(3));
      case 2:
        return one_of(3) == 0 ? event::Value::null() : event::Value::boolean(one_of(2) == 0);
      default:
        return event::Value::text(kTexts[one_of(kTexts.size())]);
    }
  }

  void make_shape(std::size_t size) {
    shape_.fields.clear();
    std::vector<SlotPlaces::Field> places;
    while (shape_.fields.size() < size) {
      const std::string_view name = slot_names()[one_of(slot_names().size())].name;
      shape_.fields.push_back({name, one_of(6) == 0, {}});
      places.push_back({fields_.find(name), shape_.fields.back().system});
    }
    places_ = by_values_.places(places);
  }

  void fill(const Header& header) {
    event_.clear();
    event_.channel = header.channel;
    event_.provider = header.provider;
    event_.event_id = header.ids[one_of(header.ids.size())];
    event_.kind = header.kind;
    event_.computer = one_of(9) == 0 ? "" : "FS01.acme.example";
    event_.record_id = ++records_;
    event_.origin = {base::ArtifactId{7}, records_ * 100};
    event_.timed = one_of(20) != 0;
    event_.time.ticks = Reading::kBegin + static_cast<std::int64_t>(records_) * base::Time::kTicksPerSecond;
    for (Shaped::Field& field : shape_.fields) {
      field.value.reset();
      if (one_of(4) == 0) continue;
      field.value = any_value();
      event_.add(fields_.find(field.name), field.name, *field.value, field.system);
    }
  }

  void read_both() {
    const auto* const kind = by_values_.kind_of(event_.channel, event_.provider, event_.event_id, event_.kind);
    by_event_.read(event_, "acme", "host");
    if (kind == nullptr) return;  // another provider's number
    by_values_.read(*kind,
                    {event_.origin, event_.time, event_.timed, event_.record_id, event_.event_id, event_.computer},
                    shape_, places_, "acme", "host");
  }

  event::FieldDictionary fields_ = [] {
    event::FieldDictionary fields;
    FactReader::declare(fields);
    return fields;
  }();
  FactReader by_event_{fields_}, by_values_{fields_};
  std::mt19937 random_{11};  // the same in every run
  Shaped shape_;
  SlotPlaces places_;
  event::Event event_;
  std::uint64_t records_ = 0;
};

TEST_F(RecordValuesTest, FactsAreThoseOfTheEvent) {
  std::size_t facts = 0;
  for (int round = 0; round < 400; ++round) {
    make_shape(5 + one_of(60));
    const Header& header = headers()[one_of(headers().size())];
    for (int record = 0; record < 20; ++record) {
      fill(header);
      read_both();
    }
    const auto expected = by_event_.take(), got = by_values_.take();
    ASSERT_EQ(pack(*expected), pack(*got)) << "in round " << round;
    facts += expected->rows.size();
  }
  EXPECT_GT(facts, 500U);
}

}  // namespace
}  // namespace hoptrace::sessions
