#include "cli/hunt_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/content_folder.h"
#include "cli/hunt_console.h"
#include "cli/kept_folder.h"
#include "cli/program.h"
#include "hunt/hunt.h"

namespace hoptrace::cli {
namespace {

struct HuntWish {
  hunt::HuntOptions hunt;
  ConsoleOptions console;
  std::string since, until, level, fail_on;
  std::vector<std::string> statuses;
  bool no_default_rules = false;
};

// The values of options whose text has to be understood first.
base::Result<void> read_times(HuntWish& o) {
  const auto read = [](const std::string& text, const char* option,
                       std::optional<base::Time>& into) -> base::Result<void> {
    if (text.empty()) return {};
    into = base::parse_time(text, true);
    if (into) return {};
    return base::fail(base::Code::kUsage, "\"" + text + "\" is no time", option,
                      "Write 2018-12-20 or 2018-12-20T09:14:03Z");
  };
  if (auto done = read(o.since, "--since", o.hunt.since); !done) return done;
  return read(o.until, "--until", o.hunt.until);
}

base::Result<void> read_names(HuntWish& o) {
  constexpr const char* kLevels = "Levels are informational, low, medium, high and critical";
  const auto level = [&](const std::string& text, const char* option, rules::Level& into) -> base::Result<void> {
    if (text.empty()) return {};
    const auto found = rules::level_of(text);
    if (!found) return base::fail(base::Code::kUsage, "\"" + text + "\" is no level", option, kLevels);
    into = *found;
    return {};
  };
  if (auto done = level(o.level, "--level", o.hunt.least_level); !done) return done;
  if (!o.fail_on.empty()) {
    rules::Level least = rules::Level::kHigh;
    if (auto done = level(o.fail_on, "--fail-on", least); !done) return done;
    o.console.fail_on = std::string(rules::name(least));
  }
  for (const std::string& text : o.statuses) {
    const auto status = rules::status_of(text);
    if (!status) {
      return base::fail(base::Code::kUsage, "\"" + text + "\" is no rule status", "--status",
                        "Statuses are stable, test, experimental, deprecated and unsupported");
    }
    o.hunt.statuses.push_back(*status);
  }
  return {};
}

ExitCode run_hunt(HuntWish& o) {
  if (auto read = read_times(o); !read) return complain(read.error());
  if (auto read = read_names(o); !read) return complain(read.error());
  auto content = content_folder();
  if (!content) return complain(content.error());
  o.hunt.content = *content;
  o.hunt.default_rules = !o.no_default_rules;
  o.hunt.kept_folder = kept_folder();
  o.hunt.version = kVersion;
  o.hunt.command_line = "hunt";
  for (const std::string& evidence : o.hunt.evidence) o.hunt.command_line += " " + evidence;
  for (const std::string& output : {o.console.findings, o.console.profile_json}) {
    if (output.empty() || output == "-") continue;
    o.hunt.leave_out.push_back(std::filesystem::absolute(output).lexically_normal().string());
  }
  return hunt_on_console(o.hunt, o.console);
}

void declare_what(CLI::App& app, HuntWish& o) {
  app.add_option("evidence", o.hunt.evidence, "Files, folders or archives")->required()->type_name("PATH");
  app.add_option("--case", o.hunt.case_path, "The case file; an existing one is added to")
      ->type_name("FILE")
      ->capture_default_str();
  app.add_option("--tenants", o.hunt.tenants_file, "tenants.yaml (default: the one at the evidence root)")
      ->type_name("FILE");
  app.add_option("--tenant", o.hunt.tenant, "All of the evidence is this organisation's")->type_name("NAME");
  app.add_option("--since", o.since, "Leave out records before this time (2018-12-20 or 2018-12-20T09:14:03Z)")
      ->type_name("TIME");
  app.add_option("--until", o.until, "Leave out records from this time on")->type_name("TIME");
  app.add_flag("--carve", o.hunt.carve, "Also look for records in the slack space of logs");
}

void declare_rules_used(CLI::App& app, HuntWish& o) {
  app.add_option("--rules", o.hunt.rules, "Sigma rules beside the built-in pack: a file, folder or zip (repeatable)")
      ->type_name("PATH")
      ->allow_extra_args(false);
  app.add_flag("--no-default-rules", o.no_default_rules, "Leave the built-in pack out");
  app.add_option("--placeholders", o.hunt.placeholders, "Value lists for |expand: YAML, name: [values] (repeatable)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--indicators", o.hunt.indicators,
                 "Indicators beside the built-in list: CSV, STIX 2.1 or MISP (repeatable)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--level", o.level, "Use rules of this level and above")->type_name("LEVEL");
  app.add_option("--status", o.statuses,
                 "Use rules of this status (repeatable; default: all but deprecated, unsupported)")
      ->type_name("STATUS")
      ->allow_extra_args(false);
  app.add_option("--allow", o.hunt.allow_file, "What to leave out: CSV with rule, field, value, reason")
      ->type_name("FILE");
}

void declare_how(CLI::App& app, HuntWish& o) {
  constexpr unsigned kMostJobs = 256;
  app.add_option("-j,--jobs", o.hunt.jobs, "Workers (default: one per processor)")
      ->check(CLI::Range(1U, kMostJobs))
      ->type_name("N");
  app.add_option("--findings", o.console.findings,
                 "Write findings as JSON lines while hunting: a file, or - for standard output")
      ->type_name("FILE");
  app.add_option("--fail-on", o.fail_on, "Exit with 1 if there is a certain finding of this level or above")
      ->type_name("LEVEL");
  app.add_flag("!--no-hops", o.hunt.hops, "Trace no hops: who went from host to host is not asked");
  app.add_flag("--profile", o.console.profile, "Tell at the end where the time went, and the ten dearest rules");
  app.add_option("--profile-json", o.console.profile_json, "Write the same figures, as JSON, to a file")
      ->type_name("FILE");
  app.add_flag("-q,--quiet", o.console.quiet, "No progress and no closing table");
  app.add_flag("--no-progress", o.console.no_progress, "No progress line");
  app.add_option("--color", o.console.color, "auto, always or never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  // For the tests: in no group, so not in --help.
  app.add_flag("--slow-matcher", o.hunt.slow_matcher, "Match without the index")->group("");
  app.add_flag("--settle-each", o.hunt.settle_each, "Every stretch read is on disk before the next")->group("");
}

}  // namespace

std::function<ExitCode()> declare_hunt(CLI::App& app) {
  auto options = std::make_shared<HuntWish>();
  declare_what(app, *options);
  declare_rules_used(app, *options);
  declare_how(app, *options);
  return [options] { return run_hunt(*options); };
}

}  // namespace hoptrace::cli
