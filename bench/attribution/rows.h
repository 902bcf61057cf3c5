// Rows: the judges that are compared, each over all held-out reports.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "measures.h"
#include "reports.h"

namespace hoptrace::bench {

struct Row {
  struct Framing {
    std::size_t planted = 0, lifted = 0;  // reports in which it was planted; lifted whom it frames to one half
  };
  std::array<Framing, kPlants.size()> framing{};  // of ours
  std::string name;
  std::vector<Answer> answers;
  bool open = true;  // whether it says anything of the unknown
};

// Ours, ours on techniques alone, plain Bayes, and ours where the reports' groups are mixed up. Each fold of reports
// is judged with weights that were fitted on the other folds; only reports with at least `at_least` items are graded.
[[nodiscard]] std::vector<Row> judge_rows(const std::vector<HeldOut>& reports, std::size_t folds,
                                          std::size_t at_least);

}  // namespace hoptrace::bench
