#include "assess/attribution/what_if.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "assess/attribution/phia.h"

namespace hoptrace::assess {
namespace {

constexpr std::size_t kMostWeighed = 150, kMostTried = 40, kMostInPairs = 8, kMostAblations = 8, kMostFindings = 12,
                      kMostChanges = 4;

// How much more a group fits than the known ones on average.
std::vector<double> relative(const Scored& scored, const Weights& weights) {
  std::vector<double> out(scored.score.size(), 0);
  if (scored.known.empty()) return out;
  double mean = 0;
  for (const GroupIndex g : scored.known) mean += scored.score[g] / static_cast<double>(scored.known.size());
  for (const GroupIndex g : scored.known) out[g] = weights.temper * (scored.score[g] - mean);
  return out;
}

// The pieces of the tables that say most, rarest first.
std::set<ItemIndex> worth_weighing(const Profiles& p, const std::vector<SeenItem>& seen) {
  std::vector<SeenItem> sorted = seen;
  std::ranges::stable_sort(sorted, [&](const SeenItem& a, const SeenItem& b) {
    return p.comparing(a.item) * a.trust > p.comparing(b.item) * b.trust;
  });
  std::set<ItemIndex> out;
  for (const SeenItem& s : sorted)
    if (out.size() < kMostWeighed) out.insert(s.item);
  return out;
}

double lore_of(const Evidence& e, GroupIndex group) {
  for (const auto& [g, log] : e.log_lr)
    if (g == group) return log * e.trust;
  return 0;
}

}  // namespace

std::vector<EvidenceLine> WhatIf::weigh(std::span<const std::string> columns) const {
  const Profiles& p = *judge_.profiles;
  const std::vector<SeenItem> seen = seen_items(evidence_);
  const std::vector<double> whole = relative(score(read(p, seen), judge_.weights), judge_.weights);
  const std::set<ItemIndex> weighed = worth_weighing(p, seen);
  std::vector<EvidenceLine> out;
  for (const Evidence& e : evidence_) {
    EvidenceLine line{
        .kind = e.kind, .id = e.id, .name = e.name, .trust = e.trust, .log_lr = {}, .from = e.from, .notes = e.notes};
    std::vector<double> rest;
    if (e.item && weighed.contains(*e.item)) {
      std::vector<SeenItem> others = seen;
      std::erase_if(others, [&](const SeenItem& s) { return s.item == *e.item; });
      rest = relative(score(read(p, others), judge_.weights), judge_.weights);
    }
    double low = 0, high = 0;
    for (const std::string& id : columns) {
      const GroupIndex g = *judge_.knowledge.group(id);
      const double log = e.item ? (rest.empty() ? 0 : whole[g] - rest[g]) : lore_of(e, g);
      line.log_lr.emplace_back(id, log);
      low = std::min(low, log);
      high = std::max(high, log);
    }
    line.diagnosticity = high - low;
    out.push_back(std::move(line));
  }
  std::ranges::stable_sort(out, std::greater{}, &EvidenceLine::diagnosticity);
  return out;
}

std::vector<Evidence> WhatIf::without(std::span<const std::string> ids) const {
  std::vector<Evidence> out;
  for (const Evidence& e : evidence_)
    if (std::ranges::find(ids, e.id) == ids.end()) out.push_back(e);
  return out;
}

bool WhatIf::changes(const Verdict& other) const {
  if (other.named != verdict_.named) return true;
  if (verdict_.named && other.leader != verdict_.leader) return true;
  return phia(other.posterior.group[verdict_.leader]) != phia(verdict_.lead());
}

Ablation WhatIf::ablation(std::vector<std::string> ids, const Verdict& other) const {
  Ablation out;
  out.without = std::move(ids);
  out.leader = judge_.knowledge.groups[other.leader].id;
  if (other.named) out.named = out.leader;
  out.probability = other.lead();
  out.phia = phia(out.probability);
  return out;
}

void WhatIf::try_without(std::vector<std::vector<std::string>> sets, std::vector<Ablation>& out) const {
  for (std::vector<std::string>& ids : sets) {
    if (out.size() >= kMostAblations) return;
    const Verdict other = decide(*judge_.profiles, judge_.weights, without(ids));
    if (changes(other)) out.push_back(ablation(std::move(ids), other));
  }
}

std::vector<Ablation> WhatIf::ablate(std::span<const EvidenceLine> lines) const {
  std::vector<Ablation> out;
  if (evidence_.empty()) return out;
  const std::size_t tried = std::min(lines.size(), kMostTried), paired = std::min(lines.size(), kMostInPairs);
  std::vector<std::vector<std::string>> sets;
  for (std::size_t i = 0; i < tried; ++i) sets.push_back({lines[i].id});
  try_without(std::move(sets), out);
  if (!out.empty()) return out;
  sets.clear();
  for (std::size_t i = 0; i < paired; ++i)
    for (std::size_t j = i + 1; j < paired; ++j) sets.push_back({lines[i].id, lines[j].id});
  try_without(std::move(sets), out);
  if (!out.empty()) return out;
  std::map<EvidenceClass, std::vector<std::string>> classes;
  for (const Evidence& e : evidence_) classes[class_of(e)].push_back(e.id);
  sets.clear();
  for (auto& [unused, ids] : classes) sets.push_back(std::move(ids));
  try_without(std::move(sets), out);
  return out;
}

void WhatIf::try_finding(GroupIndex group, std::vector<std::pair<double, std::string>>& out) const {
  const Profiles& p = *judge_.profiles;
  std::vector<ItemIndex> unseen;
  for (const ItemIndex i : p.own_software[group])
    if (std::ranges::none_of(evidence_, [i](const Evidence& e) { return e.item == i; })) unseen.push_back(i);
  std::ranges::stable_sort(unseen, [&](ItemIndex a, ItemIndex b) { return p.count(group, a) > p.count(group, b); });
  if (unseen.size() > kMostFindings) unseen.resize(kMostFindings);
  const std::string& leader = judge_.knowledge.groups[verdict_.leader].name;
  for (const ItemIndex i : unseen) {
    std::vector<Evidence> more(evidence_.begin(), evidence_.end());
    Evidence& found = more.emplace_back();
    found.kind = Kind::kSoftware;
    found.id = judge_.knowledge.items[i].id;
    found.item = i;
    const Verdict other = decide(p, judge_.weights, more);
    const double then = other.posterior.group[verdict_.leader];
    const double said = p.count(group, i) / std::max(1.0, static_cast<double>(p.reports_of[group]));
    out.emplace_back(
        said * std::abs(then - verdict_.lead()),
        fmt::format("finding {} ({}) of {} would move {} from {:.2f} to {:.2f}", judge_.knowledge.items[i].name,
                    found.id, judge_.knowledge.groups[group].name, leader, verdict_.lead(), then));
  }
}

std::vector<std::string> WhatIf::would_change() const {
  std::vector<std::string> out;
  if (verdict_.posterior.group.empty() || evidence_.empty()) return out;
  GroupIndex second = verdict_.leader == 0 && verdict_.posterior.group.size() > 1 ? 1 : 0;
  for (GroupIndex g = 0; g < verdict_.posterior.group.size(); ++g)
    if (g != verdict_.leader && verdict_.posterior.group[g] > verdict_.posterior.group[second]) second = g;
  for (const GroupIndex group : {verdict_.leader, second}) {
    std::vector<std::pair<double, std::string>> tried;
    try_finding(group, tried);
    std::ranges::stable_sort(tried, [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; i < std::min(tried.size(), kMostChanges / 2); ++i)
      out.push_back(std::move(tried[i].second));
    if (second == verdict_.leader) break;
  }
  if (verdict_.held == Verdict::Held::kByLore)
    out.push_back(fmt::format("software that {} is known for would lift what holds it below one half",
                              judge_.knowledge.groups[verdict_.leader].name));
  return out;
}

}  // namespace hoptrace::assess
