// Chance: how often the fleet's own ordinary days would bring a trail as strange as this one, by nobody's doing.
//
// What is strange in one organisation is a habit in another. So for each kind of strangeness it is counted on how
// many other occasions (one account, one day) the same evidence has it, outside the trail: an estimate of its rate
// per logon, in the manner of Good and Turing, with half an occasion in a million logons believed before anything was
// seen (a Gamma prior; chosen, not measured). A trail is as unlikely as the rarest of its kinds; each further sign,
// of another account or from another host, makes it less likely still, though not independently so.
//
// An alarm is given where that rate is within the budget, shared among the kinds. Thus the more evidence there is,
// the surer what has not happened in it; and where something happens again and again, it is no alarm by itself.
#pragma once

#include <cstdint>
#include <span>

#include "hops/strange.h"

namespace hoptrace::hops {

class Chance {
 public:
  Chance(const Strange& strange, const Arrivals& arrivals, std::uint64_t logons);

  // Trails like this one in a million logons, by chance; infinite where nothing in it is strange.
  [[nodiscard]] double per_million(std::span<const ArrivalId> trail) const;
  // Whether to tell of it, if so many alarms in a million logons may be false.
  [[nodiscard]] static bool is_told(double per_million, double alarms_per_million) {
    return per_million * static_cast<double>(kStrangenesses) <= alarms_per_million;
  }

 private:
  const Strange& strange_;
  const Arrivals& arrivals_;
  double millions_ = 0;
  std::array<std::size_t, kStrangenesses> occasions_{};  // in all
};

}  // namespace hoptrace::hops
