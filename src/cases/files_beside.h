// What lies beside a case and belongs to it: SQLite's own files, the writer's lock, analysts' marks. None is
// evidence.
#pragma once

#include <string>
#include <vector>

namespace hoptrace::cases {

[[nodiscard]] std::string lock_path(const std::string& case_path);
// Of serve's mark log; it is no part of the case, and outlives it.
[[nodiscard]] std::string marks_path(const std::string& case_path);
// The case itself and all that may lie beside it.
[[nodiscard]] std::vector<std::string> files_of_case(const std::string& case_path);

}  // namespace hoptrace::cases
