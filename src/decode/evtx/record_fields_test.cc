// How the parts of an event's XML become fields, on chunks built by hand; each goes both ways.
#include <gtest/gtest.h>

#include "decode/evtx/built_chunk_for_tests.h"
#include "decode/evtx/collected_for_tests.h"

namespace hoptrace::decode::evtx {
namespace {

using Texts = std::vector<std::string>;

// Decodes the chunk by plan and by tree; both must say the same.
Collected both_ways(const BuiltChunk& chunk) {
  Collected by_plan = decode_chunk(chunk.finish());
  const Collected by_tree = decode_chunk(chunk.finish(), false, Way::kTreeOnly);
  EXPECT_EQ(by_plan.events, by_tree.events);
  EXPECT_EQ(by_plan.anomalies.size(), by_tree.anomalies.size());
  return by_plan;
}

// <System> with its usual parts; values 0 to 4.
void put_system(BuiltChunk& b) {
  b.element("System", {}, [&] {
    b.element("Provider", {{"Name", b.literal("Microsoft-Windows-Test")}, {"Guid", b.value(3, type::kGuid, true)}},
              {});
    b.element("EventID", {{"Qualifiers", b.value(4, type::kUint16, true)}}, b.value(0, type::kUint16, true), 0);
    b.element("TimeCreated", {{"SystemTime", b.value(1, type::kFileTime)}}, {});
    b.element("EventRecordID", {}, b.value(2, type::kUint64));
    b.element("Correlation", {}, {});
    b.element("Channel", {}, b.literal("Security"));
    b.element("Computer", {}, b.literal("fs01.acme.example"));
  });
}

std::vector<BuiltValue> system_values() {
  return {built_number<std::uint16_t>(type::kUint16, 4624),
          built_number(type::kFileTime, BuiltChunk::kWritten),
          built_number<std::uint64_t>(type::kUint64, 77),
          {},
          {}};
}

// One record with `inside` behind <System>; `values` begin with index 5.
BuiltChunk event_with(const std::function<void(BuiltChunk&)>& inside, std::vector<BuiltValue> values = {}) {
  BuiltChunk b;
  auto all = system_values();
  all.insert(all.end(), values.begin(), values.end());
  b.record(77, [&] {
    b.instance(
        1, [&] { b.element("Event", {{"xmlns", b.literal("urn:x")}}, [&] { put_system(b), inside(b); }); }, all);
  });
  return b;
}

TEST(RecordFields, SystemHasItsFixedNamesAndFillsTheEvent) {
  const Collected out = both_ways(event_with([](BuiltChunk&) {}));
  ASSERT_EQ(out.events.size(), 1U);
  const CollectedEvent& e = out.events[0];
  EXPECT_EQ(e.event_id, 4624U);
  EXPECT_EQ(e.record_id, 77U);
  EXPECT_EQ(e.channel, "Security");
  EXPECT_EQ(e.provider, "Microsoft-Windows-Test");
  EXPECT_EQ(e.computer, "fs01.acme.example");
  EXPECT_EQ(e.offset, 4096U + 512U);
  EXPECT_EQ(e.ticks, base::Time::from_filetime(BuiltChunk::kWritten).ticks);
  EXPECT_EQ(e.all("EventID"), Texts{"4624"});
  EXPECT_EQ(e.all("Provider_Name"), Texts{"Microsoft-Windows-Test"});
  EXPECT_TRUE(e.all("Provider_Guid").empty()) << "an optional attribute whose value is null is not there";
  EXPECT_TRUE(e.all("EventID_Qualifiers").empty());
  EXPECT_TRUE(e.all("Correlation").empty());
  EXPECT_TRUE(std::all_of(e.fields.begin(), e.fields.end(), [](const auto& f) { return std::get<2>(f); }));
  EXPECT_TRUE(out.anomalies.empty());
}

TEST(RecordFields, EmptyIsThereAndNullDependencyIsNot) {
  const Collected out = both_ways(event_with(
      [](BuiltChunk& b) {
        b.element("EventData", {}, [&] {
          b.element("Data", {{"Name", b.literal("EmptyText")}}, b.value(5, type::kString));
          b.element("Data", {{"Name", b.literal("NullText")}}, b.value(6, type::kString));
          b.element("Data", {{"Name", b.literal("OptionalNull")}}, b.value(6, type::kString, true));
          b.element("Data", {{"Name", b.literal("NoContent")}}, {});
          b.element("Data", {{"Name", b.literal("Gone")}}, b.value(6, type::kString, true), 6);
          b.element("Data", {{"Name", b.literal("Padded")}}, b.value(7, type::kString));
          b.element("Data", {{"Name", b.literal("BeyondTheValues")}}, b.value(99, type::kString));
        });
      },
      {{type::kString, ""}, {}, built_text(std::string("Advapi  \0\0", 10))}));
  ASSERT_EQ(out.events.size(), 1U);
  const CollectedEvent& e = out.events[0];
  for (const char* name : {"EmptyText", "NullText", "OptionalNull", "NoContent", "BeyondTheValues"}) {
    EXPECT_EQ(e.all(name), Texts{""}) << name;
  }
  EXPECT_TRUE(e.all("Gone").empty());
  EXPECT_EQ(e.all("Padded"), Texts{"Advapi  "}) << "trailing blanks are the record's own, trailing NULs are not";
}

TEST(RecordFields, UnnamedDataRepeatsAndArraysComeApart) {
  const Collected out = both_ways(event_with(
      [](BuiltChunk& b) {
        b.element("EventData", {}, [&] {
          b.element("Data", {}, b.value(5, type::kString | type::kArray));
          b.element("Data", {}, b.literal("four"));
          b.element("Binary", {}, b.value(6, type::kBinary));
          b.element("ComplexData", {{"Name", b.literal("Struct")}},
                    [&] { b.element("Data", {{"Name", b.literal("Inner")}}, b.literal("x")); });
        });
      },
      {{type::kString | type::kArray, base::utf16le_from_utf8(std::string("one\0\0three\0", 11))},
       {type::kBinary, "\x01\x02"}}));
  ASSERT_EQ(out.events.size(), 1U);
  EXPECT_EQ(out.events[0].all("Data"), (Texts{"one", "", "three", "four"}));
  EXPECT_EQ(out.events[0].all("Binary"), Texts{"0102"});
  EXPECT_EQ(out.events[0].all("Inner"), Texts{"x"});
}

TEST(RecordFields, UserDataGivesItsLeavesByLocalName) {
  const Collected out = both_ways(event_with([](BuiltChunk& b) {
    b.element("UserData", {}, [&] {
      b.element("LogFileCleared", {{"xmlns:auto-ns3", b.literal("urn:y")}}, [&] {
        b.element("auto-ns3:SubjectUserName", {}, b.literal("w-admin"));
        b.element("Channel", {}, b.literal("System"));
        b.element("Backup", {{"Path", b.literal("C:\\x")}}, {});
      });
    });
  }));
  ASSERT_EQ(out.events.size(), 1U);
  const CollectedEvent& e = out.events[0];
  EXPECT_EQ(e.all("SubjectUserName"), Texts{"w-admin"});
  EXPECT_EQ(e.all("Backup_Path"), Texts{"C:\\x"});
  EXPECT_TRUE(e.all("Backup").empty());
  EXPECT_EQ(e.all("Channel"), (Texts{"Security", "System"}));
  EXPECT_EQ(e.channel, "Security") << "the event's own channel is System's";
}

TEST(RecordFields, RenderingInfoIsKeptAndHidesNothing) {
  const Collected out = both_ways(event_with([](BuiltChunk& b) {
    b.element("RenderingInfo", {{"Culture", b.literal("en-US")}}, [&] {
      b.element("Message", {}, b.literal("An account was logged on."));
      b.element("Level", {}, b.literal("Information"));
    });
  }));
  ASSERT_EQ(out.events.size(), 1U);
  const CollectedEvent& e = out.events[0];
  EXPECT_EQ(e.all("Message"), Texts{"An account was logged on."});
  EXPECT_EQ(e.all("RenderingInfo_Level"), Texts{"Information"});
  EXPECT_EQ(e.all("RenderingInfo_Culture"), Texts{"en-US"});
  EXPECT_TRUE(std::all_of(e.fields.begin(), e.fields.end(), [](const auto& f) { return std::get<2>(f); }));
}

TEST(RecordFields, TextPutTogetherFromParts) {
  const Collected out = both_ways(event_with(
      [](BuiltChunk& b) {
        b.element("EventData", {}, [&] {
          b.element("Data", {{"Name", b.literal("Joined")}}, [&] {
            b.literal("pid ")(), b.value(5, type::kUint32)(), b.literal(" ")();
            b.put<std::uint8_t>(0x08), b.put<std::uint16_t>(u'\u00E9');             // a character reference
            b.put<std::uint8_t>(0x07), b.put<std::uint16_t>(1), b.raw({"!\0", 2});  // CDATA
          });
        });
      },
      {built_number<std::uint32_t>(type::kUint32, 42)}));
  ASSERT_EQ(out.events.size(), 1U);
  EXPECT_EQ(out.events[0].all("Joined"), Texts{"pid 42 \u00E9!"});
}

// A chunk whose record holds BinXML in a value: either a template instance (as Windows writes it) or plain elements.
Collected nested(bool as_instance) {
  BuiltChunk inner;  // stands where the value will: right behind the record's and the outer template's bytes
  BuiltChunk b;
  const auto body = [&] { b.element("Event", {}, [&] { put_system(b), b.value(5, type::kBinXml, true)(); }); };
  auto values = system_values();
  values.push_back({type::kBinXml, ""});
  b.record(77, [&] {
    b.instance(1, body, values);
    const std::size_t spec_at = b.at() - 4 - (2 + 8 + 8);  // the last value's entry; its bytes come last
    const std::size_t begin = b.at();
    const auto data = [&] { b.element("Data", {{"Name", b.literal("X")}}, b.literal("in"), 0xFFFF, as_instance); };
    const auto event_data = [&] { b.element("EventData", {}, data, 0xFFFF, as_instance); };
    if (as_instance) {
      b.instance(2, event_data, {});
    } else {
      b.fragment_header(), event_data();
    }
    b.put<std::uint8_t>(0);
    b.put_at(spec_at, static_cast<std::uint16_t>(b.at() - begin));
  });
  return both_ways(b);
}

TEST(RecordFields, NestedBinXmlAsInstanceAndAsPlainElements) {
  for (const bool as_instance : {true, false}) {
    const Collected out = nested(as_instance);
    ASSERT_EQ(out.events.size(), 1U) << as_instance;
    EXPECT_EQ(out.events[0].all("X"), Texts{"in"}) << as_instance;
  }
}

TEST(RecordFields, ARecordWithoutItsOwnTimeTakesItsHeadersAndSaysSo) {
  BuiltChunk b;
  b.record(5, [&] { b.instance(1, [&] { b.element("Event", {{"A", b.literal("x")}}, {}); }, {}); });
  const Collected out = both_ways(b);
  ASSERT_EQ(out.events.size(), 1U);
  EXPECT_EQ(out.events[0].record_id, 5U);
  EXPECT_EQ(out.events[0].ticks, base::Time::from_filetime(BuiltChunk::kWritten).ticks);
  EXPECT_TRUE(out.has(base::AnomalyKind::kBadTime));
}

}  // namespace
}  // namespace hoptrace::decode::evtx
