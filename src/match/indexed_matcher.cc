#include "match/indexed_matcher.h"

#include <utility>

namespace hoptrace::match {

IndexedMatcher::IndexedMatcher(std::shared_ptr<const RuleIndex> index)
    : index_(std::move(index)), evaluator_(index_->rules()), candidates_(index_) {}

void IndexedMatcher::match(const event::Event& event, std::vector<Match>& out) {
  lanes_.clear();
  index_->rules()->set().log_sources.lanes_of(event, lanes_);
  match_only(candidates_.gather(event, lanes_), event, out);
}

void IndexedMatcher::match_only(std::span<const Candidate> candidates, const event::Event& event,
                                std::vector<Match>& out) {
  best_.begin();
  const Candidate* before = nullptr;
  for (const Candidate& candidate : candidates) {
    if (before == nullptr || before->lane != candidate.lane) evaluator_.look_at(event, candidate.lane);
    before = &candidate;
    best_.offer(candidate.rule, candidate.lane, evaluator_);
  }
  best_.take(out);
}

std::unique_ptr<Matcher> make_indexed_matcher(std::shared_ptr<const RuleIndex> index) {
  return std::make_unique<IndexedMatcher>(std::move(index));
}

}  // namespace hoptrace::match
