#include "cli/rules_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "cli/content_folder.h"
#include "cli/program.h"
#include "cli/rules_explain.h"
#include "hunt/equipment.h"
#include "hunt/regression.h"
#include "report/escape.h"
#include "rules/check.h"

namespace hoptrace::cli {
namespace {

struct RulesWish {
  std::vector<std::string> check_paths;
  std::string test_folder;
  std::vector<std::string> test_rules;
  std::string rule, event;
};

void print_line(const std::string& text) {
  fmt::print("{}\n", report::terminal(text));
}

ExitCode run_check(const RulesWish& o) {
  const auto report = rules::check_rules(o.check_paths);
  if (!report) return complain(report.error());
  for (const rules::CheckedRule& rule : report->rules) print_line(rules::sentence(rule));
  for (const std::string& folder : report->empty_folders)
    fmt::print(stderr, "hoptrace: {}: there is no rule in it\n", report::terminal(folder));
  fmt::print("{} accepted, {} waiting for placeholder values, {} refused\n", report->accepted, report->waiting,
             report->refused);
  return report->refused == 0 ? kDone : kFound;
}

base::Result<std::unique_ptr<hunt::Equipment>> equipment_for(const std::vector<std::string>& rules) {
  auto content = content_folder();
  if (!content) return std::unexpected(content.error());
  hunt::HuntOptions options;
  options.content = *content;
  options.rules = rules;
  options.default_rules = rules.empty();
  options.statuses = {rules::Status::kStable,     rules::Status::kTest,        rules::Status::kExperimental,
                      rules::Status::kDeprecated, rules::Status::kUnsupported, rules::Status::kNone};
  return hunt::equip(options, {});
}

void print_result(const hunt::RegressionResult& result) {
  const std::string wanted = result.expected ? std::to_string(*result.expected) : "at least 1";
  std::string line = fmt::format("{}  {}  {}: {} of {}", result.passed() ? "ok  " : "FAIL", result.rule_id,
                                 result.title, result.certain, wanted);
  if (result.corrected) line += " (corrected count)";
  if (result.uncertain > 0) line += fmt::format(", {} uncertain", result.uncertain);
  if (!result.trouble.empty()) line += ": " + result.trouble;
  if (!result.passed()) line += "  [" + result.info + "]";
  print_line(line);
}

ExitCode run_test(const RulesWish& o) {
  const auto equipment = equipment_for(o.test_rules);
  if (!equipment) return complain(equipment.error());
  const auto results = hunt::run_regression(o.test_folder, **equipment);
  if (!results) return complain(results.error());
  std::size_t passed = 0;
  for (const hunt::RegressionResult& result : *results) {
    print_result(result);
    passed += result.passed() ? 1 : 0;
  }
  fmt::print("{} of {}\n", passed, results->size());
  return passed == results->size() ? kDone : kFound;
}

ExitCode run_explain(const RulesWish& o) {
  const auto equipment = equipment_for({o.rule});
  if (!equipment) return complain(equipment.error());
  return explain_rules(**equipment, o.rule, o.event);
}

}  // namespace

std::function<ExitCode()> declare_rules(CLI::App& app) {
  auto o = std::make_shared<RulesWish>();
  app.require_subcommand(1);
  CLI::App* const check =
      app.add_subcommand("check", "Is every rule understood? Refused ones are named with place and reason");
  check->add_option("path", o->check_paths, "Files or folders of Sigma rules")->required()->type_name("PATH");
  CLI::App* const test =
      app.add_subcommand("test", "Run regression folders in SigmaHQ's layout (info.yml beside its evidence)");
  test->add_option("folder", o->test_folder, "Folder of regression cases")->required()->type_name("DIR");
  test->add_option("--rules", o->test_rules, "Where the rules are (default: the built-in pack)")->type_name("PATH");
  CLI::App* const explain = app.add_subcommand("explain", "Which selection held, which did not, and on which value");
  explain->add_option("rule", o->rule, "A Sigma rule file")->required()->type_name("FILE");
  explain->add_option("event", o->event, "A file with the event, or several (JSON or EVTX)")
      ->required()
      ->type_name("FILE");
  return [o, check, test] {
    if (check->parsed()) return run_check(*o);
    return test->parsed() ? run_test(*o) : run_explain(*o);
  };
}

}  // namespace hoptrace::cli
