// The cases of tests/attribution/*.json, each with what must hold of it, and what planting may never do.
#include "assess/attribution/judgement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "assess/attribution/judgement_json.h"

namespace hoptrace::assess {
namespace {

const Judge& built_in() {
  static const auto read = [] {
    const std::string content = std::string(HOPTRACE_SOURCE) + "/content";
    auto out = read_judge(content + "/knowledge", content);
    if (!out) throw std::runtime_error(out.error().sentence());
    return std::move(*out);
  }();
  return *read;
}

double probability(const Judgement& judgement, std::string_view group) {
  for (const Hypothesis& h : judgement.hypotheses)
    if (h.group == group) return h.probability;
  return 0;
}

struct Case {
  std::string name;
  nlohmann::json expect;
  std::vector<Observation> observations;
};

std::vector<Case> cases() {
  std::vector<Case> out;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(HOPTRACE_SOURCE) + "/tests/attribution")) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    auto observations = read_observations(entry.path().string());
    if (!observations) throw std::runtime_error(observations.error().sentence());
    out.push_back({entry.path().stem().string(), nlohmann::json::parse(file)["expect"], std::move(*observations)});
  }
  return out;
}

TEST(Judgement, TheKnownCases) {
  const auto all = cases();
  ASSERT_GE(all.size(), 8u);
  for (const Case& c : all) {
    const Judgement judgement = judge(built_in(), c.observations);
    if (c.expect.contains("never")) {
      EXPECT_NE(judgement.named, std::optional(c.expect["never"].get<std::string>())) << c.name;
      EXPECT_LT(probability(judgement, c.expect["never"].get<std::string>()), c.expect["below"].get<double>())
          << c.name;
    } else {
      EXPECT_EQ(judgement.named, std::optional(c.expect["named"].get<std::string>())) << c.name;
      EXPECT_GE(probability(judgement, c.expect["named"].get<std::string>()), c.expect["at_least"].get<double>())
          << c.name;
    }
  }
}

TEST(Judgement, PlantingAllThatIsPublishedInOneClassNeverLiftsAnybodyToOneHalf) {
  std::map<EvidenceClass, std::vector<Observation>> planted;
  const GroupIndex framed = *built_in().knowledge.group("APT10");
  for (const auto& [key, row] : built_in().lore.rows)
    if (std::ranges::find(row.groups, framed) != row.groups.end())
      planted[info(key.first).evidence_class].push_back(
          {.kind = key.first, .id = key.second, .time = row.published, .from = {}});
  EXPECT_EQ(planted.size(), 5u) << "there is something to plant in every class";
  for (const Case& c : cases()) {
    if (!c.expect.contains("never")) continue;
    for (const auto& [evidence_class, false_artefacts] : planted) {
      std::vector<Observation> all = c.observations;
      all.insert(all.end(), false_artefacts.begin(), false_artefacts.end());
      const Judgement judgement = judge(built_in(), all);
      EXPECT_LT(probability(judgement, "G0045"), 0.5) << c.name << ", " << name(evidence_class);
      EXPECT_NE(judgement.named, std::optional<std::string>("G0045")) << c.name << ", " << name(evidence_class);
    }
  }
}

TEST(Judgement, TradecraftVictimsAndCircumstanceAloneNameNobody) {
  const Knowledge& knowledge = built_in().knowledge;
  for (const char* group : {"G0045", "G0016", "G0007", "G0032"}) {
    std::vector<Observation> seen;
    for (const GroupUse& use : knowledge.group_uses)
      if (knowledge.groups[use.group].id == group && !knowledge.items[use.item].software)
        seen.push_back({.kind = Kind::kTechnique, .id = knowledge.items[use.item].id, .time = {}, .from = {}});
    for (const auto& [key, row] : built_in().lore.rows)
      if (info(key.first).evidence_class != EvidenceClass::kCapability &&
          info(key.first).evidence_class != EvidenceClass::kInfrastructure)
        seen.push_back({.kind = key.first, .id = key.second, .time = {}, .from = {}});
    EXPECT_FALSE(judge(built_in(), seen).named) << group;
  }
}

TEST(Judgement, NothingSeenIsNobodyAndLow) {
  const Judgement judgement = judge(built_in(), {});
  EXPECT_FALSE(judgement.named);
  EXPECT_EQ(judgement.confidence, Confidence::kLow);
  EXPECT_EQ(judgement.hypotheses.front().group, kUnknown);
}

TEST(Judgement, ProbabilitiesAreAWholeAndNobodyIsClaimedWithMoreThanWasTested) {
  for (const Case& c : cases()) {
    const Judgement judgement = judge(built_in(), c.observations);
    double sum = 0;
    for (const Hypothesis& h : judgement.hypotheses) {
      EXPECT_GE(h.probability, 0);
      EXPECT_TRUE(!h.group.starts_with("G") || h.probability <= kMostClaimed);
      sum += h.probability;
    }
    EXPECT_LE(sum, 1 + 1e-9) << c.name;
  }
}

TEST(Judgement, ReliabilityTakesFromWhatIsSaid) {
  std::vector<Observation> seen;
  for (const char* id : {"RedLeaves", "ChChes"})
    seen.push_back({.kind = Kind::kSoftware, .id = id, .time = {}, .from = {}});
  const double trusted = probability(judge(built_in(), seen), "G0045");
  for (Observation& o : seen) o.reliability = 0.25;
  const double rumoured = probability(judge(built_in(), seen), "G0045");
  EXPECT_LT(rumoured, trusted - 0.05);
  for (Observation& o : seen) o.reliability = 0;
  EXPECT_LT(probability(judge(built_in(), seen), "G0045"), 0.1);
}

TEST(Judgement, TheJsonHasWhatTheContractNamesAndIsTheSameEachTime) {
  const auto all = cases();
  const auto found = std::ranges::find(all, "cloud-hopper", &Case::name);
  ASSERT_NE(found, all.end());
  const std::string text = judgement_json(judge(built_in(), found->observations));
  EXPECT_EQ(text, judgement_json(judge(built_in(), found->observations)));
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["named"], "G0045");
  EXPECT_EQ(json["hypotheses"][0]["phia"], "almost certain");
  EXPECT_TRUE(json["evidence"][0]["log_lr"].contains("G0045"));
  EXPECT_TRUE(json["evidence"][0]["class"].is_string());
  EXPECT_TRUE(json["ablation"].is_array());
  EXPECT_FALSE(json["would_change"].empty());
  EXPECT_EQ(json["ach"]["groups"][0], "G0045");
}

TEST(Judgement, AnAblationNamesWhatTheResultHangsOn) {
  const std::vector<Observation> seen{{.kind = Kind::kSoftware, .id = "RedLeaves", .time = {}, .from = {"f1"}},
                                      {.kind = Kind::kTechnique, .id = "T1047", .time = {}, .from = {"f2"}}};
  const Judgement judgement = judge(built_in(), seen);
  ASSERT_FALSE(judgement.ablation.empty());
  EXPECT_EQ(judgement.ablation.front().without, std::vector<std::string>{"S0153"});
  EXPECT_FALSE(judgement.ablation.front().named);
  EXPECT_EQ(judgement.evidence.front().from, std::vector<std::string>{"f1"});
}

}  // namespace
}  // namespace hoptrace::assess
