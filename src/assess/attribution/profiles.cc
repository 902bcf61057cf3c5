#include "assess/attribution/profiles.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace hoptrace::assess {
namespace {

// Fitted beside the weights: how much more software says than a technique of the same rarity.
constexpr double kSoftwareSaysMore = 1.6;

// Smoothing of the profiles, in counts that every group is given beforehand (Dirichlet).
constexpr double kMuch = 150, kLittle = 20;

double likelihood(const Profiles& p, GroupIndex g, ItemIndex i, double smoothing) {
  const double expected = smoothing * p.share[i];
  return std::log((p.count(g, i) + expected) / (p.total[g] + smoothing) / p.share[i]);
}

std::vector<SourceIndex> left(const std::vector<SourceIndex>& sources, const Without& without) {
  std::vector<SourceIndex> out = sources;
  if (without.source) std::erase(out, *without.source);
  return out;
}

void widen(Years& years, int year) {
  if (year == 0) return;
  years.first = years.first == 0 ? year : std::min(years.first, year);
  years.last = std::max(years.last, year);
}

// How strongly each group is named by `sources`: the root of its part of them, each shared among those that it names.
template <class Groups>
std::vector<std::pair<GroupIndex, double>> named(const std::set<SourceIndex>& sources, Groups groups) {
  std::map<GroupIndex, double> with;
  for (const SourceIndex s : sources)
    for (const GroupIndex g : groups(s)) with[g] += 1 / static_cast<double>(groups(s).size());
  std::vector<std::pair<GroupIndex, double>> out;
  for (const auto& [g, sum] : with) out.emplace_back(g, std::sqrt(sum / static_cast<double>(sources.size())));
  return out;
}

}  // namespace

Profiles::Profiles(const Knowledge& from, const Without& without)
    : knowledge(from),
      groups(from.groups.size()),
      items(from.items.size()),
      counts(groups * items),
      total(groups),
      reports_of(groups),
      years(groups),
      weight(groups),
      shared_by(items),
      share(items),
      rarity(items),
      software(items),
      own_software(groups),
      speaks_of_(from.sources.size()),
      likelihoods_(items) {
  count_uses(without);
  weigh_items();
  weigh_reports();
  read_software(without);
}

void Profiles::count_uses(const Without& without) {
  std::map<std::pair<GroupIndex, SourceIndex>, std::vector<ItemIndex>> by_report;
  for (const GroupUse& use : knowledge.group_uses) {
    if (without.group == use.group) continue;
    const std::vector<SourceIndex> sources = left(use.sources, without);
    if (sources.empty()) continue;
    counts[use.group * items + use.item] = static_cast<std::uint16_t>(std::min<std::size_t>(sources.size(), 65'535));
    total[use.group] += static_cast<double>(sources.size());
    ++shared_by[use.item];
    for (const SourceIndex s : sources) by_report[{use.group, s}].push_back(use.item);
  }
  for (auto& [key, said] : by_report) {
    ++reports_of[key.first];
    const int year = knowledge.sources[key.second].year;
    widen(years[key.first], year);
    speaks_of_[key.second].push_back(key.first);
    std::ranges::sort(said);
    reports.push_back({.group = key.first, .year = year, .items = std::move(said)});
  }
}

void Profiles::weigh_items() {
  constexpr double kUnseen = 0.3;  // so that what nobody is left to use is not impossible
  double all = 0;
  for (const double t : total) all += t;
  all = std::max(all, 1.0);
  for (ItemIndex i = 0; i < items; ++i) {
    double said = 0;
    for (GroupIndex g = 0; g < groups; ++g) said += count(g, i);
    share[i] = (said + kUnseen) / all;
    rarity[i] = std::log((static_cast<double>(groups) + 1) / (shared_by[i] + 0.5));
  }
}

double Profiles::comparing(ItemIndex i) const {
  const double r = rarity[i] * (knowledge.items[i].software ? kSoftwareSaysMore : 1);
  return r * r;
}

std::span<const Likelihood> Profiles::likelihoods(ItemIndex i) const {
  LikelihoodsOf& all = likelihoods_[i];
  std::call_once(all.made, [&] {
    for (GroupIndex g = 0; g < groups; ++g)
      all.by_group.push_back({likelihood(*this, g, i, kMuch), likelihood(*this, g, i, kLittle)});
  });
  return all.by_group;
}

void Profiles::weigh_reports() {
  for (Report& report : reports) {
    for (const ItemIndex i : report.items) {
      report.weight += comparing(i);
      if (!knowledge.items[i].software) report.technique_weight += rarity[i] * rarity[i];
    }
  }
  for (GroupIndex g = 0; g < groups; ++g)
    for (ItemIndex i = 0; i < items; ++i)
      if (uses(g, i)) weight[g] += comparing(i);
}

void Profiles::read_software(const Without& without) {
  std::map<ItemIndex, std::set<SourceIndex>> reports_on;
  for (const SoftwareUse& use : knowledge.software_uses) {
    const std::vector<SourceIndex> sources = left(use.sources, without);
    if (sources.empty()) continue;
    SoftwareProfile& profile = software[use.software];
    profile.techniques.push_back(use.technique);
    profile.technique_weight += rarity[use.technique] * rarity[use.technique];
    reports_on[use.software].insert(sources.begin(), sources.end());
  }
  for (const auto& [item, sources] : reports_on) {
    software[item].cited_with = named(sources, [&](SourceIndex s) -> const auto& { return speaks_of_[s]; });
    software[item].titled = named(sources, [&](SourceIndex s) -> const auto& { return knowledge.sources[s].titled; });
  }
  for (GroupIndex g = 0; g < groups; ++g)
    for (ItemIndex i = 0; i < items; ++i)
      if (knowledge.items[i].software && uses(g, i) && shared_by[i] <= kFewGroups) own_software[g].push_back(i);
}

}  // namespace hoptrace::assess
