#include "rules/rule_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace hoptrace::rules {
namespace {

namespace fs = std::filesystem;
constexpr int kDeepest = 64;
constexpr std::size_t kMostFiles = 200'000;

void walk(const fs::path& folder, int depth, RuleFiles& out) {
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  if (error || depth > kDeepest) {
    out.unreadable.emplace_back(folder.string(), error ? error.message() : "more than 64 folders deep");
    return;
  }
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    std::error_code odd;  // an entry that vanishes meanwhile is neither
    const fs::path& path = entries->path();
    if (fs::is_directory(entries->symlink_status(odd))) {
      walk(path, depth + 1, out);
    } else if ((path.extension() == ".yml" || path.extension() == ".yaml") && !fs::is_directory(path, odd)) {
      out.files.push_back(path.string());
    }
    if (out.files.size() > kMostFiles) return;
  }
  if (error) out.unreadable.emplace_back(folder.string(), error.message());
}

}  // namespace

base::Result<RuleFiles> find_rule_files(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    const bool missing = status.type() == fs::file_type::not_found;
    return base::fail(missing ? base::Code::kNotFound : base::Code::kUnreadable,
                      missing ? "there is no such file or folder" : error.message(), path);
  }
  RuleFiles out;
  if (!fs::is_directory(status)) {
    out.files.push_back(path);
    return out;
  }
  walk(path, 0, out);
  if (out.files.size() > kMostFiles) return base::fail(base::Code::kLimit, "more than 200,000 rule files", path);
  std::sort(out.files.begin(), out.files.end());
  return out;
}

}  // namespace hoptrace::rules
