// OutputFile: where an export or a report goes. A file is made when the first text comes, so that an export that is
// refused leaves the one that is there as it is. An empty path or "-" is standard output.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hoptrace::cli {

class OutputFile {
 public:
  explicit OutputFile(std::string path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  [[nodiscard]] base::Result<void> write(std::string_view text);
  [[nodiscard]] base::Result<void> finish();

 private:
  [[nodiscard]] base::Result<void> open();
  bool close();
  [[nodiscard]] std::unexpected<base::Error> trouble() const;

  std::string path_;
  std::FILE* file_ = nullptr;
};

}  // namespace hoptrace::cli
