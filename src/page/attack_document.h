// The document `attack`: the techniques of MITRE ATT&CK that were seen, by tactic, each with what shows it: certain
// findings by the tags of their rules, and the hops of intrusions by their method.
#pragma once

#include "page/view.h"

namespace hoptrace::page {

[[nodiscard]] base::Result<std::string> make_attack(View& view);

}  // namespace hoptrace::page
