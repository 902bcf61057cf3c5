// KeptLiterals: the literal sets of earlier runs, so that the same literals are compiled once.
#pragma once

#include <memory>
#include <utility>

#include "hunt/kept_folder.h"
#include "hunt/profile.h"
#include "match/literal_store.h"

namespace hoptrace::hunt {

class KeptLiterals : public match::LiteralStore {
 public:
  // `profile` may be null; else it is told whether what was asked for had been kept.
  KeptLiterals(std::shared_ptr<const KeptFolder> folder, Profile* profile)
      : folder_(std::move(folder)), profile_(profile) {}

  [[nodiscard]] base::Result<std::shared_ptr<const match::LiteralSet>> get(
      std::span<const std::string> literals) override;

 private:
  std::shared_ptr<const KeptFolder> folder_;
  Profile* profile_;
};

}  // namespace hoptrace::hunt
