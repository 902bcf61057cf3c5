#include "rules/rule_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/yaml.h"

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
    const bool folder_or_link_to_one = entries->is_directory(odd);
    if (folder_or_link_to_one && !entries->is_symlink(odd)) {
      walk(path, depth + 1, out);
    } else if (!folder_or_link_to_one && (path.extension() == ".yml" || path.extension() == ".yaml")) {
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

base::Result<RuleTexts> read_rule_files(const std::string& path) {
  auto found = find_rule_files(path);
  if (!found) return std::unexpected(std::move(found.error()));
  RuleTexts out;
  out.unreadable = std::move(found->unreadable);
  std::size_t bytes = 0;
  for (std::string& file : found->files) {
    auto text = base::read_text_file(file);
    if (!text && file == path) return std::unexpected(std::move(text.error()));
    RuleText& read = out.files.emplace_back(std::move(file), std::string(), std::string());
    if (text) {
      read.text = std::move(*text);
    } else {
      read.trouble = std::move(text.error().what);
    }
    bytes += read.text.size();
    if (bytes > kMostRuleBytes) return base::fail(base::Code::kLimit, "more than 1 GiB of rules", path);
  }
  return out;
}

}  // namespace hoptrace::rules
