// Planting: false artefacts of one class are added to a report on one group, so that they frame another one.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "assess/attribution/evidence.h"
#include "assess/attribution/lore.h"
#include "assess/attribution/profiles.h"

namespace hoptrace::bench {

// What is planted. Of lore, all that is published of the framed group in the class.
enum class Plant : std::uint8_t {
  kTwoPieces,   // of malware that is the framed group's alone
  kAllMalware,  // that is the framed group's alone
  kTradecraft,  // all techniques of the framed group
  kArtefacts,
  kInfrastructure,
  kVictims,
  kCircumstance,
};
struct PlantInfo {
  Plant plant;
  std::string_view name;
};
inline constexpr std::array<PlantInfo, 7> kPlants{{
    {Plant::kTwoPieces, "capability: two pieces of its own malware"},
    {Plant::kAllMalware, "capability: all malware of its own"},
    {Plant::kTradecraft, "tradecraft: all its techniques"},
    {Plant::kArtefacts, "capability: all its published artefacts"},
    {Plant::kInfrastructure, "infrastructure: all that is published"},
    {Plant::kVictims, "victimology: all that is published"},
    {Plant::kCircumstance, "circumstance: all that is published"},
}};

// A report with something planted.
struct Planted {
  Plant plant = Plant::kTwoPieces;
  assess::GroupIndex framed = 0;
  assess::Reading reading;
  std::vector<double> lore;  // log-likelihood ratios (evidence.h)
};

class Planter {
 public:
  // Both must outlive it.
  Planter(const assess::Knowledge& knowledge, const assess::Lore& lore);
  // Each plant on what was `seen` of `victim`. Whom it frames goes round with `number`, among the groups of which
  // there is something to plant.
  [[nodiscard]] std::vector<Planted> plant(const assess::Profiles& profiles, std::span<const assess::SeenItem> seen,
                                           const assess::Reading& reading, assess::GroupIndex victim,
                                           std::size_t number) const;

 private:
  struct Published {
    assess::GroupIndex framed;
    std::vector<double> lore;
  };
  const assess::Knowledge& knowledge_;
  std::array<std::vector<Published>, kPlants.size()> published_;
};

}  // namespace hoptrace::bench
