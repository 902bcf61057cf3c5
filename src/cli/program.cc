#include "cli/program.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>

#include "cli/attribute_command.h"
#include "cli/case_command.h"
#include "cli/completion_command.h"
#include "cli/export_command.h"
#include "cli/hunt_command.h"
#include "cli/knowledge_command.h"
#include "cli/report_command.h"
#include "cli/rules_command.h"
#include "cli/serve_command.h"
#include "cli/simulate_command.h"
#include "cli/trace_command.h"
#include "report/escape.h"

namespace hoptrace::cli {
namespace {

constexpr std::array kCommands{
    Command{"hunt", "Read evidence, match rules and indicators, keep it all in a case", kHuntExamples, declare_hunt},
    Command{"trace", "Show the intruder's path: hop by hop, with the records that say so", kTraceExamples,
            declare_trace},
    Command{"export", "Write what a case holds: findings, hops, intrusions, timeline, coverage", kExportExamples,
            declare_export},
    Command{"attribute", "Judge who it was from a list of observations, with how sure that is and why",
            kAttributeExamples, declare_attribute},
    Command{"report", "Write what is for people: the letter of a client to its provider", kReportExamples,
            declare_report},
    Command{"serve", "Show a case as a live page and a JSON API over HTTP", kServeExamples, declare_serve},
    Command{"case", "Record in a case what people decided: since when they are aware of a breach", kCaseExamples,
            declare_case},
    Command{"rules", "Check, test or explain Sigma rules", kRulesExamples, declare_rules},
    Command{"knowledge", "Renew the tables that attribution rests on, or tell whom a name stands for",
            kKnowledgeExamples, declare_knowledge},
    Command{"simulate", "Write a training fleet: evidence in raw formats, and the truth beside it", kSimulateExamples,
            declare_simulate},
    Command{"completion", "Print a completion script for bash, zsh or fish", kCompletionExamples, declare_completion},
};

constexpr std::string_view kAbout =
    R"(hoptrace finds an intruder in ordinary logs: who was here, on which hosts, at whose organisation.
It reads EVTX and JSON logs of many organisations at once, matches Sigma rules and published indicators, and keeps
what it found, with the record behind each sentence, in one case file. It only ever reads evidence.
)";

constexpr std::string_view kFooter = R"(Start here:
  hoptrace hunt EVIDENCE/                 hunt a folder with the built-in pack; makes case.hop
  hoptrace hunt EVIDENCE/ --rules sigma/rules
                                          the same with all of SigmaHQ beside the pack
  hoptrace export case.hop --as timeline -o timeline.csv

Exit codes: 0 done · 1 a check or --fail-on found something · 2 wrong usage, nothing was done ·
            3 done, but some evidence could not be read in full · 4 the work failed; run it again to go on)";

// "hoptrace hunt: what is wrong. Where the help is".
std::string usage_sentence(const CLI::App* app, const CLI::Error& error) {
  std::string command = "hoptrace";
  while (!app->get_subcommands().empty()) {
    app = app->get_subcommands().front();
    command += " " + app->get_name();
  }
  return report::terminal(command + ": " + error.what() + ". " + command + " --help shows what there is") + "\n";
}

// CLI11 prints and exits by throwing; its exit code for wrong usage becomes ours.
int parse_failed(const CLI::App& app, const CLI::ParseError& error) {
  const int code = app.exit(error);
  return code == 0 ? kDone : kUsage;
}

// CLI11 calls a first word that it does not know a missing command.
bool unknown_command(std::string_view word) {
  return !word.empty() && !word.starts_with('-') &&
         std::ranges::none_of(kCommands, [word](const Command& command) { return command.name == word; });
}

base::Error no_such_command(std::string_view word) {
  std::string known;
  for (const Command& command : kCommands) known += (known.empty() ? "" : ", ") + std::string(command.name);
  return {base::Code::kUsage, "there is no command `" + std::string(word) + "`", {}, "There are " + known};
}

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

ExitCode complain(const base::Error& error) {
  std::fputs(("hoptrace: " + report::terminal(error.sentence()) + "\n").c_str(), stderr);
  return exit_code(error);
}

int run(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is a full disk, not a death
  if (argc > 1 && unknown_command(argv[1])) return complain(no_such_command(argv[1]));
  CLI::App app{std::string(kAbout), "hoptrace"};
  app.footer(std::string(kFooter));
  app.set_version_flag("--version", "hoptrace " + std::string(kVersion));
  app.require_subcommand(1);
  app.failure_message(usage_sentence);
  std::function<ExitCode()> chosen;
  for (const Command& command : kCommands) {
    CLI::App* const sub = app.add_subcommand(std::string(command.name), std::string(command.summary));
    if (!command.examples.empty()) sub->footer(std::string(command.examples));
    auto action = command.declare(*sub);
    sub->callback([&chosen, action = std::move(action)] { chosen = action; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return parse_failed(app, error);
  }
  try {
    return chosen();
  } catch (const std::exception& error) {  // memory or threads that the system refuses; files are a Result everywhere
    return complain({base::Code::kLimit,
                     std::string("the system refused what the work needs: ") + error.what(),
                     {},
                     "Free memory or use fewer --jobs, and run the same command again: a case stays valid"});
  }
}

}  // namespace hoptrace::cli
