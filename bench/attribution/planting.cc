#include "planting.h"

#include <algorithm>
#include <map>
#include <optional>

namespace hoptrace::bench {
namespace {

using assess::GroupIndex;
using assess::ItemIndex;
using assess::SeenItem;

std::optional<Plant> plant_of(assess::Kind kind) {
  switch (assess::info(kind).evidence_class) {
    case assess::EvidenceClass::kCapability:
      return Plant::kArtefacts;
    case assess::EvidenceClass::kInfrastructure:
      return Plant::kInfrastructure;
    case assess::EvidenceClass::kVictimology:
      return Plant::kVictims;
    case assess::EvidenceClass::kCircumstance:
      return Plant::kCircumstance;
    case assess::EvidenceClass::kTradecraft:
      break;
  }
  return std::nullopt;
}

// What of the framed group is planted and was not seen.
std::vector<ItemIndex> pieces(const assess::Profiles& p, Plant plant, GroupIndex framed,
                              std::span<const SeenItem> seen) {
  std::vector<ItemIndex> out;
  for (ItemIndex i = 0; i < p.items; ++i) {
    if (!p.uses(framed, i) || std::ranges::find(seen, i, &SeenItem::item) != seen.end()) continue;
    const bool software = p.knowledge.items[i].software;
    if (plant == Plant::kTradecraft ? software : !software || p.shared_by[i] > 1) continue;
    out.push_back(i);
  }
  constexpr std::size_t kTwo = 2;
  if (plant == Plant::kTwoPieces) out.resize(out.size() < kTwo ? 0 : kTwo);
  return out;
}

// The first of the groups from `number` on that is not the victim and for which there is anything to plant.
void plant_items(const assess::Profiles& p, Plant plant, std::span<const SeenItem> seen, GroupIndex victim,
                 std::size_t number, std::vector<Planted>& out) {
  constexpr std::size_t kStride = 37;  // so that neighbours in the table are not framed one after the other
  for (std::size_t step = 0; step < p.groups; ++step) {
    const auto framed = static_cast<GroupIndex>((number * kStride + step) % p.groups);
    if (framed == victim) continue;
    const std::vector<ItemIndex> planted = pieces(p, plant, framed, seen);
    if (planted.empty()) continue;
    std::vector<SeenItem> all(seen.begin(), seen.end());
    for (const ItemIndex i : planted) all.push_back({.item = i, .year = seen.front().year});
    out.push_back({.plant = plant, .framed = framed, .reading = assess::read(p, all), .lore = {}});
    return;
  }
}

}  // namespace

Planter::Planter(const assess::Knowledge& knowledge, const assess::Lore& lore) : knowledge_(knowledge) {
  std::map<std::pair<Plant, GroupIndex>, std::vector<assess::Observation>> said;
  for (const auto& [key, row] : lore.rows)
    if (const auto plant = plant_of(key.first))
      for (const GroupIndex g : row.groups)
        said[{*plant, g}].push_back({.kind = key.first, .id = key.second, .time = row.published, .from = {}});
  for (const auto& [key, observations] : said) {
    const auto evidence = assess::resolve(knowledge, lore, observations);
    published_[static_cast<std::size_t>(key.first)].push_back(
        {key.second, assess::lore_log_lr(evidence, knowledge.groups.size())});
  }
}

std::vector<Planted> Planter::plant(const assess::Profiles& profiles, std::span<const SeenItem> seen,
                                    const assess::Reading& reading, GroupIndex victim, std::size_t number) const {
  std::vector<Planted> out;
  for (const Plant plant : {Plant::kTwoPieces, Plant::kAllMalware, Plant::kTradecraft})
    plant_items(profiles, plant, seen, victim, number, out);
  for (const PlantInfo& info : kPlants) {
    const auto& published = published_[static_cast<std::size_t>(info.plant)];
    for (std::size_t step = 0; step < published.size(); ++step) {
      const Published& p = published[(number + step) % published.size()];
      if (p.framed == victim || !profiles.known(p.framed)) continue;
      out.push_back({.plant = info.plant, .framed = p.framed, .reading = reading, .lore = p.lore});
      break;
    }
  }
  return out;
}

}  // namespace hoptrace::bench
