#include "rows.h"

#include <algorithm>
#include <numeric>
#include <random>

#include "assess/attribution/model.h"
#include "assess/attribution/verdict.h"
#include "training.h"

namespace hoptrace::bench {
namespace {

using assess::GroupIndex;
using assess::Posterior;
using assess::Reading;

std::size_t rank_of(const Posterior& p, GroupIndex group, bool known) {
  if (!known) return p.group.size();
  return static_cast<std::size_t>(
      std::ranges::count_if(p.group, [&](double other) { return other > p.group[group]; }));
}

Answer answer(const HeldOut& r, const Posterior& with, const Posterior& without) {
  const GroupIndex first = with.leader(), stranger = without.leader();
  Answer out;
  out.rank = rank_of(with, r.instance.group, !r.emptied);
  out.probability = with.group[first];
  out.removed = without.group[stranger];
  out.right = first == r.instance.group && !r.emptied;
  out.named = out.probability >= assess::kNamed && r.nameable[first];
  out.removed_named = out.removed >= assess::kNamed && r.nameable_without[stranger];
  return out;
}

Posterior of_plain(std::vector<double> probabilities) {
  Posterior out;
  out.unknown = probabilities.back();
  probabilities.pop_back();
  out.group = std::move(probabilities);
  return out;
}

std::vector<const HeldOut*> other_folds(const std::vector<HeldOut>& reports, std::size_t fold) {
  std::vector<const HeldOut*> out;
  for (const HeldOut& r : reports)
    if (r.fold != fold) out.push_back(&r);
  return out;
}

// Calls `judge(report, weights)` for each report that is graded, with weights of the other folds.
template <class Judge>
void each_fold(const std::vector<HeldOut>& reports, std::size_t folds, std::size_t at_least, Judge judge) {
  for (std::size_t fold = 0; fold < folds; ++fold) {
    const assess::Weights weights = train(other_folds(reports, fold));
    for (const HeldOut& r : reports)
      if (r.fold == fold && r.instance.seen.size() >= at_least) judge(r, weights);
  }
}

// Each report's group becomes another one by a fixed draw: whatever is still right then is chance.
std::vector<HeldOut> mixed_up(std::vector<HeldOut> reports) {
  std::vector<GroupIndex> groups(reports.empty() ? 0 : reports.front().with.whole.rows.size());
  std::iota(groups.begin(), groups.end(), 0u);
  std::mt19937_64 random(7);
  for (std::size_t i = groups.size(); i > 1; --i) std::swap(groups[i - 1], groups[random() % i]);
  for (HeldOut& r : reports) {
    r.instance.group = groups[r.instance.group];
    r.emptied = std::ranges::find(r.with.whole.known, r.instance.group) == r.with.whole.known.end();
  }
  return reports;
}

void count_framed(const HeldOut& r, const assess::Weights& weights, Row& row) {
  constexpr double kHalf = 0.5;
  const Posterior before = bound(score(r.with, weights), weights).posterior;
  for (const Planted& p : r.planted) {
    if (before.group[p.framed] >= kHalf) continue;  // wrong before anything is planted
    Row::Framing& framing = row.framing[static_cast<std::size_t>(p.plant)];
    ++framing.planted;
    framing.lifted += bound(score(p.reading, weights), weights, p.lore).posterior.group[p.framed] >= kHalf ? 1 : 0;
  }
}

}  // namespace

std::vector<Row> judge_rows(const std::vector<HeldOut>& reports, std::size_t folds, std::size_t at_least) {
  std::vector<Row> rows(4);
  rows[0].name = "ours";
  rows[1].name = "plain tempered Bayes";
  rows[2].name = "ours, techniques only";
  rows[3].name = "ours, labels shuffled";
  rows[3].open = false;
  const auto judged = [](const Reading& reading, const assess::Weights& w) {
    return bound(score(reading, w), w).posterior;
  };
  each_fold(reports, folds, at_least, [&](const HeldOut& r, const assess::Weights& w) {
    rows[0].answers.push_back(answer(r, judged(r.with, w), judged(r.without, w)));
    count_framed(r, w, rows[0]);
    Answer plain = answer(r, of_plain(r.plain), of_plain(r.plain_without));
    plain.named = plain.probability >= assess::kNamed;  // it has no rule but its number
    plain.removed_named = plain.removed >= assess::kNamed;
    rows[1].answers.push_back(plain);
    Answer techniques = answer(r, judged(r.techniques, w), judged(r.techniques_without, w));
    techniques.named = techniques.removed_named = false;  // tradecraft alone never names anybody
    rows[2].answers.push_back(techniques);
  });
  each_fold(mixed_up(reports), folds, at_least, [&](const HeldOut& r, const assess::Weights& w) {
    rows[3].answers.push_back(answer(r, judged(r.with, w), judged(r.without, w)));
  });
  return rows;
}

}  // namespace hoptrace::bench
