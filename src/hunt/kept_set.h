// KeptSet: what a hunt makes of rules, content tables and lists before it looks at evidence, kept for the next hunt.
//
// All that it follows from is read and hashed at each start: the paths and contents of every rule, table and list,
// the options that choose among them, and the build ids of this program and its libraries. The same key, the same
// set; no time of a file is trusted. Where no folder is named, or it cannot be had, everything is made anew each
// time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hunt/equipment.h"
#include "hunt/kept_folder.h"
#include "rules/rule_files.h"

namespace hoptrace::hunt {

struct RuleSource {
  std::string path;
  rules::RuleTexts texts;
};

class KeptSet {
 public:
  KeptSet(const HuntOptions& options, const std::vector<RuleSource>& rules);

  // Fills in what save() was given by an earlier run. False where there is no such set, or not a whole one: what it
  // may have filled in then is to be made anew.
  [[nodiscard]] bool load(Equipment& equipment) const;
  // False where the tables have changed since they were hashed: then the set is not kept, and is not what this is the
  // name of.
  [[nodiscard]] bool save(const Equipment& equipment) const;

  // Where indexes and literal sets are kept; null where nothing is. `named`: the rules are those that load() or
  // save() said yes to; without it only literals are kept.
  [[nodiscard]] std::unique_ptr<match::IndexStore> indexes(bool named) const;
  // Not empty: the folder is there but not fit to be trusted, and why.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

 private:
  const HuntOptions& options_;
  std::shared_ptr<const KeptFolder> folder_;
  std::string tables_, name_, trouble_;
};

}  // namespace hoptrace::hunt
