// Drafts: the documents of rule files, each read by itself. Nothing here depends on any other document, so files are
// read side by side; RuleSetBuilder takes the drafts in the order of the files.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/fault.h"
#include "rules/rule.h"
#include "rules/rule_files.h"
#include "rules/rule_set.h"

namespace hoptrace::rules {

struct DraftDocument {
  std::variant<Fault, Rule, Correlation, Filter> what;
  int line = 0;
  std::string title, id, name;  // of the document, as far as they could be read
  std::string digest;           // of the whole document, of rules and correlations
};

// One draft for each document of one YAML text that is not empty, or one with the fault of the text.
[[nodiscard]] std::vector<DraftDocument> read_drafts(std::string_view yaml, const std::string& path,
                                                     const PlaceholderValues& placeholders);
// The same for each of `files`, with `threads` threads (0: one per processor).
[[nodiscard]] std::vector<std::vector<DraftDocument>> read_drafts(const std::vector<RuleText>& files,
                                                                  const PlaceholderValues& placeholders,
                                                                  unsigned threads);

}  // namespace hoptrace::rules
