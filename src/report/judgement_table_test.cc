#include "report/judgement_table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace hoptrace::report {
namespace {

assess::Judgement judgement() {
  assess::Judgement out;
  out.hypotheses = {{"G0045", "menuPass", 0.58, "likely"},
                    {"unknown", "a group that the tables do not have", 0.3, "unlikely"}};
  out.named = "G0045";
  out.confidence = assess::Confidence::kModerate;
  out.confidence_reasons = {"two reasons"};
  out.columns = {"G0045"};
  assess::EvidenceLine& line = out.evidence.emplace_back();
  line.kind = assess::Kind::kArtifact;
  line.id = "evil\x1b[31m";
  line.name = "named";
  line.log_lr = {{"G0045", 2.125}};
  assess::Ablation& without = out.ablation.emplace_back();
  without.without = {"S0153"};
  without.leader = "G0045";
  without.probability = 0.3;
  without.phia = "unlikely";
  out.would_change = {"finding more"};
  return out;
}

TEST(JudgementTable, SaysEachThingOnALineOfItsOwn) {
  const std::string text = judgement_table(judgement(), {.width = 100, .colour = false});
  EXPECT_NE(text.find("Named: G0045\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\nProbability\n  0.580  likely"), std::string::npos) << text;
  EXPECT_NE(text.find("without S0153: nobody named, leading G0045 with 0.30 (unlikely)"), std::string::npos) << text;
  EXPECT_NE(text.find("+2.12"), std::string::npos) << text;
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << "what others wrote does not act on the terminal";
}

TEST(JudgementTable, LikelihoodAndConfidenceNeverShareALine) {
  std::istringstream lines(judgement_table(judgement(), {.width = 100, .colour = false}));
  for (std::string line; std::getline(lines, line);)
    EXPECT_FALSE(line.find("confidence") != std::string::npos && line.find("likely") != std::string::npos) << line;
}

}  // namespace
}  // namespace hoptrace::report
