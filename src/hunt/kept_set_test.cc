#include "hunt/kept_set.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "hunt/profile.h"

namespace hoptrace::hunt {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRule = R"(title: A Rule
id: 5f5cd3d7-0000-4000-8000-000000000001
status: test
level: high
logsource: {product: windows, category: process_creation}
detection: {selection: {Image|endswith: '\\a.exe', User|expand: '%Admins%'}, condition: selection}
)";

class KeptSetTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "hoptrace-set-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    place_ = name;
    fs::copy(HOPTRACE_SOURCE "/content", place_ / "content", fs::copy_options::recursive);
    fs::create_directory(place_ / "rules");
    put("rules/a.yml", kRule);
    put("admins.yml", "Admins: [root]\n");
    put("list.csv", "type,value\ndomain,evil.example\n");
    options_.content = place_ / "content";
    options_.rules = {place_ / "rules"};
    options_.placeholders = {place_ / "admins.yml"};
    options_.indicators = {place_ / "list.csv"};
    options_.kept_folder = place_ / "kept";
  }
  void TearDown() override { fs::remove_all(place_); }

  void put(const std::string& name, std::string_view content) {
    std::ofstream(place_ / name, std::ios::binary | std::ios::trunc) << content;
  }
  // All that later stages see of the equipment, as text; and whether it had been kept.
  std::string equipped(bool& kept) {
    Profile profile;
    options_.profile = &profile;
    const auto equipment = equip(options_, {});
    options_.profile = nullptr;
    EXPECT_TRUE(equipment) << equipment.error().sentence();
    if (!equipment) return {};
    kept = profile.report().index_kept.value_or(false);
    return text_of(**equipment);
  }
  static std::string text_of(const Equipment& e) {
    std::string out = e.rules->hash + "\n";
    for (std::size_t id = 0; id < e.fields.size(); ++id) {
      out.append(e.fields.name(static_cast<event::FieldId>(id))).append("\n");
    }
    for (const cases::PackedRule& packed : e.rule_pack.rules()) {
      const cases::RuleRecord r = packed.unpack();
      for (const auto* text : {&r.id, &r.title, &r.author, &r.level, &r.status, &r.path, &r.description, &r.hash}) {
        out.append(*text).append("|");
      }
      for (const auto* list : {&r.tags, &r.references, &r.falsepositives}) {
        for (const std::string& text : *list) out.append(text).append("|");
      }
      out += "\n";
    }
    for (const rules::CompiledRule& rule : e.rules->compiled) {
      for (const auto field : rule.fields) out += std::to_string(static_cast<unsigned>(field)) + " ";
      for (const auto lane : rule.lanes) out += e.rules->log_sources.lane(lane).name + " ";
    }
    for (const rules::Refusal& r : e.rules->refused) out += r.path + r.reason + "\n";
    for (const indicators::Refusal& r : e.refused_indicators) out += r.place + r.why + "\n";
    out += e.correlation_fields->names();
    return out;
  }
  std::string first(bool expected_kept) {
    bool kept = false;
    std::string out = equipped(kept);
    EXPECT_EQ(kept, expected_kept);
    return out;
  }
  std::vector<fs::path> kept_files() {
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator(place_ / "kept")) out.push_back(entry.path());
    return out;
  }

  fs::path place_;
  HuntOptions options_;
};

TEST_F(KeptSetTest, IsWhatWasMade) {
  options_.kept_folder.clear();
  const std::string none = first(false);
  options_.kept_folder = place_ / "kept";
  EXPECT_EQ(first(false), none);
  EXPECT_EQ(first(true), none);
  options_.jobs = 1;
  EXPECT_EQ(first(true), none);
}

