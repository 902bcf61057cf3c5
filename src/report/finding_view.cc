#include "report/finding_view.h"

#include <algorithm>

namespace hoptrace::report {

std::vector<SourceView> sources_for(const std::vector<cases::Source>& sources,
                                    const std::optional<std::string>& tenant) {
  std::vector<SourceView> views;
  for (const cases::Source& source : sources) {
    const bool hidden = tenant && source.tenant != *tenant;
    if (hidden || source.paths.empty()) {
      views.push_back({std::nullopt, source.sha256, source.offset});
      continue;
    }
    for (const std::string& path : source.paths) views.push_back({path, source.sha256, source.offset});
  }
  std::ranges::stable_partition(views, [](const SourceView& view) { return view.path.has_value(); });
  return views;
}

std::optional<std::string> time_of(const cases::EventRef& event) {
  if (!event.timed) return std::nullopt;
  return base::iso8601(event.time);
}

std::string_view certainty(const cases::FindingRow& row) {
  return row.certain ? "certain" : "uncertain";
}

}  // namespace hoptrace::report
