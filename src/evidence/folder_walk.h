// FolderWalk: one folder tree in the order of its paths, byte by byte, through open folders only, so that no link and
// no renaming in between leads out of it.
#pragma once

#include <dirent.h>

#include <functional>
#include <string>
#include <vector>

#include "evidence/content_walk.h"
#include "evidence/walk.h"

namespace hoptrace::evidence {

// What belongs to the evidence: asked before a link is read or a path is entered. Absolute paths without links.
struct EvidenceBounds {
  std::vector<std::string> inside;     // the arguments
  std::vector<std::string> leave_out;  // not evidence, though inside
  [[nodiscard]] bool holds(const std::string& absolute) const;
  [[nodiscard]] bool leaves_out(const std::string& absolute) const;
};

class FolderWalk {
 public:
  FolderWalk(const EvidenceBounds& bounds, ContentWalk& content, Visitor& visitor)
      : bounds_(bounds), content_(content), visitor_(visitor) {}

  // `absolute` is a folder; `path` is what it is called relative to the evidence root ("" for the root itself).
  // False where the visitor ended the walk.
  [[nodiscard]] base::Result<bool> visit(const std::string& absolute, const std::string& path);
  // One regular file, by its absolute path.
  [[nodiscard]] base::Result<bool> visit_file(const std::string& absolute, const std::string& path);

 private:
  struct Place {
    std::string absolute, path;
    int depth = 0;
  };

  bool visit_open_folder(int folder, const Place& place);
  bool visit_child(int folder, const std::string& name, const Place& place);
  bool visit_subfolder(int folder, const std::string& name, const Place& place);
  bool visit_link(const Place& place);
  void report(const std::string& path, std::string detail);

  const EvidenceBounds& bounds_;
  ContentWalk& content_;
  Visitor& visitor_;
};

}  // namespace hoptrace::evidence
