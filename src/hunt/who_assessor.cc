#include "hunt/who_assessor.h"

#include <filesystem>
#include <set>
#include <string>

#include "assess/attribution/judgement_json.h"
#include "hunt/observing.h"

namespace hoptrace::hunt {

base::Result<std::vector<cases::AssessmentRow>> assess_who(const AssessInput& input) {
  std::set<std::string> tenants;
  const auto read = input.reading.artifacts([&](const cases::ArtifactState& state) {
    tenants.insert(state.artifact.tenant);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  const auto judge = assess::read_judge((std::filesystem::path(input.options.content) / "knowledge").string(),
                                        input.options.content);
  if (!judge) return std::unexpected(judge.error());
  std::vector<std::optional<std::string_view>> scopes{std::nullopt};
  scopes.insert(scopes.end(), tenants.begin(), tenants.end());
  std::vector<cases::AssessmentRow> rows;
  std::vector<assess::Observation> judged;  // for the last of them
  for (const auto scope : scopes) {
    auto seen = observations(input.reading, input.tenants, input.indicators, scope);
    if (!seen) return std::unexpected(seen.error());
    if (seen->empty()) continue;
    // A single tenant has shown all that was seen.
    const bool again = !rows.empty() && *seen == judged;
    rows.push_back(
        {.kind = "judgement",
         .tenant = std::string(scope.value_or(std::string_view())),
         .document = again ? rows.back().document : assess::judgement_json(assess::judge(**judge, *seen))});
    judged = std::move(*seen);
  }
  return rows;
}

}  // namespace hoptrace::hunt
