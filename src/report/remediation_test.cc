#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "report/json_line.h"
#include "report/msp_letter.h"
#include "report/posture_export.h"
#include "report/reading_for_tests.h"
#include "report/remediation_export.h"

namespace hoptrace::report {
namespace {

constexpr std::string_view kPlan = R"({"tenant":"acme","phases":[
 {"phase":"prepare","title":"t","when":"w","steps":[{"id":"a1","tenant":"acme","order":1,"action":"agree","target":{"kind":"people","name":"m"},
   "together":false,"what":"Agree.","reason":"Because.","evidence":[{"path":"acme/x.evtx","offset":512}]}]},
 {"phase":"cut","title":"t","when":"w","steps":[
   {"id":"b1","tenant":"acme","order":1,"action":"isolate","target":{"kind":"host","name":"=FS01"},"together":true,"what":"Isolate.","reason":"R.","evidence":[{"path":null,"offset":1}]},
   {"id":"b2","tenant":"acme","order":2,"action":"block","target":{"kind":"destination","name":"x"},"together":true,"what":"Block.","reason":"R.","evidence":[]}]},
 {"phase":"watch","title":"t","when":"w","steps":[{"id":"c1","tenant":"acme","order":1,"action":"watch","target":{"kind":"evidence","name":"h"},
   "together":false,"what":"Watch.","reason":"R.","evidence":[]}]}]})";

constexpr std::string_view kPosture = R"json({"tenant":"acme","provider":"north-msp","checks":[
 {"tenant":"acme","check":1,"title":"Logs","verdict":"unknown","why":"Nothing.","evidence":[],"settled_by":"S",
  "ask_your_msp":"Q1?","source":"A"},
 {"tenant":"acme","check":5,"title":"VPN","verdict":"fail","why":"One.","evidence":[
   {"path":"acme/[x](http://evil.example)","offset":512,"record_id":7,"time":"2026-01-14T10:00:00.0000000Z",
    "says":"came <b>from</b> *there*"}],"settled_by":"S","ask_your_msp":"Q5?","source":"A"}]})json";

class Judged : public ListedReading {
 public:
  base::Result<void> assessments(std::string_view kind, const cases::Each<cases::AssessmentRow>& each) override {
    for (const auto& [tenant, text] : documents)
      if (kind == (text.find("checks") != std::string::npos ? "posture" : "remediation") &&
          !each({std::string(kind), tenant, text}))
        break;
    return {};
  }
  std::vector<std::pair<std::string, std::string>> documents{{"acme", std::string(kPlan)},
                                                             {"acme", std::string(kPosture)}};
};

std::string written(base::Result<void> (*write)(cases::Reading&, const ExportOptions&, const Sink&),
                    const std::string& tenant) {
  Judged reading;
  std::string out;
  const auto done = write(reading, {tenant}, [&](std::string_view text) -> base::Result<void> {
    out += text;
    return {};
  });
  EXPECT_TRUE(done);
  return out;
}

// CACAO 2.0, sections 3 and 4: every step leads to one that is there, and all are reached from the start.
TEST(Cacao, EveryStepIsReachedAndLeadsToTheEnd) {
  const Json book = Json::parse(written(write_cacao, "acme"));
  const Json& steps = book["workflow"];
  std::set<std::string> reached;
  std::vector<std::string> open{book["workflow_start"].get<std::string>()};
  std::size_t actions = 0, ends = 0;
  while (!open.empty()) {
    const std::string id = open.back();
    open.pop_back();
    if (!reached.insert(id).second) continue;
    ASSERT_TRUE(steps.contains(id)) << id;
    const Json& step = steps[id];
    EXPECT_TRUE(id.starts_with(step["type"].get<std::string>() + "--"));
    EXPECT_NE(step.contains("on_completion"), step["type"] == "end");
    actions += step["type"] == "action" ? 1 : 0;
    ends += step["type"] == "end" ? 1 : 0;
    if (step.contains("on_completion")) open.push_back(step["on_completion"]);
    if (step.contains("next_steps")) {
      EXPECT_GE(step["next_steps"].size(), 2u);
      for (const Json& next : step["next_steps"]) open.push_back(next);
    }
    if (step["type"] != "action") continue;
    EXPECT_EQ(step["commands"][0]["type"], "manual");
    EXPECT_TRUE(book["agent_definitions"].contains(step["agent"].get<std::string>()));
  }
  EXPECT_EQ(reached.size(), steps.size());
  EXPECT_EQ(actions, 4u);
  EXPECT_EQ(ends, 2u);  // of the playbook, and of each cut
  EXPECT_EQ(book["spec_version"], "cacao-2.0");
}

TEST(Cacao, WithoutAPlanItSaysWhatThatMeansAndStaysAPlaybook) {
  const Json book = Json::parse(written(write_cacao, "birch"));
  EXPECT_EQ(book["workflow"].size(), 3u);
}

TEST(RemediationCsv, IsSafeForSpreadsheets) {
  const std::string csv = written(write_remediation_csv, "acme");
  EXPECT_NE(csv.find("cut,1,yes,acme,isolate,host,'=FS01"), std::string::npos) << csv;
  EXPECT_NE(csv.find("acme/x.evtx@512"), std::string::npos);
}

TEST(PostureExport, OneLineACheckAndOnlyTheTenants) {
  EXPECT_EQ(std::ranges::count(written(write_posture, "acme"), '\n'), 2);
  EXPECT_EQ(written(write_posture, "birch"), "");
}

TEST(Letter, AsksWhatFailedFirstAndMakesNoMarkupOfEvidence) {
  Judged reading;
  const auto letter = msp_letter(reading, {"acme", "2026-01-31"});
  ASSERT_TRUE(letter);
  EXPECT_LT(letter->find("1. **VPN**"), letter->find("2. **Logs**"));
  EXPECT_NE(letter->find("To: north-msp"), std::string::npos);
  EXPECT_NE(letter->find("record 7"), std::string::npos);
  EXPECT_EQ(letter->find("<b>"), std::string::npos);
  EXPECT_EQ(letter->find("](http"), std::string::npos);
  EXPECT_FALSE(msp_letter(reading, {"birch", "2026-01-31"}));
}

}  // namespace
}  // namespace hoptrace::report
