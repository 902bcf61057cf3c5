#include "cli/case_path.h"

#include <filesystem>

namespace hoptrace::cli {

base::Result<void> expect_case(const std::string& path) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) return {};
  return base::fail(base::Code::kNotFound, "there is no such case", path,
                    "Check the path; hoptrace hunt EVIDENCE --case FILE makes one");
}

}  // namespace hoptrace::cli
