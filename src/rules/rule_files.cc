#include "rules/rule_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>

#include "base/yaml.h"

namespace hoptrace::rules {
namespace {

namespace fs = std::filesystem;
constexpr int kDeepest = 64;
constexpr std::size_t kMostFiles = 200'000;

struct Close {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

bool is_rule_name(std::string_view name) {
  // As of a path's extension: a name that begins with its only dot has none.
  return (name.ends_with(".yml") && name.size() > 4) || (name.ends_with(".yaml") && name.size() > 5);
}

// What an entry is, looked up only where the folder itself does not say.
enum class Kind { kFolder, kLinkToFolder, kOther };
Kind kind_of(int folder, const dirent& entry) {
  if (entry.d_type == DT_DIR) return Kind::kFolder;
  if (entry.d_type != DT_LNK && entry.d_type != DT_UNKNOWN) return Kind::kOther;
  struct stat status{};
  if (::fstatat(folder, entry.d_name, &status, 0) != 0 || !S_ISDIR(status.st_mode)) return Kind::kOther;
  const bool link = ::fstatat(folder, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
  return link ? Kind::kLinkToFolder : Kind::kFolder;
}

// All rule files below a folder, in no order. Whoever hears of one may open it by its name in the folder's
// descriptor, which the system finds sooner than a long path.
class FolderOfRules {
 public:
  using OnFile = std::function<void(int folder, const char* name, std::string path)>;
  FolderOfRules(OnFile on_file, std::vector<std::pair<std::string, std::string>>& unreadable)
      : on_file_(std::move(on_file)), unreadable_(unreadable) {}

  void walk(const std::string& path) { walk(AT_FDCWD, path.c_str(), path, 0); }
  [[nodiscard]] std::size_t files() const { return files_; }

 private:
  void walk(int above, const char* name, const std::string& path, int depth) {
    if (depth > kDeepest) {
      unreadable_.emplace_back(path, "more than 64 folders deep");
      return;
    }
    const int number = ::openat(above, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, Close> folder(number < 0 ? nullptr : ::fdopendir(number));
    if (!folder) {
      unreadable_.emplace_back(path, std::strerror(errno));
      if (number >= 0) ::close(number);
      return;
    }
    const std::string inside = path.ends_with('/') ? path : path + '/';
    errno = 0;
    while (const dirent* const entry = ::readdir(folder.get())) {
      look_at(number, *entry, inside, depth);
      if (files_ > kMostFiles) return;
      errno = 0;
    }
    if (errno != 0) unreadable_.emplace_back(path, std::strerror(errno));
  }

  void look_at(int folder, const dirent& entry, const std::string& inside, int depth) {
    const std::string_view name = entry.d_name;
    if (name == "." || name == "..") return;
    const Kind kind = kind_of(folder, entry);
    if (kind == Kind::kFolder) {
      walk(folder, entry.d_name, inside + entry.d_name, depth + 1);
    } else if (kind == Kind::kOther && is_rule_name(name)) {
      ++files_;
      on_file_(folder, entry.d_name, inside + entry.d_name);
    }
  }

  OnFile on_file_;
  std::vector<std::pair<std::string, std::string>>& unreadable_;
  std::size_t files_ = 0;
};

// Whether `path` is a folder; fails where it cannot be looked at.
base::Result<bool> is_folder(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::exists(status)) return fs::is_directory(status);
  const bool missing = status.type() == fs::file_type::not_found;
  return base::fail(missing ? base::Code::kNotFound : base::Code::kUnreadable,
                    missing ? "there is no such file or folder" : error.message(), path);
}

base::Result<void> check_count(std::size_t files, const std::string& path) {
  if (files > kMostFiles) return base::fail(base::Code::kLimit, "more than 200,000 rule files", path);
  return {};
}

void take(base::Result<std::string> text, std::string path, RuleTexts& out) {
  RuleText& read = out.files.emplace_back(std::move(path), std::string(), std::string());
  if (text) {
    read.text = std::move(*text);
  } else {
    read.trouble = std::move(text.error().what);
  }
}

}  // namespace

base::Result<RuleFiles> find_rule_files(const std::string& path) {
  const auto folder = is_folder(path);
  if (!folder) return std::unexpected(folder.error());
  RuleFiles out;
  if (!*folder) {
    out.files.push_back(path);
    return out;
  }
  FolderOfRules below([&out](int, const char*, std::string file) { out.files.push_back(std::move(file)); },
                      out.unreadable);
  below.walk(path);
  if (auto few = check_count(below.files(), path); !few) return std::unexpected(few.error());
  std::ranges::sort(out.files);
  return out;
}

base::Result<RuleTexts> read_rule_files(const std::string& path) {
  const auto folder = is_folder(path);
  if (!folder) return std::unexpected(folder.error());
  RuleTexts out;
  if (!*folder) {
    auto text = base::read_text_file(path);
    if (!text) return std::unexpected(std::move(text.error()));
    take(std::move(text), path, out);
    return out;
  }
  std::size_t bytes = 0;
  const auto read = [&](int in, const char* name, std::string file) {
    if (bytes > kMostRuleBytes) return;
    auto text = base::read_text_file(in, name, file);
    take(std::move(text), std::move(file), out);
    bytes += out.files.back().text.size();
  };
  FolderOfRules below(read, out.unreadable);
  below.walk(path);
  if (bytes > kMostRuleBytes) return base::fail(base::Code::kLimit, "more than 1 GiB of rules", path);
  if (auto few = check_count(below.files(), path); !few) return std::unexpected(few.error());
  std::ranges::sort(out.files, {}, &RuleText::path);
  return out;
}

}  // namespace hoptrace::rules
