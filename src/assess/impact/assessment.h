// Assessment: the impact documents of a case, as `export --as impact` writes them: one for each tenant, holding
// nothing of another, and one for nobody in particular ("" as its tenant) with what only both sides together tell.
//
// Texts are for people: what a record says, what it does not, and what would settle it. "Nothing was found" is never
// told as "nothing was taken".
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "assess/impact/input.h"
#include "assess/impact/ledger.h"
#include "base/time.h"
#include "tenants/tenants.h"

namespace hoptrace::assess::impact {

struct Input {
  const Ledger& ledger;
  const tenants::Tenants& tenants;
  const AddressBook& addresses;
  std::vector<Reached> reached;
  std::vector<Gathering> gatherings;
  std::vector<Awareness> awareness;
  std::vector<std::string> names;                        // of tenants of which there is evidence
  std::function<std::string(base::ArtifactId)> path_of;  // of the evidence, as findings name it
};

struct Document {
  std::string tenant, text;  // JSON
};

[[nodiscard]] std::vector<Document> assess_impact(const Input& input);

// The same document with its duties and drafts told anew, now that awareness is recorded.
[[nodiscard]] std::string with_awareness(const std::string& document, const Awareness& aware);

}  // namespace hoptrace::assess::impact
