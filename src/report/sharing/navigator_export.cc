#include "report/sharing/navigator_export.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "report/closing_summary.h"
#include "report/json_line.h"
#include "report/sharing/rule_tags.h"

namespace hoptrace::report {
namespace {

constexpr std::size_t kNamed = 10;                  // rules and hosts in one comment
constexpr std::array kScores{100, 75, 50, 25, 10};  // by level, gravest first

struct Technique {
  std::size_t rank = kScores.size() - 1;
  std::uint64_t findings = 0;
  std::set<std::string> rules, hosts;
};

std::string some_of(const std::set<std::string>& names) {
  std::vector<std::string> first;
  for (const std::string& name : names) {
    if (first.size() == kNamed) return fmt::format("{} and {} more", fmt::join(first, ", "), names.size() - kNamed);
    first.push_back(name);
  }
  return fmt::format("{}", fmt::join(first, ", "));
}

Json technique_json(const std::string& id, const Technique& seen) {
  return {{"techniqueID", id},
          {"score", kScores[seen.rank]},
          {"comment", fmt::format("{} finding{} on {}. Rules: {}", seen.findings, seen.findings == 1 ? "" : "s",
                                  some_of(seen.hosts), some_of(seen.rules))},
          {"enabled", true},
          {"showSubtechniques", id.find('.') == std::string::npos}};
}

}  // namespace

base::Result<void> write_navigator(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  std::map<std::string, Technique> techniques;
  cases::FindingQuery query;
  query.tenant = options.tenant;
  const auto read = reading.findings(query, [&](const cases::StoredFinding& finding) {
    if (!finding.row.certain || finding.rule == nullptr) return true;
    for (const std::string& id : techniques_of(*finding.rule)) {
      Technique& seen = techniques[id];
      ++seen.findings;
      seen.rank = std::min(seen.rank, level_rank(finding.row.level));
      seen.rules.insert(finding.rule->title);
      seen.hosts.insert(finding.row.tenant + "/" + finding.row.event.host);
    }
    return true;
  });
  if (!read) return read;
  Json list = Json::array();
  for (const auto& [id, seen] : techniques) list.push_back(technique_json(id, seen));
  return sink(json_line(
      {{"name", options.tenant ? "hoptrace: " + *options.tenant : "hoptrace: all tenants"},
       {"versions", {{"attack", "17"}, {"navigator", "5.1.0"}, {"layer", "4.5"}}},
       {"domain", "enterprise-attack"},
       {"description",
        fmt::format("{}. Techniques of certain findings. Score: the gravest finding (critical 100, high 75, "
                    "medium 50, low 25). Nothing here says that a technique without a score was not used.",
                    mark_of(options.tlp).label)},
       {"sorting", 3},
       {"hideDisabled", false},
       {"techniques", std::move(list)},
       {"gradient", {{"colors", {"#ffe766", "#ff6666"}}, {"minValue", 0}, {"maxValue", 100}}},
       {"metadata", Json::array({{{"name", "TLP"}, {"value", mark_of(options.tlp).label}}})}}));
}

}  // namespace hoptrace::report
