#include "reports.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>

#include "assess/attribution/evidence.h"
#include "plain_bayes.h"

namespace hoptrace::bench {
namespace {

// FNV-1a: the same folds wherever this runs.
std::size_t fold_of(std::string_view name, std::size_t folds) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return static_cast<std::size_t>((hash >> 20) % folds);
}

std::vector<assess::SeenItem> techniques_of(const assess::Knowledge& knowledge, std::vector<assess::SeenItem> seen) {
  std::erase_if(seen, [&](const assess::SeenItem& s) { return knowledge.items[s.item].software; });
  return seen;
}

std::vector<bool> nameable(const assess::Profiles& profiles, const std::vector<assess::SeenItem>& seen) {
  std::vector<assess::Evidence> evidence;
  for (const assess::SeenItem& s : seen) {
    const assess::Item& item = profiles.knowledge.items[s.item];
    assess::Evidence& e = evidence.emplace_back();
    e.kind = item.software ? assess::Kind::kSoftware : assess::Kind::kTechnique;
    e.id = item.id;
    e.item = s.item;
  }
  std::vector<bool> out;
  for (assess::GroupIndex g = 0; g < profiles.groups; ++g) out.push_back(may_be_named(profiles, evidence, g));
  return out;
}

}  // namespace

std::vector<Instance> instances(const assess::Knowledge& knowledge, std::size_t at_least) {
  std::map<std::pair<assess::GroupIndex, assess::SourceIndex>, std::vector<assess::SeenItem>> said;
  for (const assess::GroupUse& use : knowledge.group_uses)
    for (const assess::SourceIndex s : use.own)
      if (!knowledge.sources[s].name.starts_with("(uncited)"))
        said[{use.group, s}].push_back({.item = use.item, .year = knowledge.sources[s].year});
  std::vector<Instance> out;
  for (auto& [key, seen] : said)
    if (seen.size() >= at_least) out.push_back({key.first, key.second, std::move(seen)});
  return out;
}

std::vector<HeldOut> hold_out(const assess::Knowledge& knowledge, const assess::Lore& lore, std::size_t at_least,
                              std::size_t folds) {
  const Planter planter(knowledge, lore);
  std::vector<HeldOut> out;
  for (Instance& instance : instances(knowledge, at_least)) {
    HeldOut one;
    one.instance = std::move(instance);
    const Instance& i = one.instance;
    one.fold = fold_of(knowledge.sources[i.source].name, folds);
    const auto techniques = techniques_of(knowledge, i.seen);
    const assess::Profiles with(knowledge, {.source = i.source, .group = {}});
    const assess::Profiles without(knowledge, {.source = i.source, .group = i.group});
    one.with = read(with, i.seen);
    one.techniques = read(with, techniques);
    one.plain = plain_bayes(with, i.seen);
    one.planted = planter.plant(with, i.seen, one.with, i.group, out.size());
    one.emptied = !with.known(i.group);
    one.nameable = nameable(with, i.seen);
    one.nameable_without = nameable(without, i.seen);
    one.without = read(without, i.seen);
    one.techniques_without = read(without, techniques);
    one.plain_without = plain_bayes(without, i.seen);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace hoptrace::bench
