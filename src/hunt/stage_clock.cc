#include "hunt/stage_clock.h"

namespace hoptrace::hunt {
namespace {

constexpr std::array<StageInfo, kStages> kInfos{{
    {"rules", "rules and tables", true},
    {"index", "index of the rules", true},
    {"opening", "opening the case", true},
    {"reading", "reading", false},
    {"hashing", "hashing", false},
    {"decoding", "decoding", false},
    {"matching", "matching", false},
    {"facts", "facts for hops", false},
    {"keeping", "keeping what was found", false},
    {"writing", "writing the case", false},
    {"telling", "telling findings", false},
    {"correlating", "correlating", false},
    {"tracing", "tracing hops", false},
    {"closing", "closing table", false},
    {"waiting", "waiting for another thread", false},
    {"other", "all else", false},
}};

}  // namespace

const StageInfo& info(Stage stage) {
  return kInfos[static_cast<std::size_t>(stage)];
}

}  // namespace hoptrace::hunt
