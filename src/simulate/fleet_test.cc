#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "simulate/scenario.h"

namespace hoptrace::simulate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "hoptrace-fleet-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

SimulateOptions small(std::string_view scenario, std::uint64_t seed) {
  SimulateOptions o;
  o.scenario = scenario;
  o.seed = seed;
  o.fleet = FleetSize{2, 10, 3};
  return o;
}

std::map<std::string, std::string> files_below(const std::string& folder) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) out[fs::relative(entry.path(), folder).string()] = text_of(entry.path());
  return out;
}

// tenant/host/channel → (time, record id, record) of a fleet whose logs are all JSON.
using Records = std::map<std::string, std::vector<Json>>;
Records records_below(const std::string& evidence) {
  Records out;
  for (const auto& tenant : fs::directory_iterator(evidence)) {
    std::ifstream in(tenant.path() / "forwarded.jsonl");
    for (std::string line; std::getline(in, line);) {
      Json record = Json::parse(line);
      const std::string name = record["host"]["name"];
      out[tenant.path().filename().string() + "/" + name.substr(0, name.find('.')) + "/" +
          record["winlog"]["channel"].get<std::string>()]
          .push_back(std::move(record));
    }
  }
  return out;
}

double seconds(const std::string& time) {
  return static_cast<double>(base::parse_time(time)->ticks) / 1e7;
}

TEST(Fleet, the_same_seed_writes_the_same_bytes_and_another_seed_others) {
  const Folder folder;
  for (const char* name : {"a", "b"}) ASSERT_TRUE(simulate(small("cloud-hopper", 5), folder / name));
  ASSERT_TRUE(simulate(small("cloud-hopper", 6), folder / "c"));
  const auto a = files_below(folder / "a");
  EXPECT_GT(a.size(), 50U);
  EXPECT_EQ(a, files_below(folder / "b"));
  EXPECT_NE(a.at("truth.json"), text_of(folder / "c/truth.json"));
}

TEST(Fleet, every_scenario_plays_and_only_the_benign_one_has_no_intrusion) {
  std::set<std::string_view> names;
  for (const Scenario& row : scenarios()) {
    SCOPED_TRACE(row.name);
    EXPECT_TRUE(names.insert(row.name).second);
    EXPECT_NE(row.plot, nullptr);
    const Folder folder;
    ASSERT_TRUE(simulate(small(row.name, 3), folder / "x"));
    const Json truth = Json::parse(text_of(folder / "x/truth.json"));
    EXPECT_GT(truth["logons"].get<int>(), 500);
    EXPECT_EQ(truth["intrusions"].empty(), row.name == "benign");
    for (const Json& intrusion : truth["intrusions"]) {
      EXPECT_GE(intrusion["hops"].size(), 2U);
      std::string last;
      for (const Json& hop : intrusion["hops"]) {
        EXPECT_LE(last, hop["time"]);
        last = hop["time"];
        EXPECT_EQ(hop["border"], hop["from"]["tenant"] != hop["to"]["tenant"]);
        EXPECT_FALSE(hop["recorded"].empty());
        EXPECT_TRUE(hop["lost"].empty());
      }
    }
    EXPECT_NE(text_of(folder / "x/evidence/tenants.yaml").find("role: msp"), std::string::npos);
  }
}

TEST(Fleet, a_hop_can_only_be_gone_from_where_the_intruder_is) {
  for (const Scenario& row : scenarios()) {
    const Folder folder;
    ASSERT_TRUE(simulate(small(row.name, 11), folder / "x"));
    const Json truth = Json::parse(text_of(folder / "x/truth.json"));  // must outlive the walk through it
    for (const Json& intrusion : truth["intrusions"]) {
      std::set<std::string> been{intrusion["patient_zero"].dump()};
      for (const Json& hop : intrusion["hops"]) {
        EXPECT_TRUE(been.contains(hop["from"].dump())) << row.name << " " << hop.dump();
        been.insert(hop["to"].dump());
      }
    }
  }
}

