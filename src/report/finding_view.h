// FindingView: a stored finding as one reader may see it, before it becomes JSON or CSV.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/reading.h"

namespace hoptrace::report {

struct SourceView {
  std::optional<std::string> path;  // nothing where it is another tenant's
  std::string sha256;
  std::uint64_t offset = 0;
};

// Every place where the finding's record stands: one of the reader's own paths first.
[[nodiscard]] std::vector<SourceView> sources_for(const std::vector<cases::Source>& sources,
                                                  const std::optional<std::string>& tenant);

// "2018-12-20T09:14:03.1234567Z", or nothing where the record has no time of its own.
[[nodiscard]] std::optional<std::string> time_of(const cases::EventRef& event);
[[nodiscard]] std::string_view certainty(const cases::FindingRow& row);

}  // namespace hoptrace::report
