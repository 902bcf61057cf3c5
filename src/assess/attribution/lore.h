// Lore: what is published about actors and ATT&CK's tables lack: artefacts, infrastructure, the shape of their work,
// whom and when. Three sources, all data: content/actors/lore.csv (its README tells the columns),
// content/actors/shared_since.csv (software that stopped being one group's own), and the indicator lists.
//
// What a row says for its groups is half of ln(groups / sharing): one of `sharing` among all groups of the tables,
// tempered as the model's baseline is. Nothing that an intruder can simply write (a name, a path, hours, a language)
// says more than 1.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "assess/attribution/evidence.h"
#include "assess/attribution/knowledge.h"
#include "base/result.h"

namespace hoptrace::assess {

struct LoreRow {
  Kind kind = Kind::kArtifact;
  std::string id, name;
  std::vector<GroupIndex> groups;  // of the tables
  std::size_t sharing = 1;         // actors known to share it, also those that the tables lack
  std::string set;                 // evidence that depends on one another
  bool forgeable = true;
  int half_life_days = 0;  // 0: does not age
  std::optional<base::Time> published;
  double trust = 1;  // of the row itself
  std::string note;  // with its source
};

struct SharedSince {
  base::Time since;
  std::string note;
};

struct Lore {
  std::map<std::pair<Kind, std::string>, LoreRow> rows;  // by kind and folded id or value
  std::map<ItemIndex, SharedSince> shared_since;
};

// Errors: a table that is there and cannot be read. Rows of groups that the tables do not have speak for nobody.
[[nodiscard]] base::Result<Lore> read_lore(const std::string& content, const Knowledge& knowledge);

inline constexpr double kForgeable = 1.0;  // the most that something forgeable may say
// What a row says for each of its groups before trust and age.
[[nodiscard]] double log_lr(const LoreRow& row, std::size_t groups);

// Each observation resolved. The same thing seen twice is one piece of evidence, trusted as its best observation is.
// What nothing is known of stays, with a note and without weight.
[[nodiscard]] std::vector<Evidence> resolve(const Knowledge& knowledge, const Lore& lore,
                                            std::span<const Observation> observations);

}  // namespace hoptrace::assess
