#include "indicators/load.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace hoptrace::indicators {
namespace {

base::Result<std::vector<std::string>> own_lists(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".csv") paths.push_back(at->path().string());
  }
  if (error) return base::fail(base::Code::kUnreadable, "the indicator folder cannot be read", folder);
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

base::Result<IndicatorIndex> load_index(const std::string& content, OwnLists own, std::span<const std::string> lists,
                                        std::vector<Refusal>& refused) {
  std::vector<std::string> paths;
  if (own == OwnLists::kRead) {
    auto found = own_lists(content + "/indicators");
    if (!found) return std::unexpected(found.error());
    paths = std::move(*found);
  }
  paths.insert(paths.end(), lists.begin(), lists.end());
  std::vector<Indicator> all;
  for (const std::string& path : paths) {
    auto list = read_indicators(path);
    if (!list) return std::unexpected(list.error());
    std::move(list->indicators.begin(), list->indicators.end(), std::back_inserter(all));
    std::move(list->refused.begin(), list->refused.end(), std::back_inserter(refused));
  }
  const auto shared = read_names(content + "/indicators/shared-names.txt");
  if (!shared) return std::unexpected(shared.error());
  return IndicatorIndex(std::move(all), *shared);
}

}  // namespace hoptrace::indicators
