// What the documents say of small cases: the answer first, every sentence with what it rests on.
#include "page/documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "page/document_text.h"
#include "page/findings_document.h"
#include "page/path_document.h"
#include "page/records_document.h"
#include "page/small_case_for_tests.h"
#include "report/sharing/canary_case_for_tests.h"

namespace hoptrace::page {
namespace {

using testing::HasSubstr;

std::unique_ptr<View> view_of(cases::Reading& reading, Bounds bounds = {}) {
  auto view = View::over({.reading = reading, .bounds = bounds});
  EXPECT_TRUE(view) << view.error().sentence();
  return std::move(*view);
}

Json made(View& view, std::string_view name) {
  const Document* const document = find_document(name);
  EXPECT_NE(document, nullptr) << name;
  const auto bytes = document->make(view);
  EXPECT_TRUE(bytes) << bytes.error().sentence();
  return Json::parse(*bytes);
}

TEST(Documents, HaveOneRowEach) {
  std::set<std::string_view> names;
  for (const Document& document : documents()) EXPECT_TRUE(names.insert(document.name).second) << document.name;
  EXPECT_EQ(find_document("passwords"), nullptr);
}

TEST(Summary, SaysYesWhereAnIntrusionHasRecords) {
  SmallCase small;
  small.add_hop("acme", "WS01", "acme", "FS01");
  const auto view = view_of(small.reading);
  const Json summary = made(*view, "summary");
  EXPECT_EQ(summary["state"], "compromised");
  EXPECT_THAT(summary["headline"].get<std::string>(), HasSubstr("Yes"));
  EXPECT_EQ(summary["since"]["rests_on"][0]["hop"], small.reading.all_hops[0].id);
  for (const Json& sentence : summary["answer"]) EXPECT_FALSE(sentence["rests_on"].empty()) << sentence["text"];
}

TEST(Summary, OfNoSignSaysWhatWasLookedAt) {
  SmallCase small;
  small.add_log("acme", "FS01", 1234);
  const auto view = view_of(small.reading);
  const Json summary = made(*view, "summary");
  EXPECT_EQ(summary["state"], "no_sign");
  EXPECT_THAT(summary["headline"].get<std::string>(), HasSubstr("1,234 records of 1 host"));
  EXPECT_THAT(summary["headline"].get<std::string>(), HasSubstr("no proof that nothing happened"));
  EXPECT_EQ(summary["tenants"][0]["state"], "no_sign");
  EXPECT_THAT(summary["tenants"][0]["text"].get<std::string>(), HasSubstr("no proof"));
}

TEST(Summary, SuspectsWhereThereAreOnlyFindings) {
  SmallCase small;
  small.add_log("acme", "FS01", 10);
  small.add_finding("acme", "FS01", "high", 5);
  const auto view = view_of(small.reading);
  const Json summary = made(*view, "summary");
  EXPECT_EQ(summary["state"], "suspected");
  EXPECT_EQ(summary["tenants"][0]["state"], "reached");
  EXPECT_EQ(summary["tenants"][0]["rests_on"][0]["finding"], small.reading.all_findings[0].id);
}

TEST(Summary, SuspectsWhereAPathIsOnlyInferred) {
  SmallCase small;
  small.add_hop("acme", "WS01", "acme", "FS01");
  small.reading.all_hops[0].status = "inferred";
  const auto view = view_of(small.reading);
  EXPECT_EQ(made(*view, "summary")["state"], "suspected");
}

TEST(Summary, NeverJoinsABandAndTheConfidenceInOneSentence) {
  SmallCase small;
  small.judge(
      "judgement", "",
      R"({"hypotheses":[{"group":"G1","name":"Grey Cat","probability":0.8,"phia":"highly likely"}],"named":"G1",)"
      R"("confidence_rating":"low","confidence_reasons":["few"],"evidence":[]})");
  const auto view = view_of(small.reading);
  const Json who = made(*view, "summary")["who"];
  EXPECT_EQ(who["text"], "That it was Grey Cat (G1) is highly likely (0.80).");
  EXPECT_THAT(who["text"].get<std::string>(), testing::Not(HasSubstr("low")));
  EXPECT_THAT(who["confidence_text"].get<std::string>(), testing::Not(HasSubstr("likely")));
}

// A column of a findings document.
struct FindingsDocument {
  explicit FindingsDocument(std::string all) : bytes(std::move(all)) {
    std::uint32_t length = 0;
    std::memcpy(&length, bytes.data() + 8, sizeof length);
    header = Json::parse(bytes.substr(16, length));
    behind = 16 + length;
  }
  template <class Number>
  std::vector<Number> column(std::string_view name) const {
    for (const Json& one : header["columns"]) {
      if (one["name"] != name) continue;
      std::vector<Number> values(header["rows"].get<std::size_t>());
      std::memcpy(values.data(), bytes.data() + behind + one["at"].get<std::size_t>(),
                  values.size() * sizeof(Number));
      return values;
    }
    return {};
  }
  std::string bytes;
  Json header;
  std::size_t behind = 0;
};

TEST(Findings, AreColumnsByTime) {
  SmallCase small;
  small.add_finding("acme", "FS01", "high", 5);
  small.add_finding("acme", "WS01", "low", 7);
  small.reading.all_findings[0].row.event.time.ticks += 1234567;
  const auto view = view_of(small.reading);
  const FindingsDocument document(find_document("findings")->make(*view).value());
  EXPECT_EQ(document.bytes.substr(0, 8), "HOPCOLS1");
  EXPECT_EQ(document.behind % 8, 0U);
  EXPECT_EQ(document.header["rows"], 2);
  EXPECT_EQ(document.header["hosts"], Json({"FS01", "WS01"}));
  const std::int64_t ticks = small.reading.all_findings[0].row.event.time.ticks;
  EXPECT_EQ(document.column<double>("time")[0], static_cast<double>(ticks / 10'000));
  EXPECT_EQ(document.column<std::uint16_t>("ticks")[0], ticks % 10'000);
  EXPECT_EQ(document.column<std::uint32_t>("host"), (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(document.column<std::uint8_t>("certain")[0], 1);
}

TEST(Findings, BeyondTheBoundsAreSampledEvenlyAndSaidSo) {
  SmallCase small;
  for (std::uint64_t i = 0; i < 1000; ++i) small.add_finding("acme", "FS01", i % 100 == 50 ? "critical" : "low", i);
  const auto view = view_of(small.reading, {.findings = 100});
  const FindingsDocument document(find_document("findings")->make(*view).value());
  EXPECT_EQ(document.header["of"], 1000);
  EXPECT_EQ(document.header["every"], 10);
  EXPECT_EQ(document.header["rows"], 10 + 99);  // all grave ones, and every tenth of 990
  const Json left_out = made(*view, "case")["left_out"];
  EXPECT_EQ(left_out[0]["what"], "findings");
  EXPECT_EQ(left_out[0]["kept"], 109);
  EXPECT_EQ(left_out[0]["of"], 1000);
  // What is counted is counted over all.
  EXPECT_EQ(made(*view, "summary")["levels"], Json::parse(R"([{"level":"critical","certain":10,"uncertain":0},
                                                             {"level":"low","certain":990,"uncertain":0}])"));
  EXPECT_EQ(made(*view, "attack")["techniques"][0]["findings"], 1000);
}

TEST(Findings, LongValuesAreCutBetweenCharacters) {
  SmallCase small;
  small.add_finding("acme", "FS01", "high", 5);
  small.reading.all_findings[0].row.matched = {
      {"CommandLine", std::string(199, 'a') + "é" + std::string(1 << 20, 'b')}};
  const auto view = view_of(small.reading);
  EXPECT_EQ(made(*view, "finding_texts")[0]["matched"]["CommandLine"], std::string(199, 'a') + "…");
}

TEST(Findings, TextsBeyondTheBoundsAreLeftOutAndSaidSo) {
  SmallCase small;
  for (std::uint64_t i = 0; i < 10; ++i) small.add_finding("acme", "FS01", "low", i);
  const auto view = view_of(small.reading, {.texts_bytes = 200});
  const Json texts = made(*view, "finding_texts");
  EXPECT_LT(texts.size(), 10U);
  EXPECT_EQ(texts.back(), Json::parse(R"({"matched":{}})"));
  const Json left_out = made(*view, "case")["left_out"];
  EXPECT_EQ(left_out[0]["what"], "finding texts");
  EXPECT_EQ(left_out[0]["kept"], texts.size() - 1);
  EXPECT_EQ(left_out[0]["of"], 10);
}

TEST(Timeline, DaysThatFollowEachOtherAreOneStretch) {
  SmallCase small;
  for (const std::int32_t day : {10, 11, 12, 20}) small.add_log("acme", "FS01", 5, day);
  const auto view = view_of(small.reading);
  EXPECT_EQ(made(*view, "timeline")["coverage"][0]["days"], Json::parse("[[10,3,15],[20,1,5]]"));
}

TEST(Timeline, SessionsOfHostsOnThePathBeginAndEnd) {
  SmallCase small;
  small.add_hop("acme", "WS01", "acme", "FS01");
  small.add_session("acme", "FS01.acme.example", "ACME\\anna", 10, "WS01");
  small.add_session("acme", "ELSEWHERE", "ACME\\otto", 10, "");
  const auto view = view_of(small.reading);
  const Json sessions = made(*view, "timeline")["sessions"];
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions[0]["host"], "FS01");
  EXPECT_EQ(sessions[0]["account"], "ACME\\anna");
  EXPECT_EQ(sessions[0]["kind"], "rdp");
  EXPECT_EQ(sessions[0]["from"]["host"], "WS01");
  EXPECT_FALSE(sessions[0]["last"].is_null());
  EXPECT_EQ(sessions[0]["rests_on"].size(), 2U);
}

TEST(Attack, CountsFindingsByTheirRulesTagsAndHopsByTheirMethod) {
  SmallCase small;
  small.add_finding("acme", "FS01", "high", 5);
  small.add_hop("acme", "WS01", "acme", "FS01");
  report::AttackNames names;
  names.add("T1021.001", "Remote Desktop Protocol", {}, "lateral-movement");
  auto view = View::over({.reading = small.reading, .names = names});
  ASSERT_TRUE(view);
  const Json techniques = made(**view, "attack")["techniques"];
  ASSERT_EQ(techniques.size(), 2U);  // by id
  EXPECT_EQ(techniques[0]["name"], "Remote Desktop Protocol");
  EXPECT_EQ(techniques[0]["tactics"], Json({"TA0008"}));
  EXPECT_EQ(techniques[0]["hops"], 1);
  EXPECT_EQ(techniques[1]["id"], "T1047");
  EXPECT_EQ(techniques[1]["findings"], 1);
}

TEST(Records, AreFoundByPlaceWithTheirNeighbours) {
  SmallCase small;
  for (const std::uint64_t offset : {10, 20, 30, 40}) small.add_record("acme", "FS01", offset);
  const auto view = view_of(small.reading);
  EXPECT_EQ(made(*view, "records").size(), 4U);
  const auto found = find_record(*view, 0, 20);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ(Json::parse(**found)["fields"][0], Json({"Account", "anna"}));
  EXPECT_FALSE(find_record(*view, 0, 21).value());
  const Json around = Json::parse(find_neighbours(*view, 0, 30, 1).value());
  ASSERT_EQ(around.size(), 3U);
  EXPECT_EQ(around[0]["offset"], 20);
  EXPECT_EQ(around[2]["offset"], 40);
}

TEST(LookUps, FindWhatIsThereAndNothingElse) {
  SmallCase small;
  small.add_hop("acme", "WS01", "acme", "FS01");
  small.add_finding("acme", "FS01", "high", 5);
  const auto view = view_of(small.reading);
  EXPECT_TRUE(find_hop(*view, small.reading.all_hops[0].id).value());
  EXPECT_FALSE(find_hop(*view, "no").value());
  EXPECT_TRUE(find_finding(*view, small.reading.all_findings[0].id).value());
  EXPECT_FALSE(find_finding(*view, "no").value());
}

}  // namespace
}  // namespace hoptrace::page
