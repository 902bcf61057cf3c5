#include "cli/output_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

namespace hoptrace::cli {

OutputFile::OutputFile(std::string path) : path_(path == "-" ? std::string() : std::move(path)) {}

OutputFile::~OutputFile() {
  (void)close();
}

base::Result<void> OutputFile::write(std::string_view text) {
  if (auto opened = open(); !opened) return opened;
  if (std::fwrite(text.data(), 1, text.size(), file_) == text.size()) return {};
  return trouble();
}

base::Result<void> OutputFile::finish() {
  if (auto opened = open(); !opened) return opened;
  if (close()) return {};
  return trouble();
}

base::Result<void> OutputFile::open() {
  if (file_ != nullptr) return {};
  file_ = path_.empty() ? stdout : std::fopen(path_.c_str(), "wb");
  if (file_ != nullptr) return {};
  return base::fail(base::Code::kUsage, std::string("the file cannot be written: ") + std::strerror(errno), path_,
                    "Name a file in a folder that is there and that you may write to");
}

bool OutputFile::close() {
  std::FILE* const file = std::exchange(file_, nullptr);
  return file == nullptr || (file == stdout ? std::fflush(file) : std::fclose(file)) == 0;
}

std::unexpected<base::Error> OutputFile::trouble() const {
  return base::fail(base::Code::kFull, std::string("the output could not be written: ") + std::strerror(errno),
                    path_.empty() ? "standard output" : path_,
                    "What was written is incomplete: make room and run the same command again");
}

}  // namespace hoptrace::cli
