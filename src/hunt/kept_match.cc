#include "hunt/kept_match.h"

#include "cases/packed.h"

namespace hoptrace::hunt {
namespace {

rules::Level level_of(const rules::Rule& rule, bool certain) {
  if (certain || rule.level == rules::Level::kInformational) return rule.level;
  return static_cast<rules::Level>(static_cast<int>(rule.level) - 1);  // one lower: see contract, Findings
}

}  // namespace

KeptMatch kept_match(const Equipment& equipment, const match::Match& match) {
  const rules::Rule& rule = equipment.rules->rules[match.rule];
  const rules::CompiledRule& compiled = equipment.rules->compiled[match.rule];
  KeptMatch kept{.rule = match.rule,
                 .lane = match.lane,
                 .certain = match.certain,
                 .finding = compiled.finding,
                 .correlated = compiled.correlated && match.certain,
                 .level = level_of(rule, match.certain),
                 .left_out = equipment.allow.leaves_out(rule.id, match),
                 .detail = nullptr};
  if (kept.finding && !kept.left_out) kept.detail = cases::detail_of(match.matched, match.missing, {});
  return kept;
}

}  // namespace hoptrace::hunt
