#include "evidence/walk.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>

#include "evidence/folder_walk.h"
#include "evidence/open_handle.h"

namespace hoptrace::evidence {
namespace {

struct Argument {
  std::string absolute;  // without links
  bool folder = false;
};

base::Result<Argument> resolve(const std::string& written) {
  const std::unique_ptr<char, void (*)(void*)> absolute(::realpath(written.c_str(), nullptr), ::free);
  struct stat status{};
  if (!absolute || ::stat(absolute.get(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) {
      return base::fail(base::Code::kNotFound, "there is nothing at this path", written, "Check the spelling");
    }
    return base::fail(base::Code::kUnreadable, in_words(errno), written, "run as a user who may read it");
  }
  if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode)) {
    return base::fail(base::Code::kUsage, "it is neither a file nor a folder", written, "give a file or a folder");
  }
  if (::access(absolute.get(), S_ISDIR(status.st_mode) ? R_OK | X_OK : R_OK) != 0) {
    return base::fail(base::Code::kUnreadable, in_words(errno), written, "run as a user who may read it");
  }
  return Argument{absolute.get(), S_ISDIR(status.st_mode)};
}

bool covers(const Argument& outer, const Argument& inner) {
  if (outer.absolute == inner.absolute) return true;
  if (!outer.folder) return false;
  return inner.absolute.starts_with(outer.absolute.ends_with('/') ? outer.absolute : outer.absolute + '/');
}

// All arguments, each once, without those that another one holds; in the order of their paths.
base::Result<std::vector<Argument>> resolve_all(const std::vector<std::string>& written) {
  if (written.empty()) return base::fail(base::Code::kUsage, "no evidence was given", {}, "name a file or a folder");
  std::vector<Argument> arguments;
  for (const std::string& path : written) {
    auto argument = resolve(path);
    if (!argument) return std::unexpected(argument.error());
    arguments.push_back(std::move(*argument));
  }
  std::ranges::sort(arguments, {}, [](const Argument& a) { return a.folder ? a.absolute + '/' : a.absolute; });
  std::vector<Argument> kept;
  for (Argument& argument : arguments) {
    if (std::ranges::none_of(kept, [&](const Argument& k) { return covers(k, argument); })) {
      kept.push_back(std::move(argument));
    }
  }
  return kept;
}

std::string below(const std::string& absolute, const std::string& root) {
  if (absolute == root) return {};
  const std::string prefix = root.ends_with('/') ? root : root + '/';
  return absolute.starts_with(prefix) ? absolute.substr(prefix.size()) : absolute;
}

std::string without_links(const std::string& path) {
  std::error_code ignored;  // a path that is not there yet (an output) stands as it is written
  const auto canonical = std::filesystem::weakly_canonical(path, ignored);
  return ignored ? path : canonical.string();
}

}  // namespace

base::Result<std::string> evidence_root(const std::vector<std::string>& arguments) {
  const auto resolved = resolve_all(arguments);
  if (!resolved) return std::unexpected(resolved.error());
  std::filesystem::path root;
  for (const Argument& argument : *resolved) {
    const std::filesystem::path place(argument.absolute);
    const auto folder = argument.folder ? place : place.parent_path();
    if (root.empty()) root = folder;
    while (!covers({root.string(), true}, {folder.string(), true})) root = root.parent_path();
  }
  return root.string();
}

base::Result<void> walk(const std::vector<std::string>& arguments, const std::string& root,
                        const WalkOptions& options, Visitor& visitor) {
  const auto resolved = resolve_all(arguments);
  if (!resolved) return std::unexpected(resolved.error());
  EvidenceBounds bounds;
  for (const Argument& argument : *resolved) bounds.inside.push_back(argument.absolute);
  for (const std::string& path : options.leave_out) bounds.leave_out.push_back(without_links(path));
  ContentWalk content(options.budget, visitor);
  FolderWalk folders(bounds, content, visitor);
  for (const Argument& argument : *resolved) {
    if (bounds.leaves_out(argument.absolute)) continue;
    const std::string path = below(argument.absolute, without_links(root));
    const auto go_on =
        argument.folder ? folders.visit(argument.absolute, path) : folders.visit_file(argument.absolute, path);
    if (!go_on) return std::unexpected(go_on.error());
    if (!*go_on) break;
  }
  return {};
}

}  // namespace hoptrace::evidence
