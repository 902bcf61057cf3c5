#include "rules/rule.h"

#include <array>

namespace hoptrace::rules {
namespace {

constexpr std::array<std::string_view, 5> kLevels = {"informational", "low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 6> kStatuses = {"stable",     "test",        "experimental",
                                                       "deprecated", "unsupported", "none"};

template <class Enum, std::size_t kSize>
std::optional<Enum> find(const std::array<std::string_view, kSize>& names, std::string_view name) {
  for (std::size_t i = 0; i < kSize; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name(Level level) {
  return kLevels[static_cast<std::size_t>(level)];
}

std::string_view name(Status status) {
  return kStatuses[static_cast<std::size_t>(status)];
}

std::optional<Level> level_of(std::string_view name) {
  return find<Level>(kLevels, name);
}

std::optional<Status> status_of(std::string_view name) {
  return find<Status>(kStatuses, name);
}

}  // namespace hoptrace::rules
