#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace hoptrace::base {

void check(bool holds, const char* why, std::source_location where) {
  if (holds) return;
  std::fprintf(stderr, "hoptrace: a bug of ours at %s:%u: %s\n", where.file_name(), where.line(), why);
  std::abort();
}

}  // namespace hoptrace::base
