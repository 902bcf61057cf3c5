// WhatIf: the same evidence judged again with something left out or put in: what each piece says, what the result
// hangs on, and what would change it.
//
// Judging takes well under a millisecond for what a hunt observes. What is tried is bounded: the pieces that say most
// are weighed, the others are listed without weight.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "assess/attribution/judgement.h"

namespace hoptrace::assess {

class WhatIf {
 public:
  // All must outlive it.
  WhatIf(const Judge& judge, std::span<const Evidence> evidence, const Verdict& verdict)
      : judge_(judge), evidence_(evidence), verdict_(verdict) {}

  // A line for each piece of evidence. The log-likelihood ratio of a piece for a group is how much better it makes
  // the group fit than it makes the known groups fit on average.
  [[nodiscard]] std::vector<EvidenceLine> weigh(std::span<const std::string> columns) const;
  // The smallest sets without which the name or the leader's band is another one: single pieces, where there are none
  // pairs, where there are none whole classes.
  [[nodiscard]] std::vector<Ablation> ablate(std::span<const EvidenceLine> lines) const;
  // What would say most if it were found, of what the leading groups are known for.
  [[nodiscard]] std::vector<std::string> would_change() const;

 private:
  [[nodiscard]] std::vector<Evidence> without(std::span<const std::string> ids) const;
  [[nodiscard]] bool changes(const Verdict& other) const;
  [[nodiscard]] Ablation ablation(std::vector<std::string> ids, const Verdict& other) const;
  void try_without(std::vector<std::vector<std::string>> sets, std::vector<Ablation>& out) const;
  void try_finding(GroupIndex group, std::vector<std::pair<double, std::string>>& out) const;

  const Judge& judge_;
  std::span<const Evidence> evidence_;
  const Verdict& verdict_;
};

}  // namespace hoptrace::assess
