#include "cli/trace_command.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "cases/reading.h"
#include "cli/case_path.h"
#include "cli/program.h"
#include "cli/terminal.h"
#include "report/path_text.h"

namespace hoptrace::cli {
namespace {

struct TraceWish {
  std::string case_path, from, to, account, around, color = "auto";
  bool all = false;
};

// TENANT/HOST, or TENANT for all of its hosts.
base::Result<std::optional<cases::HopPlace>> place_of(const std::string& text, const char* option) {
  if (text.empty()) return std::nullopt;
  const std::size_t slash = text.find('/');
  if (slash == 0) return base::fail(base::Code::kUsage, "the organisation is missing before the /", option);
  return cases::HopPlace{text.substr(0, slash), slash == std::string::npos ? std::string() : text.substr(slash + 1)};
}

base::Result<report::PathQuery> query_of(const TraceWish& o) {
  report::PathQuery query;
  const auto from = place_of(o.from, "--from"), to = place_of(o.to, "--to");
  if (!from) return std::unexpected(from.error());
  if (!to) return std::unexpected(to.error());
  query.from = *from;
  query.to = *to;
  query.account = o.account;
  query.hops_too = o.all;
  if (o.around.empty()) return query;
  query.around = base::parse_time(o.around, true);
  if (query.around) return query;
  return base::fail(base::Code::kUsage, "`" + o.around + "` is no time", "--around",
                    "Write 2018-12-20 or 2018-12-20T09:14:03Z");
}

base::Result<void> run_trace(const TraceWish& o) {
  const auto query = query_of(o);
  if (!query) return std::unexpected(query.error());
  if (auto there = expect_case(o.case_path); !there) return there;
  auto reading = cases::Reading::open(o.case_path);
  if (!reading) return std::unexpected(reading.error());
  const report::TerminalStyle style{
      .width = is_terminal(stdout) ? static_cast<std::size_t>(terminal_width(stdout)) : 1000,
      .colour = wants_color(o.color, stdout)};
  const auto text = report::path_text(**reading, *query, style);
  if (!text) return std::unexpected(text.error());
  std::fwrite(text->data(), 1, text->size(), stdout);
  return {};
}

}  // namespace

std::function<ExitCode()> declare_trace(CLI::App& app) {
  auto options = std::make_shared<TraceWish>();
  TraceWish& o = *options;
  app.add_option("case", o.case_path, "The case file")->required()->type_name("FILE");
  app.add_option("--from", o.from, "Only paths that leave this organisation or host")->type_name("TENANT/HOST");
  app.add_option("--to", o.to, "Only paths that reach it")->type_name("TENANT/HOST");
  app.add_option("--account", o.account, "Only paths on which this account was used")->type_name("NAME");
  app.add_option("--around", o.around, "Only paths with a hop within a day of this time")->type_name("TIME");
  app.add_flag("--all", o.all, "Also hops that are on no intrusion");
  app.add_option("--color", o.color, "auto, always or never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  return [options] {
    const auto done = run_trace(*options);
    return done ? kDone : complain(done.error());
  };
}

}  // namespace hoptrace::cli
