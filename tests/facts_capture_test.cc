// Facts of real captures: published ones of lateral movement (OTRF Security Datasets), with a table beside them of
// which record shows what. Skipped where ../shared is not there; no part of a capture is kept in this project, only
// how many facts of each kind came of it (tests/golden/facts).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "base/csv.h"
#include "base/yaml.h"
#include "hunt/event_reader.h"
#include "sessions/fact_table.h"
#include "sessions/packed_facts.h"

namespace hoptrace {
namespace {

namespace fs = std::filesystem;

const fs::path kShared = fs::path(HOPTRACE_SOURCE) / "../shared/data/otrf";

class FactCaptures : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kShared)) GTEST_SKIP() << kShared << " is not there";
    sessions::FactReader::declare(equipment_.fields);
    auto kinds = decode::JsonKinds::load(std::string(HOPTRACE_SOURCE) + "/content");
    ASSERT_TRUE(kinds);
    equipment_.json_kinds = std::move(*kinds);
  }

  std::unique_ptr<sessions::Facts> facts_of(const fs::path& path) {
    sessions::FactReader reader(equipment_.fields);
    const auto done = hunt::read_events(
        path.string(), equipment_, [&](const event::Event& event) { reader.read(event, "otrf", event.computer); });
    EXPECT_TRUE(done) << path;
    return reader.take();
  }

  // "event_id record_id HOST" of all that became facts.
  std::set<std::string> records_of(const fs::path& path) {
    const auto facts = facts_of(path);
    std::set<std::string> records;
    for (const sessions::Fact& fact : facts->rows) {
      const std::string_view host = facts->texts.text(fact.host);
      records.insert(std::to_string(fact.event_id) + " " + std::to_string(fact.record_id) + " " +
                     std::string(host.substr(0, host.find('.'))));
    }
    return records;
  }

  hunt::Equipment equipment_;
};

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().extension().string();
    if (name == ".zip" || name == ".log") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// "file channel event_id kind count", sorted.
std::string counts_of(const fs::path& file, const sessions::Facts& facts) {
  std::map<std::string, int> counts;
  for (const sessions::Fact& fact : facts.rows) {
    std::ostringstream key;
    key << file.stem().string() << " | " << sessions::fact_channels()[fact.channel] << " | " << fact.event_id << " | "
        << static_cast<int>(fact.kind);
    ++counts[key.str()];
  }
  std::string out;
  for (const auto& [key, count] : counts) out += key + " | " + std::to_string(count) + "\n";
  return out;
}

TEST_F(FactCaptures, give_what_they_gave) {
  std::string counts;
  for (const char* folder : {"lateral_movement", "apt29-day1-zeek"}) {
    for (const fs::path& file : files_of(kShared / folder)) {
      const auto facts = facts_of(file);
      counts += counts_of(file, *facts);
      sessions::Facts back;
      ASSERT_TRUE(sessions::unpack(sessions::pack(*facts), back)) << file;
      EXPECT_EQ(counts_of(file, back), counts_of(file, *facts));
    }
  }
  const fs::path golden = fs::path(HOPTRACE_SOURCE) / "tests/golden/facts/otrf.txt";
  std::ifstream in(golden);
  const std::string wanted{std::istreambuf_iterator<char>(in), {}};
  if (counts == wanted) return;
  const fs::path now = fs::temp_directory_path() / "hoptrace_facts_otrf.txt";
  std::ofstream(now) << counts;
  ADD_FAILURE() << "the facts differ from " << golden << "; what there is now is in " << now;
}

// What the table cites as evidence must be among the facts: all but those few that say nothing of who was where.
TEST_F(FactCaptures, hold_the_records_that_show_the_hops) {
  const std::string path = (kShared / "lateral_movement-truth.csv").string();
  const auto text = base::read_text_file(path, 1 << 20);
  ASSERT_TRUE(text);
  const auto table = base::parse_csv(*text, path);
  ASSERT_TRUE(table);
  const std::regex cited(R"((\d+) RecordNumber (\d+) Computer ([^ .;]+))");
  std::map<std::string, std::set<std::string>> known;
  std::size_t records = 0, found = 0;
  std::string missing;
  for (const base::CsvRow& line : *table) {
    const std::vector<std::string>& row = line.cells;
    if (row.size() < 9 || !fs::exists(kShared / "lateral_movement" / (row[0] + ".zip"))) continue;
    auto& facts = known[row[0]];
    if (facts.empty()) facts = records_of(kShared / "lateral_movement" / (row[0] + ".zip"));
    for (const std::string& side : {row[7], row[8]}) {
      for (std::sregex_iterator at(side.begin(), side.end(), cited), end; at != end; ++at) {
        const std::string key = (*at)[1].str() + " " + (*at)[2].str() + " " + (*at)[3].str();
        ++records;
        if (facts.contains(key))
          ++found;
        else
          missing += row[0] + ": " + key + "\n";
      }
    }
  }
  EXPECT_GT(records, 100U);
  EXPECT_GE(static_cast<double>(found), 0.9 * static_cast<double>(records)) << missing;
}

}  // namespace
}  // namespace hoptrace
