// Judgement: who it was, how sure that is, what says so and what says otherwise, what it hangs on and what would
// change it.
//
// Order: read_judge() once (tables, weights, lore), then judge() for any number of observation lists, from any
// thread. Likelihood and confidence are two things and stand in two fields: the first says how probable it is, the
// second how good the evidence for saying so is. docs/attribution.md has method, figures and limits.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/attribution/lore.h"
#include "assess/attribution/observation.h"
#include "assess/attribution/verdict.h"

namespace hoptrace::assess {

// Everything that judging rests on. Not copied or moved once made: the profiles point at the knowledge.
struct Judge {
  Knowledge knowledge;
  Weights weights;
  Lore lore;
  std::unique_ptr<const Profiles> profiles;
};
// `knowledge`: the folder of the tables and of weights.csv (where it has none, those of `content`/knowledge are
// used); `content`: the program's content folder, for actors/ and indicators/.
[[nodiscard]] base::Result<std::unique_ptr<const Judge>> read_judge(const std::string& knowledge,
                                                                    const std::string& content);

struct Hypothesis {
  std::string group;  // ATT&CK's id, or kUnknown, or kTester
  std::string name;
  double probability = 0;
  std::string_view phia;
};
inline constexpr std::string_view kUnknown = "unknown", kTester = "tester or insider";

// One row of the matrix of competing hypotheses.
struct EvidenceLine {
  Kind kind = Kind::kTechnique;
  std::string id, name;
  double trust = 1;
  std::vector<std::pair<std::string, double>> log_lr;  // by the groups of Judgement::columns
  double diagnosticity = 0;                            // how far the groups' log-likelihood ratios lie apart
  std::vector<std::string> from, notes;
};

struct Ablation {
  std::vector<std::string> without;  // ids of evidence
  std::optional<std::string> named;
  std::string leader;
  double probability = 0;  // of that leader
  std::string_view phia;
};

enum class Confidence : std::uint8_t { kLow, kModerate, kHigh };
[[nodiscard]] std::string_view name(Confidence confidence);

struct Judgement {
  std::vector<Hypothesis> hypotheses;  // likeliest first
  std::optional<std::string> named;
  Confidence confidence = Confidence::kLow;
  std::vector<std::string> confidence_reasons;
  std::vector<std::string> columns;    // the groups that the evidence is compared for
  std::vector<EvidenceLine> evidence;  // most diagnostic first
  std::vector<Ablation> ablation;      // the smallest sets without which name or band changes
  std::vector<std::string> would_change;
  std::vector<std::string> notes;
};

[[nodiscard]] Judgement judge(const Judge& judge, std::span<const Observation> observations);

}  // namespace hoptrace::assess
