// RecordMemory: records that showed the same values before. Logs repeat themselves: a service that starts every
// minute writes a record in which only numbers differ that nobody waits for. Such a record costs one hash of what it
// shows, and one look into a table, however many rules there are.
//
// Two questions are remembered. What a binding's looks found (`Seen`: candidates and whether there is an indicator)
// follows from the values looked at; what the candidates came to (an outcome: matches) follows from the values that
// they read. RecordSieve asks and fills both. One thread's.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/value_memory.h"
#include "decode/told_list.h"
#include "hunt/kept_match.h"
#include "match/candidates.h"

namespace hoptrace::hunt {

class RecordMemory {
 public:
  using Place = base::ValueMemory::Place;
  using Matches = std::vector<KeptMatch>;  // in the order of rules

  // What records with these values show; none of it where there is nothing.
  struct Seen {
    std::vector<match::Candidate> candidates;
    bool indicators = false;
    bool again = false;  // a second record showed the same: from then on the next two say something
    // What the outcome of the candidates comes from; none: from more than a key holds.
    std::optional<decode::ToldList> read;
    std::uint64_t question = 0;  // of the outcome
  };

  RecordMemory() : seen_places_(kSeenPlaces), outcome_places_(kOutcomePlaces) {}

  // What a record is known by; its place comes from memory meanwhile. Then the place itself.
  [[nodiscard]] std::uint64_t hash(std::uint64_t binding, const decode::RecordKey& key) const {
    const std::uint64_t hash = seen_places_.hash(binding, key.bytes());
    seen_places_.fetch(hash);
    return hash;
  }
  [[nodiscard]] Place place(std::uint64_t hash) { return seen_places_.place_of(hash); }
  [[nodiscard]] Place outcome_place(const Seen& seen, const decode::RecordKey& key) {
    return outcome_places_.place(seen.question, key.bytes());
  }
  // Of places that are known; null: nothing. Valid until forget_if_full().
  [[nodiscard]] Seen* seen(const Place& place) { return place.answer() == 0 ? nullptr : &seen_[place.answer() - 1U]; }
  [[nodiscard]] std::span<const KeptMatch> outcome(const Place& place) const {
    return place.answer() == 0 ? std::span<const KeptMatch>{} : outcomes_[place.answer() - 1U];
  }
  void remember(Place place, Seen seen);
  void remember_outcome(Place place, Matches matches);

  // Before each record.
  void forget_if_full() {
    if (seen_.size() == kMostSeen) forget();
    if (outcomes_.size() == kMostOutcomes || outcome_bytes_ > kMostOutcomeBytes) forget_outcomes();
  }
  void forget();

 private:
  void forget_outcomes();

  static constexpr std::size_t kSeenPlaces = 1 << 18, kOutcomePlaces = 1 << 17;
  static constexpr std::size_t kMostSeen = 1 << 15, kMostOutcomes = 1 << 15;
  static constexpr std::size_t kMostOutcomeBytes = 8 << 20;  // of their matches

  base::ValueMemory seen_places_, outcome_places_;
  std::vector<Seen> seen_;
  std::vector<Matches> outcomes_;
  std::size_t outcome_bytes_ = 0;
};

}  // namespace hoptrace::hunt
