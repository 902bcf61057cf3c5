#include "assess/attribution/evidence.h"

#include <algorithm>
#include <map>

namespace hoptrace::assess {
namespace {

bool supports(const Profiles& p, const Evidence& e, GroupIndex g) {
  if (e.trust <= 0) return false;
  if (e.item) return p.uses(g, *e.item);
  return std::ranges::any_of(e.log_lr, [g](const auto& said) { return said.first == g && said.second > 0; });
}

bool few_share(const Profiles& p, const Evidence& e) {
  const EvidenceClass c = class_of(e);
  if (c != EvidenceClass::kCapability && c != EvidenceClass::kInfrastructure) return false;
  if (e.shared_now || e.forgeable) return false;
  return (e.item ? p.shared_by[*e.item] : e.shared_by) <= kFewGroups;
}

// Whether `other` could be seen only because `first` was: the same set, or what a piece of software does.
bool depends(const Profiles& p, const Evidence& first, const Evidence& other) {
  if (!first.set.empty() && first.set == other.set) return true;
  if (!first.item || !other.item) return false;
  return std::ranges::binary_search(p.software[*first.item].techniques, *other.item);
}

}  // namespace

std::vector<SeenItem> seen_items(std::span<const Evidence> evidence) {
  std::map<ItemIndex, SeenItem> best;
  for (const Evidence& e : evidence) {
    if (!e.item || e.trust <= 0) continue;
    const SeenItem seen{.item = *e.item, .trust = e.trust, .year = e.year};
    const auto [place, fresh] = best.try_emplace(*e.item, seen);
    if (!fresh && seen.trust > place->second.trust) place->second = seen;
  }
  std::vector<SeenItem> out;
  for (const auto& [item, seen] : best) out.push_back(seen);
  return out;
}

std::vector<double> lore_log_lr(std::span<const Evidence> evidence, std::size_t groups) {
  const auto unknown = static_cast<GroupIndex>(groups);
  struct Set {
    double strongest = 0, sum = 0;
  };
  std::map<std::pair<bool, std::string>, std::map<GroupIndex, Set>> sets;
  for (const Evidence& e : evidence) {
    const auto add = [&](GroupIndex g, double log) {
      Set& set = sets[{e.forgeable, e.set.empty() ? e.id : e.set}][g];
      set.sum += log * e.trust;
      set.strongest = std::max(set.strongest, log * e.trust);
    };
    for (const auto& [g, log] : e.log_lr) add(g, log);
    if (e.unknown_log_lr > 0) add(unknown, e.unknown_log_lr);
  }
  std::vector<double> forgeable(groups + 1, 0.0), out(groups + 1, 0.0);
  for (const auto& [key, said] : sets)
    for (const auto& [g, set] : said)
      (key.first ? forgeable : out)[g] += set.strongest + kRestOfASet * (set.sum - set.strongest);
  for (std::size_t g = 0; g <= groups; ++g)
    out[g] = std::min(out[g], kMostOfTheRest) + std::min(forgeable[g], kMostForgeable);
  return out;
}

bool may_be_named(const Profiles& p, std::span<const Evidence> evidence, GroupIndex group) {
  for (const Evidence& first : evidence) {
    if (!few_share(p, first) || !supports(p, first, group)) continue;
    for (const Evidence& other : evidence) {
      if (&other == &first || (other.kind == first.kind && other.id == first.id)) continue;
      if (supports(p, other, group) && !depends(p, first, other)) return true;
    }
  }
  return false;
}

}  // namespace hoptrace::assess
