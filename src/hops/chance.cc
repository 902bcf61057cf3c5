#include "hops/chance.h"

#include <cmath>
#include <limits>
#include <set>
#include <tuple>

namespace hoptrace::hops {
namespace {

constexpr double kPriorOccasions = 0.5, kPriorMillions = 1;
constexpr double kFurtherSign = 0.3;
constexpr std::size_t kMostFurther = 4;

using Occasions = std::set<std::pair<Strangeness, std::uint64_t>>;

}  // namespace

Chance::Chance(const Strange& strange, const Arrivals& arrivals, std::uint64_t logons)
    : strange_(strange), arrivals_(arrivals), millions_(static_cast<double>(logons) / 1e6) {
  Occasions all;
  for (const Strange::Act& act : strange.acts()) all.insert({act.what, act.occasion});
  for (const auto& [what, occasion] : all) ++occasions_[static_cast<std::size_t>(what)];
}

double Chance::per_million(std::span<const ArrivalId> trail) const {
  Occasions own;
  std::set<std::tuple<Strangeness, AccountId, HostId>> signs;
  std::array<double, kStrangenesses> planned{1, 1, 1, 1};  // all that there is of a kind
  for (const ArrivalId id : trail)
    for (const Strange::Act& act : strange_.acts_of(id)) {
      own.insert({act.what, act.occasion});
      if (!act.planned) planned[static_cast<std::size_t>(act.what)] = 0;
      signs.insert({act.what, arrivals_.all[id].account, arrivals_.all[id].from});
    }
  auto elsewhere = occasions_;
  for (const auto& [what, occasion] : own) --elsewhere[static_cast<std::size_t>(what)];
  double rarest = std::numeric_limits<double>::infinity();
  for (const auto& [what, occasion] : own) {
    const auto kind = static_cast<std::size_t>(what);
    const double others = static_cast<double>(elsewhere[kind]) + planned[kind];
    rarest = std::min(rarest, (others + kPriorOccasions) / (millions_ + kPriorMillions));
  }
  if (signs.empty()) return rarest;
  return rarest * std::pow(kFurtherSign, static_cast<double>(std::min(signs.size() - 1, kMostFurther)));
}

}  // namespace hoptrace::hops
