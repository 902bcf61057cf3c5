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
#include "cli/case_path.h"
#include "cli/content_folder.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "page/single_file.h"
#include "report/msp_letter.h"

namespace hoptrace::cli {
namespace {

struct ReportWish {
  std::string case_path, output, tenant;
  bool ask_your_msp = false, redact = false;
};

base::Time now() {
  return base::Time::from_seconds(std::time(nullptr));
}

// The one client that can write, where nobody is named.
base::Result<std::string> writer(cases::Reading& reading, const ReportWish& o) {
  if (!o.tenant.empty()) return o.tenant;
  const auto writers = report::letter_writers(reading);
  if (!writers) return std::unexpected(writers.error());
  if (writers->size() == 1) return writers->front();
  return base::fail(base::Code::kUsage, "a letter is one organisation's", o.case_path,
                    writers->empty() ? "Name in tenants.yaml whose provider is whose (`msp`), and hunt again"
                                     : fmt::format("Name it with --tenant: {}", fmt::join(*writers, ", ")));
}

base::Result<std::string> letter(cases::Reading& reading, const ReportWish& o) {
  const auto tenant = writer(reading, o);
  if (!tenant) return std::unexpected(tenant.error());
  constexpr std::size_t kDate = 10;
  return report::msp_letter(reading, {*tenant, base::iso8601(now()).substr(0, kDate)});
}

base::Result<std::string> whole_page(cases::Reading& reading, const ReportWish& o) {
  const auto bundle = page::read_bundle(web_folder());
  if (!bundle) return std::unexpected(bundle.error());
  page::Input input{.reading = reading, .redact = o.redact, .made = now()};
  if (!o.tenant.empty()) input.tenant = o.tenant;
  input.case_name = std::filesystem::path(o.case_path).filename().string();
  input.version = kVersion;
  if (const auto content = content_folder())
    input.names = report::AttackNames::in_folder(std::filesystem::path(*content) / "knowledge");
  const auto view = page::View::over(std::move(input));
  if (!view) return std::unexpected(view.error());
  return page::single_file(**view, *bundle);
}

base::Result<void> run_report(const ReportWish& o) {
  if (auto there = expect_case(o.case_path); !there) return there;
  auto reading = cases::Reading::open(o.case_path);
  if (!reading) return std::unexpected(reading.error());
  const auto text = o.ask_your_msp ? letter(**reading, o) : whole_page(**reading, o);
  if (!text) return std::unexpected(text.error());
  OutputFile output(o.output);
  if (auto written = output.write(*text); !written) return written;
  return output.finish();
}

}  // namespace

std::function<ExitCode()> declare_report(CLI::App& app) {
  auto options = std::make_shared<ReportWish>();
  app.add_option("case", options->case_path, "The case file")->required()->type_name("FILE");
  app.add_flag("--ask-your-msp", options->ask_your_msp,
               "Instead of the page the letter to the provider: numbered questions, each with what the evidence "
               "showed (Markdown)");
  app.add_option("-o,--output", options->output, "File to write (default: standard output)")->type_name("FILE");
  app.add_option("--tenant", options->tenant,
                 "Only what this organisation may see, without a trace of others; of a letter: whose it is")
      ->type_name("NAME");
  app.add_flag("--redact", options->redact,
               "Stable pseudonyms for tenants, hosts, accounts, addresses and paths; published indicators stay");
  return [options] {
    const auto done = run_report(*options);
    return done ? kDone : complain(done.error());
  };
}

}  // namespace hoptrace::cli
