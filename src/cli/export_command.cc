#include "cli/export_command.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "cases/reading.h"
#include "cli/program.h"
#include "report/exports.h"

namespace hoptrace::cli {
namespace {

struct Options {
  std::string case_path, format = "findings", output, tenant;
};

base::Error write_error(const std::string& output) {
  return {base::Code::kFull, std::string("the export could not be written: ") + std::strerror(errno), output, {}};
}

base::Result<void> run_export(const Options& o) {
  const auto format = report::find_export(o.format);
  if (!format) return std::unexpected(format.error());
  auto reading = cases::Reading::open(o.case_path);
  if (!reading) return std::unexpected(reading.error());
  report::ExportOptions options;
  if (!o.tenant.empty()) options.tenant = o.tenant;

  std::FILE* out = stdout;
  if (!o.output.empty() && o.output != "-") out = std::fopen(o.output.c_str(), "wb");
  if (out == nullptr)
    return base::fail(base::Code::kUsage, std::string("the file cannot be written: ") + std::strerror(errno),
                      o.output);
  auto done = report::write_export(**format, **reading, options, [&](std::string_view text) -> base::Result<void> {
    if (std::fwrite(text.data(), 1, text.size(), out) == text.size()) return {};
    return std::unexpected(write_error(o.output));
  });
  const bool closed = (out == stdout ? std::fflush(out) : std::fclose(out)) == 0;
  if (done && !closed) return std::unexpected(write_error(o.output));
  return done;
}

}  // namespace

std::function<ExitCode()> declare_export(CLI::App& app) {
  auto options = std::make_shared<Options>();
  std::string known = "One of:";
  for (const report::ExportFormat& format : report::export_formats())
    known += fmt::format("\n{}: {}", format.name, format.description);
  app.add_option("case", options->case_path, "The case file")->required();
  app.add_option("--as", options->format, known)->required();
  app.add_option("-o,--output", options->output, "File to write (default: standard output)");
  app.add_option("--tenant", options->tenant, "Only this organisation's, without a trace of others");
  return [options] {
    const auto done = run_export(*options);
    return done ? kDone : complain(done.error());
  };
}

}  // namespace hoptrace::cli
