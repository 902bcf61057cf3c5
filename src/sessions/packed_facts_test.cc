#include "sessions/packed_facts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hoptrace::sessions {
namespace {

Facts some_facts() {
  Facts facts;
  (void)facts.texts.intern("named by no fact");
  Fact fact;
  fact.tenant = facts.texts.intern("acme");
  fact.host = facts.texts.intern("fs01.acme.example");
  for (int i = 0; i < 50; ++i) {
    fact.time.ticks = 1'600'000'000'0000000 + (i % 7) * 10'000'000 - i;
    fact.offset += 480;
    fact.record_id = static_cast<std::uint64_t>(1000 - i);
    fact.logon_id = i % 3 == 0 ? 0 : 0xFFFF'FFFF'FFFF'FFFFULL - static_cast<std::uint64_t>(i);
    fact.guid = static_cast<std::uint64_t>(i) * 0x9E3779B97F4A7C15ULL;
    fact.account = facts.texts.intern("ACME\\user" + std::to_string(i % 5));
    fact.detail = i % 4 == 0 ? kNoText : facts.texts.intern("n\xC3\xA4me " + std::to_string(i));
    fact.artifact = base::ArtifactId{i - 3};
    fact.event_id = static_cast<std::uint16_t>(i % 2 == 0 ? 4624 : 65535);
    fact.peer_port = static_cast<std::uint16_t>(i * 1000);
    fact.kind = static_cast<FactKind>(i % 37);
    fact.logon_type = static_cast<std::uint8_t>(i * 5);
    fact.witness = static_cast<Witness>(i % 5);
    fact.channel = static_cast<std::uint8_t>(i % 20);
    facts.rows.push_back(fact);
  }
  facts.rows.push_back(fact);  // the same again
  return facts;
}

// A row as text, whatever the numbers of its texts.
std::string shown(const Facts& facts, const Fact& fact) {
  std::string out;
  for (const Text text : {fact.tenant, fact.host, fact.account, fact.actor, fact.peer_host, fact.peer_address,
                          fact.own_address, fact.detail}) {
    out.append(facts.texts.text(text)).append(1, '\n');
  }
  for (const auto number :
       {static_cast<std::uint64_t>(fact.time.ticks), fact.offset, fact.record_id, fact.logon_id, fact.actor_logon,
        fact.guid, static_cast<std::uint64_t>(fact.artifact), std::uint64_t{fact.event_id},
        std::uint64_t{fact.peer_port}, std::uint64_t{fact.own_port}, static_cast<std::uint64_t>(fact.kind),
        std::uint64_t{fact.logon_type}, static_cast<std::uint64_t>(fact.witness), std::uint64_t{fact.channel}}) {
    out.append(std::to_string(number)).append(1, ' ');
  }
  return out;
}

std::vector<std::string> shown(const Facts& facts, std::size_t from = 0) {
  std::vector<std::string> out;
  for (std::size_t i = from; i < facts.rows.size(); ++i) out.push_back(shown(facts, facts.rows[i]));
  return out;
}

TEST(PackedFacts, come_back_as_they_were) {
  const Facts facts = some_facts();
  const std::string packed = pack(facts);
  Facts back;
  (void)back.texts.intern("something else");
  ASSERT_TRUE(unpack(packed, back));
  EXPECT_EQ(shown(back), shown(facts));
  EXPECT_EQ(back.texts.find("named by no fact"), kNoText);
  EXPECT_EQ(pack(back), packed) << "the same facts are the same bytes, however their texts are numbered";
}

TEST(PackedFacts, are_added_to_what_is_there) {
  Facts facts = some_facts();
  const std::vector<std::string> once = shown(facts);
  ASSERT_TRUE(unpack(pack(facts), facts));
  EXPECT_EQ(shown(facts, once.size()), once);
}

TEST(PackedFacts, are_small) {
  Facts facts;
  Fact fact;
  fact.tenant = facts.texts.intern("acme");
  fact.host = facts.texts.intern("dc01.acme.example");
  fact.event_id = 4624;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    fact.time.ticks += 12'345'678;
    fact.offset += 1100;
    fact.record_id += 3;
    fact.logon_id += 0x1234;
    fact.account = facts.texts.intern("ACME\\user" + std::to_string(i % 50));
    fact.peer_address = facts.texts.intern("10.0.0." + std::to_string(i % 40));
    facts.rows.push_back(fact);
  }
  EXPECT_LT(pack(facts).size(), std::size_t{20'000});
}

TEST(PackedFacts, none_are_some_bytes) {
  Facts back;
  EXPECT_TRUE(unpack(pack(Facts{}), back));
  EXPECT_TRUE(back.rows.empty());
  EXPECT_FALSE(unpack("", back));
}

TEST(PackedFacts, cut_anywhere_are_refused) {
  const std::string packed = pack(some_facts());
  for (std::size_t size = 0; size < packed.size(); ++size) {
    Facts back;
    const auto done = unpack(std::string_view(packed).substr(0, size), back);
    ASSERT_FALSE(done) << size;
    EXPECT_EQ(done.error().code, base::Code::kMalformed);
    EXPECT_TRUE(back.rows.empty()) << "nothing of what is damaged is kept";
  }
  Facts back;
  EXPECT_FALSE(unpack(packed + '\0', back));
}

TEST(PackedFacts, changed_anywhere_are_refused_or_are_what_they_say) {
  const std::string packed = pack(some_facts());
  for (std::size_t at = 0; at < packed.size(); ++at) {
    for (const int change : {1, 0x40, 0x80, 0xFF}) {
      std::string changed = packed;
      changed[at] = static_cast<char>(changed[at] ^ change);
      Facts back;
      if (unpack(changed, back)) {
        EXPECT_EQ(pack(back), changed) << at;
      }
    }
  }
}

TEST(PackedFacts, counts_beyond_the_bytes_are_refused) {
  Facts back;
  const std::string many = "\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F";
  EXPECT_FALSE(unpack(many, back));
  EXPECT_FALSE(unpack(std::string("\x01\x00", 2) + "\xFF\xFF\xFF\xFF\x0F", back));
}

}  // namespace
}  // namespace hoptrace::sessions
