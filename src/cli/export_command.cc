#include "cli/export_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "cases/reading.h"
#include "cli/program.h"
#include "report/exports.h"

namespace hoptrace::cli {
namespace {

struct Options {
  std::string case_path, format = "findings", output, tenant;
};

// Where an export goes. A file is made when the first text comes, so that an export that is refused leaves the one
// that is there as it is.
class Output {
 public:
  explicit Output(std::string path) : path_(path == "-" ? std::string() : std::move(path)) {}
  ~Output() { (void)close(); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  base::Result<void> write(std::string_view text) {
    if (auto opened = open(); !opened) return opened;
    if (std::fwrite(text.data(), 1, text.size(), file_) == text.size()) return {};
    return trouble();
  }
  base::Result<void> finish() {
    if (auto opened = open(); !opened) return opened;
    if (close()) return {};
    return trouble();
  }

 private:
  base::Result<void> open() {
    if (file_ != nullptr) return {};
    file_ = path_.empty() ? stdout : std::fopen(path_.c_str(), "wb");
    if (file_ != nullptr) return {};
    return base::fail(base::Code::kUsage, std::string("the file cannot be written: ") + std::strerror(errno), path_,
                      "Name a file in a folder that is there and that you may write to");
  }
  bool close() {
    std::FILE* const file = std::exchange(file_, nullptr);
    return file == nullptr || (file == stdout ? std::fflush(file) : std::fclose(file)) == 0;
  }
  [[nodiscard]] std::unexpected<base::Error> trouble() const {
    return base::fail(base::Code::kFull, std::string("the export could not be written: ") + std::strerror(errno),
                      path_.empty() ? "standard output" : path_,
                      "What was written is incomplete: make room and run the same command again");
  }

  std::string path_;
  std::FILE* file_ = nullptr;
};

base::Result<void> run_export(const Options& o) {
  const auto format = report::find_export(o.format);
  if (!format) return std::unexpected(format.error());
  std::error_code error;
  if (!std::filesystem::exists(o.case_path, error))
    return base::fail(base::Code::kNotFound, "there is no such case", o.case_path,
                      "Check the path; hoptrace hunt EVIDENCE --case FILE makes one");
  auto reading = cases::Reading::open(o.case_path);
  if (!reading) return std::unexpected(reading.error());
  report::ExportOptions options;
  if (!o.tenant.empty()) options.tenant = o.tenant;
  Output output(o.output);
  auto done = report::write_export(**format, **reading, options,
                                   [&output](std::string_view text) { return output.write(text); });
  return done ? output.finish() : done;
}

}  // namespace

std::function<ExitCode()> declare_export(CLI::App& app) {
  auto options = std::make_shared<Options>();
  std::string known = "One of:";
  for (const report::ExportFormat& format : report::export_formats())
    known += fmt::format("\n{}: {}", format.name, format.description);
  app.add_option("case", options->case_path, "The case file")->required()->type_name("FILE");
  app.add_option("--as", options->format, known)->required()->type_name("WHAT");
  app.add_option("-o,--output", options->output, "File to write (default: standard output)")->type_name("FILE");
  app.add_option("--tenant", options->tenant, "Only this organisation's, without a trace of others")
      ->type_name("NAME");
  return [options] {
    const auto done = run_export(*options);
    return done ? kDone : complain(done.error());
  };
}

}  // namespace hoptrace::cli
