// RecordSieve: what earlier records with the same values came to.
#include <algorithm>
#include <utility>

#include "hunt/keeper.h"
#include "hunt/record_binding.h"

namespace hoptrace::hunt {

bool RecordSieve::take(Binding& binding, const decode::Glance& glance, const RecordMemory::Seen& seen) {
  candidates_ = seen.candidates;
  recall(binding, glance);
  verdict_.indicators = seen.indicators;
  verdict_.matches = known_;
  verdict_.all = {};
  if (candidates_.empty() && !seen.indicators && (known_.empty() || keep(binding, glance, known_))) return false;
  return want(false);
}

// Whether all that came of the record is kept by now.
bool RecordSieve::keep(Binding& binding, const decode::Glance& glance, std::span<const KeptMatch> matches) {
  if (keeper_ == nullptr) return false;
  if (facts_ != nullptr && std::ranges::any_of(matches, &KeptMatch::grave)) return false;  // its facts are to be read
  const InStage keeping(clock_, Stage::kKeeping);
  if (!binding.content) binding.content.emplace(binding.shape->slots);
  return keeper_->keep_without_event(glance, *binding.content, count_.tenant(), count_.host(), matches);
}

// The same for the second record of its kind and those behind it: the verdict of all candidates together may be
// known.
bool RecordSieve::take_known(Binding& binding, const decode::Glance& glance, RecordMemory::Seen& seen) {
  if (!seen.again) {
    seen.again = true;
    seen.read = told_to(binding, seen.candidates);
    seen.question = questions_++;
  }
  if (!seen.read || !write_key(*seen.read, glance)) return take(binding, glance, seen);
  const auto place = memory_of_records_.outcome_place(seen, key_of_record_);
  if (place.known()) {
    candidates_.clear();
    places_.clear();
    verdict_.indicators = seen.indicators;
    verdict_.matches = {};
    verdict_.all = memory_of_records_.outcome(place);
    if (!seen.indicators && (verdict_.all.empty() || keep(binding, glance, verdict_.all))) return false;
    return want(false);
  }
  const bool wanted = take(binding, glance, seen);
  if (candidates_.empty()) {
    memory_of_records_.remember_outcome(place, known_);
  } else {
    outcome_place_ = place;
  }
  return wanted;
}

// What all of the candidates read together; nothing where that is not all that decides.
std::optional<decode::ToldList> RecordSieve::told_to(Binding& binding, std::span<const match::Candidate> candidates) {
  std::vector<std::size_t> slots;
  for (const match::Candidate& candidate : candidates) {
    const Binding::Reading& reading = binding.reading(*index_->rules(), candidate, questions_);
    if (!reading.slots) return std::nullopt;
    slots.insert(slots.end(), reading.slots->begin(), reading.slots->end());
  }
  std::sort(slots.begin(), slots.end());
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  std::vector<decode::Told> out;
  for (const std::size_t slot : slots) out.push_back({.slot = slot, .texts = true, .numbers = true, .others = true});
  return decode::ToldList(std::move(out));
}

bool RecordSieve::write_key(decode::ToldList& told, const decode::Glance& glance) {
  return glance.tell(told, key_of_record_) && key_of_record_.fits();
}

// Takes out of candidates_ those whose verdict on these values is known.
void RecordSieve::recall(Binding& binding, const decode::Glance& glance) {
  known_.clear();
  places_.clear();
  std::size_t left = 0;
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const match::Candidate candidate = candidates_[i];
    const auto place = place_of(binding, candidate, glance);
    if (place && place->known()) {
      if (const KeptMatch* const match = outcomes_.outcome(*place)) known_.push_back(*match);
      continue;
    }
    candidates_[left++] = candidate;
    places_.push_back(place);
  }
  candidates_.resize(left);
  std::ranges::sort(known_, {}, &KeptMatch::rule);
}

// Nothing where more than this record's plain values on this lane decides.
std::optional<base::ValueMemory::Place> RecordSieve::place_of(Binding& binding, const match::Candidate& candidate,
                                                              const decode::Glance& glance) {
  const auto same = [&](const match::Candidate& c) { return c.rule == candidate.rule; };
  if (std::count_if(candidates_.begin(), candidates_.end(), same) > 1) return std::nullopt;
  const Binding::Reading& reading = binding.reading(*index_->rules(), candidate, questions_);
  if (!reading.slots) return std::nullopt;
  key_.clear();
  for (const std::size_t slot : *reading.slots) {
    bool plain = true;
    const std::optional<event::Value> value = glance.value(slot, plain);
    if (!plain || (value && value->is_text() && value->bytes().size() > base::ValueMemory::kMostBytes)) {
      return std::nullopt;
    }
    key_.push_back(outcomes_.number_of(value));
  }
  return outcomes_.place(reading.question, key_);
}

void RecordSieve::learn(std::span<const KeptMatch> matches) {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const auto match = std::ranges::find(matches, candidates_[i].rule, &KeptMatch::rule);
    if (!places_[i]) continue;
    if (match == matches.end()) {
      outcomes_.remember(*places_[i], nullptr, 0);
    } else {
      outcomes_.remember(*places_[i], &*match, match->bytes());
    }
  }
  places_.clear();
  if (!outcome_place_) return;
  std::vector<KeptMatch> all = known_;  // which the verdict shows until the next record
  all.insert(all.end(), matches.begin(), matches.end());
  std::ranges::sort(all, {}, &KeptMatch::rule);
  memory_of_records_.remember_outcome(*std::exchange(outcome_place_, std::nullopt), std::move(all));
}

}  // namespace hoptrace::hunt
