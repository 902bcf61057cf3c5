#include "hunt/idle_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "cases/reading.h"

namespace hoptrace::hunt {
namespace {

std::string place_of(const std::string& path, int line) {
  return path + ":" + std::to_string(line);
}

std::string source_of(const rules::LogSource& source) {
  std::string out;
  for (const std::string* part : {&source.product, &source.category, &source.service}) {
    if (!part->empty()) out += (out.empty() ? "" : "/") + *part;
  }
  return out.empty() ? "any log" : out;
}

}  // namespace

base::Result<void> note_rule_states(const Equipment& equipment, cases::Case& kept) {
  std::vector<cases::RuleNote> notes;
  for (const rules::Refusal& refusal : equipment.rules->refused) {
    notes.push_back({refusal.waiting ? "waiting" : "refused", refusal.id, refusal.title,
                     place_of(refusal.path, refusal.line), refusal.reason});
  }
  for (const indicators::Refusal& refusal : equipment.refused_indicators) {
    notes.push_back({"refused", {}, "an indicator", refusal.place, refusal.why});
  }
  std::set<std::string> seen;
  auto read = kept.reading()->lanes([&seen](const std::string& lane) { return seen.insert(lane), true; });
  if (!read) return read;
  const std::vector<rules::Lane>& lanes = equipment.rules->log_sources.lanes();
  for (std::size_t i = 0; i < equipment.rules->rules.size(); ++i) {
    const rules::Rule& rule = equipment.rules->rules[i];
    const auto& own = equipment.rules->compiled[i].lanes;
    const bool busy = std::any_of(own.begin(), own.end(), [&](rules::LaneId lane) {
      return seen.contains(lanes[static_cast<std::size_t>(lane)].name);
    });
    if (busy) continue;
    notes.push_back({"idle", rule.id, rule.title, place_of(rule.path, rule.line),
                     "no record of " + source_of(rule.logsource) + " is in the evidence"});
  }
  return kept.note_rules(notes);
}

}  // namespace hoptrace::hunt
