#include "match/best_matches.h"

#include <algorithm>
#include <iterator>

namespace hoptrace::match {

void BestMatches::begin() {
  matches_.clear();
}

Match* BestMatches::find(std::uint32_t rule) {
  const auto found =
      std::find_if(matches_.begin(), matches_.end(), [rule](const Match& m) { return m.rule == rule; });
  return found == matches_.end() ? nullptr : &*found;
}

bool BestMatches::settled(std::uint32_t rule) const {
  return std::any_of(matches_.begin(), matches_.end(),
                     [rule](const Match& m) { return m.rule == rule && m.certain; });
}

void BestMatches::offer(std::uint32_t rule, rules::LaneId lane, Evaluator& evaluator) {
  if (settled(rule)) return;
  const RuleStopwatch timed(costs_, rule);
  const Evaluator::Outcome outcome = evaluator.decide(rule);
  if (outcome == Evaluator::Outcome::kNoMatch) return;
  const bool certain = outcome == Evaluator::Outcome::kCertain;
  Match* const known = find(rule);
  if (known != nullptr && !certain) return;  // as uncertain as this one, and earlier
  Match& match = known != nullptr ? *known : matches_.emplace_back();
  match = Match{.rule = rule, .lane = lane, .certain = certain, .matched = {}, .missing = {}};
  evaluator.describe(match);
}

void BestMatches::take(std::vector<Match>& out) {
  std::sort(matches_.begin(), matches_.end(), [](const Match& a, const Match& b) { return a.rule < b.rule; });
  for (const Match& match : matches_) {
    if (costs_ != nullptr) ++(*costs_)[match.rule].matches;
  }
  out.insert(out.end(), std::make_move_iterator(matches_.begin()), std::make_move_iterator(matches_.end()));
  matches_.clear();
}

}  // namespace hoptrace::match
