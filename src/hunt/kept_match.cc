#include "hunt/kept_match.h"

#include "cases/packed.h"

namespace hoptrace::hunt {

KeptMatch kept_match(const Equipment& equipment, const match::Match& match) {
  KeptMatch kept{.rule = match.rule,
                 .lane = match.lane,
                 .certain = match.certain,
                 .left_out = equipment.allow.leaves_out(equipment.rules->rules[match.rule].id, match),
                 .detail = nullptr};
  const bool finding = equipment.rules->compiled[match.rule].finding && !kept.left_out;
  if (finding) kept.detail = cases::detail_of(match.matched, match.missing, {});
  return kept;
}

}  // namespace hoptrace::hunt
