// What a sieve is shown of a record is what the tree makes of it, with plans kept from chunk to chunk.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "decode/evtx/built_chunk_for_tests.h"
#include "decode/evtx/sieve_for_tests.h"

namespace hoptrace::decode::evtx {
namespace {

// Decoders that live as long as the test, so that what one chunk taught them is used on the next.
class Decoders {
 public:
  // Decodes `bytes` (whole chunks) in every way and compares. The events are the tree's.
  Collected decode(std::vector<std::uint8_t> bytes, bool carve = false) {
    Piece piece;
    piece.offset = kFileHeaderBytes;
    piece.bytes = std::move(bytes);
    Collected by_tree, by_plan, of_all, of_none;
    none.records.clear(), all.records.clear();
    ChunkDecoder(fields_, {.carve = carve}, Way::kTreeOnly).decode(piece, by_tree);
    (carve ? plan_carving_ : plan_).decode(piece, by_plan);
    (carve ? all_carving_ : all_).decode(piece, of_all);
    (carve ? none_carving_ : none_).decode(piece, of_none);
    EXPECT_EQ(by_plan.events, by_tree.events);
    EXPECT_EQ(of_all.events, by_tree.events);
    EXPECT_EQ(all.records.size(), none.records.size());
    for (const Collected* other : {&by_plan, &of_all, &of_none}) {
      EXPECT_EQ(other->anomalies.size(), by_tree.anomalies.size());
      for (std::size_t i = 0; i < std::min(other->anomalies.size(), by_tree.anomalies.size()); ++i) {
        EXPECT_EQ(other->anomalies[i].detail, by_tree.anomalies[i].detail);
      }
    }
    compare(by_tree, of_none);
    EXPECT_THAT(none.key_faults, testing::IsEmpty());
    return by_tree;
  }

  Glanced none{false};
  Glanced all{true};

 private:
  // Every event was either shown to the sieve, or came without asking.
  void compare(const Collected& by_tree, const Collected& unasked) {
    std::map<std::uint64_t, const CollectedEvent*> made;
    for (const CollectedEvent& event : unasked.events) made[event.offset] = &event;
    EXPECT_EQ(by_tree.events.size(), none.records.size() + made.size());
    for (const CollectedEvent& event : by_tree.events) {
      const auto shown = none.records.find(event.offset);
      if (shown != none.records.end()) {
        EXPECT_TRUE(shown->second.is_of(event)) << "the record at " << event.offset;
      } else {
        ASSERT_TRUE(made.contains(event.offset));
        EXPECT_EQ(*made[event.offset], event);
      }
    }
  }

