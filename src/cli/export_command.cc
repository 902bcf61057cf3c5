#include "cli/export_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "cases/reading.h"
#include "cli/case_path.h"
#include "cli/content_folder.h"
#include "cli/output_file.h"
#include "cli/program.h"
#include "report/exports.h"

namespace hoptrace::cli {
namespace {

struct ExportWish {
  std::string case_path, format = "findings", output, tenant, tlp = "amber+strict";
  bool redact = false;
};

base::Result<void> run_export(const ExportWish& o) {
  const auto format = report::find_export(o.format);
  if (!format) return std::unexpected(format.error());
  if (auto there = expect_case(o.case_path); !there) return there;
  auto reading = cases::Reading::open(o.case_path);
  if (!reading) return std::unexpected(reading.error());
  report::ExportOptions options;
  if (!o.tenant.empty()) options.tenant = o.tenant;
  options.redact = o.redact;
  options.tlp = report::tlp_named(o.tlp).value_or(report::Tlp::kAmberStrict);
  if (const auto content = content_folder())
    options.names = report::AttackNames::in_folder(std::filesystem::path(*content) / "knowledge");
  OutputFile output(o.output);
  auto done = report::write_export(**format, **reading, options,
                                   [&output](std::string_view text) { return output.write(text); });
  return done ? output.finish() : done;
}

}  // namespace

std::function<ExitCode()> declare_export(CLI::App& app) {
  auto options = std::make_shared<ExportWish>();
  std::string known = "One of:";
  for (const report::ExportFormat& format : report::export_formats())
    known += fmt::format("\n{}: {}", format.name, format.description);
  app.add_option("case", options->case_path, "The case file")->required()->type_name("FILE");
  app.add_option("--as", options->format, known)->required()->type_name("WHAT");
  app.add_option("-o,--output", options->output, "File to write (default: standard output)")->type_name("FILE");
  app.add_option("--tenant", options->tenant, "Only this organisation's, without a trace of others")
      ->type_name("NAME");
  app.add_option("--tlp", options->tlp, "The mark on what is shared (TLP 2.0)")
      ->check(CLI::IsMember({"clear", "green", "amber", "amber+strict", "red"}))
      ->type_name("MARK");
  app.add_flag("--redact", options->redact,
               "Stable pseudonyms for tenants, hosts, accounts, addresses and paths; published indicators stay");
  return [options] {
    const auto done = run_export(*options);
    return done ? kDone : complain(done.error());
  };
}

}  // namespace hoptrace::cli
