// CheckText: the wording of a check: its name, its source, what would settle it, and the questions. Read from
// content/posture/checks.yml, which an analyst edits; all twenty must be there.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace hoptrace::assess::posture {

struct CheckText {
  int number = 0;
  std::string title, source, settles, question, to_answer;
};

// `folder`: the content folder.
[[nodiscard]] base::Result<std::vector<CheckText>> read_check_texts(const std::string& folder);
// Apexes of dynamic names; comments and empty lines are left out.
[[nodiscard]] base::Result<std::vector<std::string>> read_dynamic_names(const std::string& folder);

}  // namespace hoptrace::assess::posture