  event::FieldDictionary fields_;
  ChunkDecoder plan_{fields_}, all_{fields_, {.sieve = &all}}, none_{fields_, {.sieve = &none}};
  ChunkDecoder plan_carving_{fields_, {.carve = true}}, all_carving_{fields_, {.carve = true, .sieve = &all}},
      none_carving_{fields_, {.carve = true, .sieve = &none}};
};

TEST(EvtxSieve, SeesWhatTheTreeMakesOfRealRecordsAndTheirSlack) {
  const std::filesystem::path root = std::filesystem::path(HOPTRACE_SOURCE) / "../shared/data";
  if (!std::filesystem::is_directory(root)) GTEST_SKIP() << "no evidence to compare on";
  std::size_t events = 0, shown = 0, same_keys = 0;
  for (const bool carve : {false, true}) {
    Decoders decoders;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (!entry.is_regular_file() || entry.path().extension() != ".evtx") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      in.seekg(kFileHeaderBytes);
      std::vector<std::uint8_t> chunks{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      events += decoders.decode(std::move(chunks), carve).events.size();
      shown += decoders.none.records.size();
      same_keys += decoders.none.same_keys;
      ASSERT_FALSE(testing::Test::HasFailure()) << entry.path();
    }
  }
  EXPECT_GT(events, 0U);
  EXPECT_GT(shown, events * 99 / 100) << "real records have shapes";
  EXPECT_GT(same_keys, events / 10) << "else the comparison of keys says little";
}

// A record with a value of each of `values`, of which the last may be null.
void put_record(BuiltChunk& b, std::uint64_t id, const std::vector<BuiltValue>& values) {
  b.record(id, [&] {
    const auto content = [&] {
      b.element("System", {}, [&] {
        b.element("EventID", {{"Qualifiers", b.value(4, type::kUint16, true)}}, b.value(0, type::kUint16));
        b.element("Channel", {}, b.literal("Security"));
        b.element("Computer", {}, b.value(1, type::kString));
        b.element("TimeCreated", {{"SystemTime", b.value(5, type::kFileTime)}}, {});
      });
      b.element("EventData", {}, [&] {
        b.element("Data", {{"Name", b.literal("List")}}, b.value(2, type::kString | type::kArray));
        b.element("Data", {{"Name", b.literal("Maybe")}}, b.value(3, type::kString, true), 3);
        b.element("Data", {{"Name", b.literal("Joined")}}, [&] { b.literal("a ")(), b.value(0, type::kUint16)(); });
        b.element("Data", {{"Name", b.literal("Who")}}, b.value(6, type::kSid));
      });
    };
    b.instance(7, [&] { b.element("Event", {}, content); }, values);
  });
}

std::vector<BuiltValue> usual_values() {
  return {built_number<std::uint16_t>(type::kUint16, 4624),
          built_text("fs01"),
          {},
          {},
          {},
          built_number(type::kFileTime, BuiltChunk::kWritten),
          {type::kSid, std::string("\x01\x01\0\0\0\0\0\x05\x12\0\0\0", 12)}};
}

TEST(EvtxSieve, IsToldWhatIsAbsentAndWhatIsNoPlainValue) {
  BuiltChunk b;
  put_record(b, 1, usual_values());
  auto values = usual_values();
  values[2] = {type::kString | type::kArray, base::utf16le_from_utf8(std::string("x\0y", 3))};
  values[3] = built_text("there");
  put_record(b, 2, values);
  Decoders decoders;
  ASSERT_EQ(decoders.decode(b.finish()).events.size(), 2U);
  ASSERT_EQ(decoders.none.records.size(), 2U);
  const auto slot = [](const GlancedRecord& record, std::string_view name) {
    return *std::find_if(record.slots.begin(), record.slots.end(), [name](const auto& s) { return s.name == name; });
  };
  const GlancedRecord& first = decoders.none.records.begin()->second;
  const GlancedRecord& second = decoders.none.records.rbegin()->second;
  EXPECT_EQ(slot(first, "Maybe").text, std::nullopt);
  EXPECT_TRUE(slot(first, "Maybe").plain);
  EXPECT_EQ(slot(first, "List").text, "") << "an array without a value is an empty text";
  EXPECT_EQ(slot(first, "EventID_Qualifiers").text, std::nullopt);
  EXPECT_EQ(slot(first, "Who").text, "S-1-5-18");
  EXPECT_EQ(slot(second, "Maybe").text, "there");
  EXPECT_FALSE(slot(second, "List").plain);
  EXPECT_FALSE(slot(second, "Joined").plain);
}

TEST(EvtxSieve, ATemplateAtAnotherPlaceIsTheSameShape) {
  Decoders decoders;
  for (std::uint64_t round = 1; round <= 4; ++round) {
    BuiltChunk b;
    for (std::uint64_t i = 1; i < round; ++i) {
      b.record(i, [&] { b.instance(1, [&] { b.element("Event", {{"A", b.literal("x")}}, {}); }, {}); });
    }
    put_record(b, round, usual_values());
    EXPECT_EQ(decoders.decode(b.finish()).events.size(), round);
  }
  EXPECT_EQ(decoders.none.shapes_met, 2U);
}

// A chunk whose only template names its <Data> by a reference to a name in the chunk's header.
BuiltChunk named_elsewhere(std::string_view name) {
  constexpr std::uint32_t kPlace = 256;
  BuiltChunk b;
  const std::string units = base::utf16le_from_utf8(name);
  b.put_at(kPlace + 6, static_cast<std::uint16_t>(name.size()));
  for (std::size_t i = 0; i < units.size(); ++i) b.put_at(kPlace + 8 + i, units[i]);
  b.record(1, [&] {
    const auto leaf = [&] {
      b.put<std::uint8_t>(0x01), b.put<std::uint16_t>(0xFFFF), b.put<std::uint32_t>(0), b.put(kPlace);
      b.put<std::uint8_t>(0x02), b.literal("x")(), b.put<std::uint8_t>(0x04);
    };
    b.instance(1, [&] { b.element("Event", {}, [&] { b.element("UserData", {}, leaf); }); }, {});
  });
  return b;
}

TEST(EvtxSieve, TheSameBytesWithOtherNamesBehindThemAreNotTheSame) {
  Decoders decoders;
  for (const char* name : {"Alpha", "Gamma", "Alpha", "Al", "Alphabet", "Gamma"}) {
    const Collected out = decoders.decode(named_elsewhere(name).finish());
    ASSERT_EQ(out.events.size(), 1U);
    EXPECT_EQ(out.events[0].all(name), std::vector<std::string>{"x"});
  }
  EXPECT_EQ(decoders.none.shapes_met, 4U);
}

TEST(EvtxSieve, RecordsWithUnsoundValuesAreMadeWithoutAsking) {
  BuiltChunk b;
  auto values = usual_values();
  values[6].bytes.pop_back();
  put_record(b, 1, values);
  Decoders decoders;
  const Collected out = decoders.decode(b.finish());
  EXPECT_TRUE(out.has(base::AnomalyKind::kBadValue));
  EXPECT_EQ(out.events.size(), 1U);
  EXPECT_TRUE(decoders.none.records.empty());
}

TEST(EvtxSieve, WhatIsKeptIsForgottenBeforeItGrowsTooLarge) {
  Decoders decoders;
  for (int round = 0; round < 400; ++round) {
    const Collected out = decoders.decode(named_elsewhere("N" + std::to_string(round)).finish());
    ASSERT_EQ(out.events.size(), 1U);
  }
  EXPECT_GT(decoders.none.forgotten, 5U) << "templates with one id";
}

}  // namespace
}  // namespace hoptrace::decode::evtx
