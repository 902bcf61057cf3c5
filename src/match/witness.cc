#include "match/witness.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace hoptrace::match {
namespace {

constexpr std::size_t kLengthThatTells = 24;  // longer text is hardly rarer

}  // namespace

int Witness::strength() const {
  const int length = static_cast<int>(std::min(text.size(), kLengthThatTells));
  switch (kind) {
    case Kind::kPresence:
      return 1;
    case Kind::kNumber:
      return field == event::field::kEventId ? 2 : 3;  // a lane has few event ids, all its records one of them
    case Kind::kExact:
      return 3 + length;
    case Kind::kLiteral:
      return 1 + length;
  }
  return 0;
}

WitnessSet WitnessSet::one(Witness witness) {
  WitnessSet set;
  set.any.push_back(std::move(witness));
  return set;
}

int WitnessSet::strength() const {
  if (always) return 0;
  int weakest = std::numeric_limits<int>::max();
  for (const Witness& witness : any) weakest = std::min(weakest, witness.strength());
  return weakest;
}

void WitnessSet::join(const WitnessSet& other) {
  if (always || other.always) {
    *this = of_always();
    return;
  }
  std::vector<Witness> both;
  std::set_union(any.begin(), any.end(), other.any.begin(), other.any.end(), std::back_inserter(both));
  any = std::move(both);
}

const WitnessSet& stronger(const WitnessSet& a, const WitnessSet& b) {
  return b.strength() > a.strength() ? b : a;
}

}  // namespace hoptrace::match
