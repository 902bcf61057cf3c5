// KeptIndex: the indexes of earlier runs and their literal sets, so that the same rules are laid out once and the
// same literals compiled once.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "hunt/kept_folder.h"
#include "hunt/profile.h"
#include "match/index_store.h"

namespace hoptrace::hunt {

class KeptIndex : public match::IndexStore {
 public:
  // `rules`: the name by which all that the rules follow from is known; empty: there is none, and only literals are
  // kept. `profile` may be null; else it is told whether what was asked for had been kept.
  KeptIndex(std::shared_ptr<const KeptFolder> folder, std::string rules, Profile* profile)
      : folder_(std::move(folder)), rules_(std::move(rules)), profile_(profile) {}

  [[nodiscard]] base::Result<std::shared_ptr<const match::LiteralSet>> literals(
      std::span<const std::string_view> literals) override;
  [[nodiscard]] std::optional<base::KeptBytes> index_of(const rules::RuleSet& rules) override;
  void keep_index(const rules::RuleSet& rules, std::string_view bytes) override;

 private:
  [[nodiscard]] std::string name_of(const rules::RuleSet& rules) const;

  std::shared_ptr<const KeptFolder> folder_;
  std::string rules_;
  Profile* profile_;
};

}  // namespace hoptrace::hunt
