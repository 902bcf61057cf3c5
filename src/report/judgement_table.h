// A judgement for a terminal: the hypotheses, what says so, what it hangs on and what would change it.
#pragma once

#include <string>

#include "assess/attribution/judgement.h"
#include "report/closing_table.h"

namespace hoptrace::report {

[[nodiscard]] std::string judgement_table(const assess::Judgement& judgement, const TerminalStyle& style);

}  // namespace hoptrace::report
