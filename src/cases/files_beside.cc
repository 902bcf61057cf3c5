#include "cases/files_beside.h"

namespace hoptrace::cases {

std::string lock_path(const std::string& case_path) {
  return case_path + "-lock";
}

std::string marks_path(const std::string& case_path) {
  return case_path + "-marks.jsonl";
}

std::vector<std::string> files_of_case(const std::string& case_path) {
  return {case_path,
          case_path + "-wal",
          case_path + "-shm",
          case_path + "-journal",
          lock_path(case_path),
          marks_path(case_path)};
}

}  // namespace hoptrace::cases
