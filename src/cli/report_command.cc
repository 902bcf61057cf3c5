#include "cli/report_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>

#include "base/time.h"
#include "cases/reading.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "report/msp_letter.h"

namespace hoptrace::cli {
namespace {

struct Options {
  std::string case_path, output, tenant;
  bool ask_your_msp = false;
};

// The one client that can write, where nobody is named.
base::Result<std::string> writer(cases::Reading& reading, const Options& o) {
  if (!o.tenant.empty()) return o.tenant;
  const auto writers = report::letter_writers(reading);
  if (!writers) return std::unexpected(writers.error());
  if (writers->size() == 1) return writers->front();
  return base::fail(base::Code::kUsage, "a letter is one organisation's", o.case_path,
                    writers->empty() ? "Name in tenants.yaml whose provider is whose (`msp`), and hunt again"
                                     : fmt::format("Name it with --tenant: {}", fmt::join(*writers, ", ")));
}

base::Result<void> run_report(const Options& o) {
  std::error_code error;
  if (!std::filesystem::exists(o.case_path, error))
    return base::fail(base::Code::kNotFound, "there is no such case", o.case_path,
                      "Check the path; hoptrace hunt EVIDENCE --case FILE makes one");
  auto reading = cases::Reading::open(o.case_path);
  if (!reading) return std::unexpected(reading.error());
  const auto tenant = writer(**reading, o);
  if (!tenant) return std::unexpected(tenant.error());
  const std::string today = base::iso8601(base::Time::from_seconds(std::time(nullptr))).substr(0, 10);
  const auto letter = report::msp_letter(**reading, {*tenant, today});
  if (!letter) return std::unexpected(letter.error());
  OutputFile output(o.output);
  if (auto written = output.write(*letter); !written) return written;
  return output.finish();
}

}  // namespace

std::function<ExitCode()> declare_report(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("case", options->case_path, "The case file")->required()->type_name("FILE");
  app.add_flag("--ask-your-msp", options->ask_your_msp,
               "The letter to the provider: numbered questions, each with what the evidence showed (Markdown)")
      ->required();
  app.add_option("-o,--output", options->output, "File to write (default: standard output)")->type_name("FILE");
  app.add_option("--tenant", options->tenant, "Whose letter it is")->type_name("NAME");
  return [options] {
    const auto done = run_report(*options);
    return done ? kDone : complain(done.error());
  };
}

}  // namespace hoptrace::cli
