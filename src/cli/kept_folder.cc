#include "cli/kept_folder.h"

#include <cstdlib>

namespace hoptrace::cli {

std::string kept_folder() {
  if (const char* const named = std::getenv("HOPTRACE_CACHE")) return named;
  // The XDG Base Directory Specification: a relative path there is to be ignored.
  if (const char* const caches = std::getenv("XDG_CACHE_HOME"); caches != nullptr && *caches == '/') {
    return std::string(caches) + "/hoptrace";
  }
  const char* const home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? std::string(home) + "/.cache/hoptrace" : std::string();
}

}  // namespace hoptrace::cli
