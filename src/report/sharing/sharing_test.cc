#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "report/exports.h"
#include "report/sharing/canary_case_for_tests.h"
#include "report/sharing/rule_tags.h"

namespace hoptrace::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string exported(std::string_view name, cases::Reading& reading, const ExportOptions& options = {}) {
  std::string out;
  const auto written = write_export(**find_export(name), reading, options, [&](std::string_view text) {
    out += text;
    return base::Result<void>();
  });
  EXPECT_TRUE(written);
  return out;
}

nlohmann::json stix(cases::Reading& reading, const ExportOptions& options = {}) {
  return nlohmann::json::parse(exported("stix", reading, options))["objects"];
}

constexpr const char* kJudgement =
    R"({"hypotheses":[{"group":"G0045","name":"menuPass","probability":0.87,"phia":"highly likely"}],)"
    R"("named":"G0045","confidence_rating":"moderate"})";

TEST(Stix, TwoExportsOfACaseAgree) {
  CanaryCase made = canary_case(5);
  EXPECT_EQ(exported("stix", made.reading), exported("stix", made.reading));
}

TEST(Stix, RefersToNothingThatIsNotThere) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CanaryCase made = canary_case(seed);
    const auto objects = stix(made.reading);
    std::set<std::string> ids;
    for (const auto& object : objects) EXPECT_TRUE(ids.insert(object["id"]).second) << object["id"];
    for (const auto& object : objects) {
      for (const auto& [key, value] : object.items()) {
        if (key.ends_with("_ref")) {
          EXPECT_TRUE(ids.contains(value)) << key;
        }
        if (!key.ends_with("_refs")) continue;
        EXPECT_FALSE(value.empty()) << key;
        for (const auto& id : value) EXPECT_TRUE(ids.contains(id)) << key << " " << id;
      }
    }
  }
}

TEST(Stix, AttributesOnlyWhatAJudgementNamed) {
  CanaryCase made = canary_case(5);
  EXPECT_THAT(exported("stix", made.reading), Not(HasSubstr("intrusion-set")));
  made.reading.all_assessments.push_back({"judgement", "", kJudgement});
  std::map<std::string, int> types;
  for (const auto& object : stix(made.reading)) {
    ++types[object["type"]];
    if (object.value("relationship_type", "") == "attributed-to") {
      EXPECT_EQ(object["confidence"], 87);
    }
    const std::string content = object.value("content", "");  // band with its number, the rating apart
    if (content.find("highly likely") != std::string::npos) {
      EXPECT_THAT(content, HasSubstr("0.87"));
    }
    if (content.find("moderate") != std::string::npos) {
      EXPECT_THAT(content, Not(HasSubstr("likely")));
    }
  }
  EXPECT_EQ(types["intrusion-set"], 1);
  // It was judged of all of them together: of one alone nothing is said.
  EXPECT_THAT(exported("stix", made.reading, {.tenant = made.tenants[0].name}), Not(HasSubstr("intrusion-set")));
  EXPECT_THAT(exported("misp", made.reading), HasSubstr("mitre-intrusion-set=\\\"menuPass - G0045\\\""));
}

TEST(Stix, EveryObjectIsMarked) {
  CanaryCase made = canary_case(6);
  for (const auto& object : stix(made.reading)) {
    if (object["type"] == "marking-definition") continue;
    EXPECT_EQ(object["object_marking_refs"][0], "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003");
  }
  for (const auto& object : stix(made.reading, {.tlp = Tlp::kGreen})) {
    if (object["type"] == "marking-definition") {
      EXPECT_EQ(object["name"], "TLP:GREEN");
    }
  }
}

TEST(Stix, SaysWhatItLeavesOut) {
  CanaryCase made = canary_case(7);
  auto one = made.reading.all_findings[0];
  one.row.certain = true;
  one.row.level = "low";
  for (int i = 0; i < 1100; ++i) {
    one.id = std::to_string(i);
    made.reading.all_findings.push_back(one);
  }
  std::size_t observed = 0;
  for (const auto& object : stix(made.reading)) observed += object["type"] == "observed-data" ? 1U : 0U;
  EXPECT_LE(observed, 1000U);
  EXPECT_THAT(exported("stix", made.reading), HasSubstr("certain findings are not in this bundle"));
}

TEST(AttackFlow, LeadsFromHopToHop) {
  CanaryCase made = canary_case(8);
  const auto objects = nlohmann::json::parse(exported("attack-flow", made.reading))["objects"];
  std::map<std::string, std::string> next;
  std::string at;
  for (const auto& object : objects) {
    if (object["type"] == "attack-flow") at = object["start_refs"][0];
    if (object["type"] == "attack-action")
      next[object["id"]] = object.contains("effect_refs") ? object["effect_refs"][0] : "";
  }
  std::size_t steps = 0;
  for (; !at.empty() && steps <= next.size(); at = next[at]) ++steps;
  EXPECT_EQ(steps, made.reading.all_hops.size());
}

TEST(AttackFlow, WithoutAnIntrusionSaysSo) {
  CanaryCase made = canary_case(8);
  made.reading.all_intrusions.clear();
  EXPECT_THAT(exported("attack-flow", made.reading), HasSubstr("No intrusion was traced"));
}

TEST(Navigator, ScoresTheGravestCertainFinding) {
  CanaryCase made = canary_case(9);
  const auto layer = nlohmann::json::parse(exported("navigator", made.reading));
  EXPECT_EQ(layer["versions"]["layer"], "4.5");
  EXPECT_EQ(layer["techniques"][0]["techniqueID"], "T1021.001");
  EXPECT_EQ(layer["techniques"][0]["score"], 75);
}

TEST(Ocsf, HasAClassForEachKindOfLine) {
  CanaryCase made = canary_case(10);
  std::map<int, std::size_t> classes;
  std::istringstream lines(exported("ocsf", made.reading));
  for (std::string line; std::getline(lines, line);) {
    const auto event = nlohmann::json::parse(line);
    ++classes[event["class_uid"]];
    EXPECT_EQ(event["type_uid"], event["class_uid"].get<int>() * 100 + event["activity_id"].get<int>());
    EXPECT_EQ(event["metadata"]["version"], "1.8.0");
  }
  EXPECT_EQ(classes[2004], made.reading.all_findings.size());
  EXPECT_EQ(classes[2005], 1U);
  EXPECT_EQ(classes[3002], made.reading.all_hops.size());
}

TEST(RuleTags, TellAttackIdsAndPublishedThings) {
  cases::RuleRecord rule;
  rule.tags = {"attack.T1027.013", "attack.execution", "attack.s0153", "attack.t1027.013", "cve.2017.0144"};
  EXPECT_EQ(techniques_of(rule), (std::vector<std::string>{"T1027.013"}));
  EXPECT_EQ(software_of(rule), (std::vector<std::string>{"S0153"}));
  rule.kind = cases::RuleKind::kIndicator;
  rule.title = "Published indicator: user_agent Mozilla/4.0 (compatible; MSIE 8.0) (ChChes)";
  const auto what = published(rule, "mozilla/4.0 (compatible; MSIE 8.0)");
  ASSERT_TRUE(what);
  EXPECT_EQ(what->type, "user_agent");
  EXPECT_EQ(what->value, "Mozilla/4.0 (compatible; MSIE 8.0)");
  EXPECT_EQ(what->whose, "ChChes");
}

}  // namespace
}  // namespace hoptrace::report
