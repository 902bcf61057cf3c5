#include "evidence/folder_walk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "evidence/open_handle.h"

namespace hoptrace::evidence {
namespace {

constexpr int kDeepestFolder = 200;  // each level keeps one folder open

std::string join(const std::string& folder, const std::string& name) {
  return folder.empty() || folder.ends_with('/') ? folder + name : folder + '/' + name;
}

bool is_or_is_below(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder.ends_with('/') ? folder : folder + '/');
}

bool is_folder(int parent, const dirent& child) {
  if (child.d_type != DT_UNKNOWN) return child.d_type == DT_DIR;
  struct stat status{};
  return ::fstatat(parent, child.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

// The names in a folder, a folder's with a slash behind it: so sorted, paths come in the order of their bytes.
// `complaint` stays empty where all went well.
std::vector<std::string> sorted_names(int folder, std::string& complaint) {
  std::vector<std::string> names;
  auto handle = open_to_read(folder, ".", O_DIRECTORY);  // fdopendir takes the handle over: a second one of our own
  if (!handle) {
    complaint = handle.error().what;
    return names;
  }
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::fdopendir(handle->get()), ::closedir);
  if (!listing) {
    complaint = in_words(errno);
    return names;
  }
  (void)handle->release();
  errno = 0;
  while (const dirent* child = ::readdir(listing.get())) {
    const std::string name = child->d_name;
    if (name != "." && name != "..") names.push_back(is_folder(folder, *child) ? name + '/' : name);
    errno = 0;
  }
  if (errno != 0) complaint = in_words(errno);
  std::ranges::sort(names);
  return names;
}

std::string_view kind_in_words(mode_t mode) {
  if (S_ISFIFO(mode)) return "it is a pipe";
  if (S_ISSOCK(mode)) return "it is a socket";
  return "it is a device";
}

}  // namespace

bool EvidenceBounds::holds(const std::string& absolute) const {
  return std::ranges::any_of(inside, [&](const std::string& place) { return is_or_is_below(absolute, place); });
}

bool EvidenceBounds::leaves_out(const std::string& absolute) const {
  return std::ranges::any_of(leave_out, [&](const std::string& place) { return is_or_is_below(absolute, place); });
}

base::Result<bool> FolderWalk::visit(const std::string& absolute, const std::string& path) {
  auto folder = open_to_read(AT_FDCWD, absolute, O_DIRECTORY);
  if (!folder) return std::unexpected(folder.error());
  return visit_open_folder(folder->get(), {absolute, path});
}

base::Result<bool> FolderWalk::visit_file(const std::string& absolute, const std::string& path) {
  auto file = FileStream::open(AT_FDCWD, absolute);
  if (!file) return std::unexpected(file.error());
  return content_.visit(path, *file);
}

bool FolderWalk::visit_open_folder(int folder, const Place& place) {
  std::string complaint;
  const auto names = sorted_names(folder, complaint);
  if (!complaint.empty()) report(place.path, "the folder cannot be listed in full: " + complaint);
  return std::ranges::all_of(names, [&](std::string name) {
    if (name.ends_with('/')) name.pop_back();
    const Place child{join(place.absolute, name), join(place.path, name), place.depth + 1};
    return bounds_.leaves_out(child.absolute) || visit_child(folder, name, child);
  });
}

bool FolderWalk::visit_child(int folder, const std::string& name, const Place& place) {
  struct stat status{};
  if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    report(place.path, in_words(errno));
    return true;
  }
  if (S_ISDIR(status.st_mode)) return visit_subfolder(folder, name, place);
  if (S_ISLNK(status.st_mode)) return visit_link(place);
  if (!S_ISREG(status.st_mode)) {
    report(place.path, fmt::format("{}, which holds no evidence", kind_in_words(status.st_mode)));
    return true;
  }
  auto file = FileStream::open(folder, name);
  if (file) return content_.visit(place.path, *file);
  report(place.path, file.error().what);
  return true;
}

bool FolderWalk::visit_subfolder(int folder, const std::string& name, const Place& place) {
  if (place.depth > kDeepestFolder) {
    report(place.path, fmt::format("the folder is more than {} folders deep and was not entered", kDeepestFolder));
    return true;
  }
  auto subfolder = open_to_read(folder, name, O_DIRECTORY);
  if (subfolder) return visit_open_folder(subfolder->get(), place);
  report(place.path, "the folder cannot be opened: " + subfolder.error().what);
  return true;
}

bool FolderWalk::visit_link(const Place& place) {
  const std::unique_ptr<char, void (*)(void*)> target(::realpath(place.absolute.c_str(), nullptr), ::free);
  if (!target) {
    report(place.path, "the link leads nowhere: " + in_words(errno));
    return true;
  }
  if (!bounds_.holds(target.get())) {
    report(place.path, fmt::format("the link leads out of the evidence, to {}, and was not followed", target.get()));
    return true;
  }
  struct stat status{};
  if (::lstat(target.get(), &status) != 0 || !S_ISREG(status.st_mode) || bounds_.leaves_out(target.get())) {
    return true;  // a folder is read in its own place, anything else is reported there
  }
  const auto seen = visit_file(target.get(), place.path);
  if (seen) return *seen;
  report(place.path, seen.error().what);
  return true;
}

void FolderWalk::report(const std::string& path, std::string detail) {
  visitor_.on_anomaly(path, {base::AnomalyKind::kUnreadable, 0, std::move(detail)});
}

}  // namespace hoptrace::evidence
