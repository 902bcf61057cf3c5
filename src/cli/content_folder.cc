#include "cli/content_folder.h"

#include <cstdlib>
#include <filesystem>

namespace hoptrace::cli {

base::Result<std::string> content_folder() {
  namespace fs = std::filesystem;
  if (const char* named = std::getenv("HOPTRACE_CONTENT"); named != nullptr && *named != '\0')
    return std::string(named);
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  for (const char* beside : {"../../content", "../share/hoptrace/content"}) {
    const fs::path candidate = (program.parent_path() / beside).lexically_normal();
    if (fs::is_directory(candidate / "logsources", error)) return candidate.string();
  }
  return base::fail(base::Code::kNotFound,
                    "the program's content folder (rules, log sources, indicators) was not found", program.string(),
                    "Name it in the environment: HOPTRACE_CONTENT=/path/to/content");
}

std::string web_folder() {
  namespace fs = std::filesystem;
  if (const char* named = std::getenv("HOPTRACE_WEB"); named != nullptr && *named != '\0') return named;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = (program.parent_path() / "../share/hoptrace/web").lexically_normal();
  if (fs::is_directory(installed, error)) return installed.string();
  return (program.parent_path() / "../web").lexically_normal().string();
}

}  // namespace hoptrace::cli
