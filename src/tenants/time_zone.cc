#include "tenants/time_zone.h"

#include <algorithm>
#include <filesystem>
#include <string>

namespace hoptrace::tenants {
namespace {

constexpr std::size_t kLongestName = 64;

bool may_stand_in_a_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '+' || c == '/';
}

}  // namespace

bool is_time_zone(std::string_view name) {
  if (name.empty() || name.size() > kLongestName || !std::ranges::all_of(name, may_stand_in_a_name)) return false;
  if (name.front() == '/' || name.back() == '/' || name.front() == '-') return false;
  if (name == "UTC") return true;
  const std::filesystem::path database("/usr/share/zoneinfo");
  std::error_code error;
  if (!std::filesystem::is_directory(database, error)) return name.find('/') != std::string_view::npos;
  return std::filesystem::is_regular_file(database / std::string(name), error);
}

}  // namespace hoptrace::tenants
