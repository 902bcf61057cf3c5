// A Judgement as JSON (what `attribute` and `export --as judgement` print) and as lines for a terminal.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "assess/attribution/judgement.h"

namespace hoptrace::assess {

// One object on one line, with a line break at its end.
[[nodiscard]] std::string judgement_json(const Judgement& judgement);

}  // namespace hoptrace::assess