// Which of a hop's channels is said to tell of it, and whether it does: a record within a minute of it.
TEST(Fleet, what_the_truth_says_is_recorded_is_there_and_what_is_lost_is_not) {
  const Folder folder;
  SimulateOptions o = small("cloud-hopper", 21);
  o.logs = Logs::kJson;
  o.lose_percent = 30;
  o.clear_logs = true;
  ASSERT_TRUE(simulate(o, folder / "x"));
  const Json truth = Json::parse(text_of(folder / "x/truth.json"));
  const Records records = records_below(folder / "x/evidence");
  const auto near = [&](const Json& witness, const std::string& time) {
    const std::string channel = witness["tenant"].get<std::string>() + "/" + witness["host"].get<std::string>() +
                                "/" + witness["channel"].get<std::string>();
    const auto found = records.find(channel);
    return found != records.end() && std::ranges::any_of(found->second, [&](const Json& r) {
             return std::abs(seconds(r["@timestamp"]) - seconds(time)) < 60;
           });
  };
  int there = 0, lost = 0;
  for (const Json& hop : truth["intrusions"][0]["hops"]) {
    for (const Json& witness : hop["recorded"]) {
      if (witness["host"] == "") continue;
      EXPECT_TRUE(near(witness, hop["time"])) << witness.dump() << hop["time"];
      ++there;
    }
    lost += static_cast<int>(hop["lost"].size());
  }
  EXPECT_GT(there, 5);
  EXPECT_GT(lost, 0);
  for (const Json& one : truth["lost"]) {
    const std::string host = one["host"], tenant = one["tenant"], channel = one["channel"];
    EXPECT_FALSE(records.contains(tenant + "/" + host + "/" + channel));
    if (host.empty()) {
      EXPECT_FALSE(fs::exists(folder / ("x/evidence/" + tenant + "/" + channel)));
    }
  }
  for (const Json& one : truth["cleared"]) {
    const std::string place = one["tenant"].get<std::string>() + "/" + one["host"].get<std::string>() + "/Security";
    if (records.contains(place)) {
      EXPECT_EQ(records.at(place).front()["winlog"]["event_id"], "1102");
    }
  }
}

TEST(Fleet, records_are_numbered_in_the_order_of_their_times_and_a_logon_id_is_one_session) {
  const Folder folder;
  SimulateOptions o = small("benign", 4);
  o.logs = Logs::kJson;
  o.skew_minutes = 5;
  ASSERT_TRUE(simulate(o, folder / "x"));
  for (const auto& [channel, records] : records_below(folder / "x/evidence")) {
    std::set<std::string> open;
    std::uint64_t last = 0;
    for (const Json& r : records) {
      const std::uint64_t id = r["winlog"]["record_id"];
      if (last != 0) {
        EXPECT_EQ(id, last + 1) << channel;
      }
      last = id;
      const Json& data = r["winlog"].value("event_data", Json::object());
      const std::string event = r["winlog"]["event_id"];
      if (event == "4608") open.clear();
      if (event == "4624" && data["TargetLogonId"] != "0x3e7") {
        EXPECT_TRUE(open.insert(data["TargetLogonId"]).second) << channel << " " << r.dump();
      }
    }
  }
}

// The figures of public captures: 84% of remote logons are machines' and nobody's; of people's a quarter show no
// address; and tickets' GUIDs join nothing.
TEST(Fleet, rates_are_those_of_real_captures) {
  const Folder folder;
  SimulateOptions o = small("benign", 8);
  o.fleet = FleetSize{2, 24, 4};
  o.logs = Logs::kJson;
  ASSERT_TRUE(simulate(o, folder / "x"));
  double remote = 0, nobody = 0, people = 0, without = 0;
  std::map<std::string, int> guids;
  for (const auto& [channel, records] : records_below(folder / "x/evidence")) {
    for (const Json& r : records) {
      const Json& data = r["winlog"].value("event_data", Json::object());
      if (data.contains("LogonGuid") && data["LogonGuid"] != "{00000000-0000-0000-0000-000000000000}" &&
          r["winlog"]["event_id"] != "1")
        ++guids[data["LogonGuid"]];
      if (r["winlog"]["event_id"] != "4624" || (data["LogonType"] != "3" && data["LogonType"] != "10")) continue;
      const std::string user = data["TargetUserName"], address = data["IpAddress"];
      remote += 1;
      if (user.ends_with("$") || user == "ANONYMOUS LOGON") {
        nobody += 1;
        continue;
      }
      people += 1;
      without += std::isdigit(static_cast<unsigned char>(address[0])) == 0 ? 1 : 0;
    }
  }
  EXPECT_NEAR(nobody / remote, 0.84, 0.05);
  EXPECT_NEAR(without / people, 0.25, 0.06);
  for (const auto& [guid, times] : guids) EXPECT_EQ(times, 1);
}

TEST(Fleet, an_unknown_scenario_is_refused_with_the_known_ones) {
  const Folder folder;
  const auto done = simulate(small("no-such", 1), folder / "x");
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().remedy.find("client-to-msp-to-client"), std::string::npos);
}

}  // namespace
}  // namespace hoptrace::simulate
