#include "hops/confidence.h"

#include <array>
#include <bit>
#include <cmath>

namespace hoptrace::hops {
namespace {

// How much likelier a witness's records are where somebody came than where nobody did, as natural logarithms. Chosen,
// not measured: a destination's own log is nearly certain of an arrival, a controller's ticket is often for something
// that was then not done.
constexpr std::array<double, 5> kVotes = {2.5, 1.8, 1.0, 1.4, 1.6};
constexpr double kBefore = -1.2;       // what is believed without any witness
constexpr double kNoSource = -0.6;     // nobody says from where
constexpr double kNoBeginning = -0.5;  // the destination shows what was done, but no session that began

}  // namespace

Status status_of(const Arrival& arrival) {
  const int sides = std::popcount(arrival.sides);
  const bool shown = (arrival.flags & kConcluded) == 0;
  return sides >= 2 && shown ? Status::kConfirmed : sides >= 1 ? Status::kProbable : Status::kInferred;
}

double confidence_of(const Arrival& arrival) {
  double sum = kBefore;
  for (std::size_t side = 0; side < kVotes.size(); ++side)
    if ((arrival.sides & (1U << side)) != 0) sum += kVotes[side];
  if (arrival.from == kNone) sum += kNoSource;
  const bool says = (arrival.sides & side_bit(Side::kDestination)) != 0;
  if (says && (arrival.flags & kHasLogon) == 0) sum += kNoBeginning;
  return 1 / (1 + std::exp(-sum));
}

}  // namespace hoptrace::hops
