#include "assess/remediation/step.h"

#include <array>

namespace hoptrace::assess::remediation {
namespace {

struct PhaseRow {
  std::string_view name, title, when;
};
// In the order of Phase.
constexpr std::array kPhases{
    PhaseRow{"prepare", "Prepare quietly",
             "At once, and by other ways than the network that the intruder may be reading: nothing here can be seen "
             "from a "
             "host that the intruder holds."},
    PhaseRow{"cut", "Cut off everywhere",
             "At the moment agreed on, in all organisations at once and within minutes, so that nobody is warned who "
             "is still "
             "inside elsewhere."},
    PhaseRow{"reset", "Take back what was stolen",
             "As soon as all cuts are confirmed, in this order; nothing reset earlier counts, since it could be "
             "stolen again."},
    PhaseRow{"watch", "Watch for a return", "From then on, for at least ninety days."},
};
constexpr std::array<std::string_view, 9> kActions{"preserve", "agree", "isolate", "block", "disable",
                                                   "revoke",   "reset", "rebuild", "watch"};

}  // namespace

std::string_view name(Phase phase) {
  return kPhases[static_cast<std::size_t>(phase)].name;
}
std::string_view title(Phase phase) {
  return kPhases[static_cast<std::size_t>(phase)].title;
}
std::string_view when(Phase phase) {
  return kPhases[static_cast<std::size_t>(phase)].when;
}
std::string_view name(Action action) {
  return kActions[static_cast<std::size_t>(action)];
}

}  // namespace hoptrace::assess::remediation
