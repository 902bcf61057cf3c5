#include "assess/attribution/judgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <set>

#include "assess/attribution/phia.h"
#include "assess/attribution/what_if.h"

namespace hoptrace::assess {
namespace {

constexpr std::size_t kMostHypotheses = 5, kMostColumns = 3;
constexpr double kWorthShowing = 0.01;

// Of what no group explains, the part that somebody with a right to be there explains: a tester or an insider. Nobody
// publishes how often it is one; 1 in 20 is a convention, moved by what is seen. Such people use what anybody can
// get.
double tester_part(const Knowledge& knowledge, std::span<const Evidence> evidence) {
  constexpr double kOdds = 1.0 / 20, kFreeTool = 1.2, kMalware = 0.5, kMost = 1.0 / 4;
  double odds = kOdds;
  for (const Evidence& e : evidence)
    if (e.item && knowledge.items[*e.item].software) odds *= knowledge.items[*e.item].tool ? kFreeTool : kMalware;
  odds = std::min(odds, kMost);
  return odds / (1 + odds);
}

std::vector<GroupIndex> best_first(const Posterior& p) {
  std::vector<GroupIndex> out(p.group.size());
  std::iota(out.begin(), out.end(), 0u);
  std::ranges::stable_sort(out, [&](GroupIndex a, GroupIndex b) { return p.group[a] > p.group[b]; });
  return out;
}

void add_hypotheses(const Judge& judge, const Posterior& p, std::span<const Evidence> evidence, Judgement& out) {
  const auto add = [&](std::string group, std::string name, double probability) {
    out.hypotheses.push_back({std::move(group), std::move(name), probability, phia(probability)});
  };
  for (const GroupIndex g : best_first(p)) {
    if (out.hypotheses.size() == kMostHypotheses) break;
    if (p.group[g] < kWorthShowing && out.hypotheses.size() >= kMostColumns) break;
    add(judge.knowledge.groups[g].id, judge.knowledge.groups[g].name, p.group[g]);
    if (out.columns.size() < kMostColumns) out.columns.push_back(judge.knowledge.groups[g].id);
  }
  const double tester = tester_part(judge.knowledge, evidence);
  add(std::string(kUnknown), "a group that the tables do not have, or nobody's", p.unknown * (1 - tester));
  add(std::string(kTester), "a tester or an insider", p.unknown * tester);
  std::ranges::stable_sort(out.hypotheses, std::greater{}, &Hypothesis::probability);
}

struct Support {
  std::size_t items = 0;
  std::set<EvidenceClass> classes;
  double trust = 0;
};

Support support_of(const Judge& judge, std::span<const Evidence> evidence, GroupIndex leader) {
  Support out;
  for (const Evidence& e : evidence) {
    const bool speaks = e.item ? judge.profiles->uses(leader, *e.item)
                               : std::ranges::any_of(e.log_lr, [&](const auto& l) { return l.first == leader; });
    if (!speaks || e.trust <= 0) continue;
    ++out.items;
    out.classes.insert(class_of(e));
    out.trust += e.trust;
  }
  if (out.items > 0) out.trust /= static_cast<double>(out.items);
  return out;
}

// How good the evidence is, whatever it says: how much of it there is, from how many sides, how far it is trusted,
// and whether the judgement survives the loss of any one piece.
void rate(const Judge& judge, std::span<const Evidence> evidence, const Verdict& verdict, Judgement& out) {
  constexpr std::size_t kSome = 5, kMany = 8;
  constexpr double kTrusted = 0.75;
  const Support support = support_of(judge, evidence, verdict.leader);
  const bool hangs = std::ranges::any_of(out.ablation, [](const Ablation& a) { return a.without.size() == 1; });
  const std::array checks{support.items >= kMany, support.classes.size() >= 2, support.trust >= kTrusted, !hangs};
  const auto good = std::ranges::count(checks, true);
  if (!verdict.named) {
    out.confidence_reasons.emplace_back("it does not suffice to name anybody");
  } else if (good == 4) {
    out.confidence = Confidence::kHigh;
  } else if (good >= 3 && support.items >= kSome) {
    out.confidence = Confidence::kModerate;
  }
  out.confidence_reasons.push_back(fmt::format("{} pieces of evidence of {} classes fit the leading group",
                                               support.items, support.classes.size()));
  out.confidence_reasons.push_back(fmt::format("their sources are trusted at {:.2f} on average", support.trust));
  out.confidence_reasons.emplace_back(hangs ? "the result hangs on a single piece of evidence"
                                            : "no single piece of evidence decides the result");
}

void add_notes(const Judge& judge, std::span<const Evidence> evidence, const Verdict& verdict, Judgement& out) {
  if (verdict.held == Verdict::Held::kByRest)
    out.notes.push_back(fmt::format(
        "{} is held below one half: what was seen apart from software that few groups share, which can be "
        "planted, does not fit it",
        judge.knowledge.groups[verdict.leader].name));
  if (verdict.held == Verdict::Held::kByLore)
    out.notes.push_back(
        fmt::format("{} is held below one half: without artefacts, infrastructure, victims and circumstance, which "
                    "can be planted, it has less",
                    judge.knowledge.groups[verdict.leader].name));
  if (!verdict.named && verdict.lead() >= kNamed)
    out.notes.emplace_back(
        "nobody is named: that takes two independent pieces of evidence, one of them a capability or infrastructure "
        "that few "
        "groups share");
  const auto idle = std::ranges::count_if(
      evidence, [](const Evidence& e) { return !e.item && e.log_lr.empty() && e.unknown_log_lr == 0; });
  if (idle > 0) out.notes.push_back(fmt::format("{} observations have no weight: nothing is known of them", idle));
}

}  // namespace

std::string_view name(Confidence confidence) {
  constexpr std::array<std::string_view, 3> kNames{"low", "moderate", "high"};
  return kNames[static_cast<std::size_t>(confidence)];
}

base::Result<std::unique_ptr<const Judge>> read_judge(const std::string& folder, const std::string& content) {
  namespace fs = std::filesystem;
  auto out = std::make_unique<Judge>();
  auto knowledge = read_knowledge(folder);
  if (!knowledge) return std::unexpected(knowledge.error());
  out->knowledge = std::move(*knowledge);
  fs::path table = fs::path(folder) / "weights.csv";
  std::error_code error;
  if (!fs::exists(table, error)) table = fs::path(content) / "knowledge" / "weights.csv";
  const auto weights = read_weights(table.string());
  if (!weights) return std::unexpected(weights.error());
  out->weights = *weights;
  auto lore = read_lore(content, out->knowledge);
  if (!lore) return std::unexpected(lore.error());
  out->lore = std::move(*lore);
  out->profiles = std::make_unique<const Profiles>(out->knowledge, Without{});
  return out;
}

Judgement judge(const Judge& judge, std::span<const Observation> observations) {
  const std::vector<Evidence> evidence = resolve(judge.knowledge, judge.lore, observations);
  const Verdict verdict = decide(*judge.profiles, judge.weights, evidence);
  Judgement out;
  add_hypotheses(judge, verdict.posterior, evidence, out);
  if (verdict.named) out.named = judge.knowledge.groups[verdict.leader].id;
  const WhatIf what_if(judge, evidence, verdict);
  out.evidence = what_if.weigh(out.columns);
  out.ablation = what_if.ablate(out.evidence);
  out.would_change = what_if.would_change();
  rate(judge, evidence, verdict, out);
  add_notes(judge, evidence, verdict, out);
  return out;
}

}  // namespace hoptrace::assess