TEST_F(KeptSetTest, WhateverItFollowsFromMakesAnother) {
  const std::string one = first(false);
  const std::pair<const char*, std::string> changes[] = {
      {"rules/a.yml", std::string(kRule) + "author: somebody\n"},
      {"rules/b.yml", "title: broken\n"},
      {"admins.yml", "Admins: [root, toor]\n"},
      {"list.csv", "type,value\ndomain,worse.example\n"},
      {"content/indicators/shared-names.txt", "evil.example\n"},
      {"content/indicators/more.csv", "type,value\ndomain,more.example\n"},
      {"content/logsources/more.yml",
       "lanes:\n  - {name: windows/more, product: windows, service: more, channel: More}\n"},
  };
  for (const auto& [file, content] : changes) {
    put(file, content);
    (void)first(false);
  }
  fs::rename(place_ / "rules/a.yml", place_ / "rules/c.yml");
  const std::string renamed = first(false);
  EXPECT_NE(renamed.find("c.yml"), std::string::npos);
  options_.least_level = rules::Level::kCritical;
  (void)first(false);
  options_.statuses = {rules::Status::kStable};
  (void)first(false);
  options_.default_rules = false;
  (void)first(false);
  EXPECT_LE(kept_files().size(), KeptFolder::kMostOfAKind);
}

TEST_F(KeptSetTest, ADamagedOneIsMadeAnew) {
  const std::string one = first(false);
  ASSERT_EQ(kept_files().size(), 1U);
  const fs::path file = kept_files().front();
  fs::resize_file(file, fs::file_size(file) / 2);
  EXPECT_EQ(first(false), one);
  EXPECT_EQ(first(true), one);
  put("kept/" + file.filename().string(), "");
  EXPECT_EQ(first(false), one);
  EXPECT_EQ(first(true), one);
}

TEST_F(KeptSetTest, AFolderThatOthersCanWriteToIsLeftAloneAndSaid) {
  const std::string one = first(false);
  fs::permissions(place_ / "kept", fs::perms::all);
  const auto equipment = equip(options_, {});
  ASSERT_TRUE(equipment);
  EXPECT_EQ(text_of(**equipment), one);
  EXPECT_NE((*equipment)->kept_trouble.find("others may write"), std::string::npos);
  EXPECT_EQ((*equipment)->indexes, nullptr);
}

TEST_F(KeptSetTest, WhatCannotBeLoadedIsRefusedAsWithoutIt) {
  options_.placeholders = {place_ / "missing.yml"};
  EXPECT_FALSE(equip(options_, {}));
  EXPECT_FALSE(equip(options_, {}));
}

TEST_F(KeptSetTest, AnIndexIsKeptForTheseRulesAndForThisChoiceOfThem) {
  const auto equipment = equip(options_, {});
  ASSERT_TRUE(equipment);
  match::IndexStore& indexes = *(*equipment)->indexes;
  const rules::RuleSet& all = *(*equipment)->rules;
  rules::RuleSet none = all;
  for (rules::CompiledRule& rule : none.compiled) rule.lanes.clear();
  EXPECT_FALSE(indexes.index_of(all));
  indexes.keep_index(all, "of all");
  EXPECT_EQ(indexes.index_of(all), "of all");
  EXPECT_FALSE(indexes.index_of(none));
  const auto again = equip(options_, {});
  ASSERT_TRUE(again);
  EXPECT_EQ((*again)->indexes->index_of(*(*again)->rules), "of all");
  put("rules/a.yml", std::string(kRule) + "author: somebody\n");
  const auto changed = equip(options_, {});
  ASSERT_TRUE(changed);
  EXPECT_FALSE((*changed)->indexes->index_of(*(*changed)->rules));
}

TEST_F(KeptSetTest, LiteralsAreKeptByThemselves) {
  const auto equipment = equip(options_, {});
  ASSERT_TRUE(equipment);
  ASSERT_NE((*equipment)->indexes, nullptr);
  const std::vector<std::string_view> some{"abcdef", "ghijkl"}, others{"abcdefg", "hijkl"};
  for (const auto* const literals : {&some, &others, &some}) {
    const auto set = (*equipment)->indexes->literals(*literals);
    ASSERT_TRUE(set);
    match::LiteralScratch scratch(**set);
    std::vector<std::uint32_t> found;
    EXPECT_TRUE((*set)->scan(literals->back(), scratch, found));
    EXPECT_EQ(found, std::vector<std::uint32_t>{1});
  }
  EXPECT_EQ(kept_files().size(), 3U);
}

}  // namespace
}  // namespace hoptrace::hunt
