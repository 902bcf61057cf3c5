#include "cli/hunt_console.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>

#include "base/wall_clock.h"
#include "cases/reading.h"
#include "cli/profile_table.h"
#include "cli/program.h"
#include "cli/progress_line.h"
#include "cli/terminal.h"
#include "hunt/profile.h"
#include "report/closing_table.h"
#include "report/escape.h"
#include "report/finding_json.h"

namespace hoptrace::cli {
namespace {

using base::Result;

struct CloseFile {
  void operator()(std::FILE* file) const {
    if (file != stdout) std::fclose(file);
  }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Result<File> open_output(const std::string& path, const char* mode, const char* what) {
  File file(std::fopen(path.c_str(), mode));
  if (file) return file;
  return base::fail(base::Code::kUsage,
                    std::string("the file for ") + what + " cannot be written: " + std::strerror(errno), path,
                    "Name a file in a folder that is there and that you may write to");
}

// Where --findings goes; null where nothing was asked for.
Result<File> open_findings(const std::string& path) {
  if (path.empty()) return File();
  if (path == "-") return File(stdout);
  return open_output(path, "ab", "findings");
}

// Where --profile-json goes; null likewise.
Result<File> open_profile(const std::string& path) {
  if (path.empty()) return File();
  return open_output(path, "wb", "the profile");
}

class Console : public hunt::Listener {
 public:
  Console(const ConsoleOptions& options, const std::string& case_path, File findings)
      : case_path_(case_path),
        place_(options.findings == "-" ? "standard output" : options.findings),
        findings_(std::move(findings)),
        line_(!options.quiet && !options.no_progress && is_terminal(stderr)) {}

  void on_stage(std::string_view what) override { line_.stage(what); }
  void on_progress(const hunt::HuntProgress& progress) override { line_.draw(progress); }

  [[nodiscard]] bool tells_findings() const override { return findings_ != nullptr; }

  Result<void> on_artifacts(const std::vector<hunt::Untold>& artifacts) override {
    for (const hunt::Untold& untold : artifacts) {
      cases::FindingQuery query;
      query.artifact = untold.artifact;
      query.since_run = untold.since_run;
      if (auto written = write(query, false); !written) return written;
    }
    return {};
  }

  Result<void> on_correlations(std::int64_t since_run) override {
    cases::FindingQuery query;
    query.kind = cases::RuleKind::kCorrelation;
    query.since_run = since_run;
    return write(query, true);
  }

  void clear() { line_.clear(); }

 private:
  // What `query` asks for, by path; a correlation's finding stands in an artifact too, but is told for itself.
  Result<void> write(cases::FindingQuery& query, bool correlations) {
    if (!findings_) return {};
    auto reading = cases::Reading::open(case_path_);
    if (!reading) return std::unexpected(reading.error());
    query.order = cases::FindingOrder::kPath;
    bool written = true;
    auto read = (*reading)->findings(query, [&](const cases::StoredFinding& finding) {
      if ((finding.rule->kind == cases::RuleKind::kCorrelation) != correlations) return true;
      const std::string text = report::finding_json(finding);
      written = std::fwrite(text.data(), 1, text.size(), findings_.get()) == text.size();
      return written;
    });
    if (!read) return read;
    if (written && std::fflush(findings_.get()) == 0) return {};
    return base::fail(base::Code::kFull, std::string("findings could not be written: ") + std::strerror(errno),
                      place_,
                      "Nothing is lost: make room and run the same command again, or read them from the case: "
                      "hoptrace export " +
                          case_path_ + " --as findings");
  }

  std::string case_path_, place_;
  File findings_;
  ProgressLine line_;
};

Result<void> show_closing(const hunt::HuntOutcome& outcome, const ConsoleOptions& console) {
  auto reading = cases::Reading::open(outcome.case_path);
  if (!reading) return std::unexpected(reading.error());
  auto summary = report::gather_closing(**reading);
  if (!summary) return std::unexpected(summary.error());
  summary->version = kVersion;
  summary->case_path = outcome.case_path;
  summary->suppressed = outcome.suppressed;
  const report::TerminalStyle style{.width = static_cast<std::size_t>(terminal_width(stderr)),
                                    .colour = wants_color(console.color, stderr)};
  std::fputs(report::closing_table(*summary, style).c_str(), stderr);
  return {};
}

Result<void> show_profile(const hunt::ProfileReport& report, const ConsoleOptions& console, std::FILE* json) {
  if (console.profile) {
    const report::TerminalStyle style{.width = static_cast<std::size_t>(terminal_width(stderr)),
                                      .colour = wants_color(console.color, stderr)};
    std::fputs(profile_table(report, style).c_str(), stderr);
  }
  if (json == nullptr) return {};
  const std::string text = profile_json(report);
  if (std::fwrite(text.data(), 1, text.size(), json) == text.size() && std::fflush(json) == 0) return {};
  return base::fail(base::Code::kFull, std::string("the profile could not be written: ") + std::strerror(errno),
                    console.profile_json, "The hunt is done and the case is whole; only the profile is lost");
}

// Whether the case holds a certain finding of `level` or above.
Result<bool> found_of_level(const std::string& case_path, std::string_view level) {
  auto reading = cases::Reading::open(case_path);
  if (!reading) return std::unexpected(reading.error());
  auto levels = (*reading)->summary(cases::SummaryBy::kLevel);
  if (!levels) return std::unexpected(levels.error());
  for (const cases::SummaryRow& row : *levels) {
    if (row.certain > 0 && report::level_rank(row.key) <= report::level_rank(level)) return true;
  }
  return false;
}

}  // namespace

ExitCode hunt_on_console(hunt::HuntOptions& options, const ConsoleOptions& console) {
  options.now = base::now;
  auto findings = open_findings(console.findings);
  if (!findings) return complain(findings.error());
  auto json = open_profile(console.profile_json);
  if (!json) return complain(json.error());
  std::optional<hunt::Profile> profile;
  if (console.profile || *json) options.profile = &profile.emplace();
  Console listener(console, options.case_path, std::move(*findings));
  const auto outcome = hunt::hunt(options, listener);
  listener.clear();
  if (!outcome) return complain(outcome.error());
  if (!console.quiet && !outcome->kept_trouble.empty()) {
    fmt::print(stderr, "hoptrace: rules are read anew at each start: {}\n", report::terminal(outcome->kept_trouble));
  }
  if (!console.quiet) {
    const hunt::InStage timed(hunt::clock_here(options.profile), hunt::Stage::kClosing);
    if (auto shown = show_closing(*outcome, console); !shown) return complain(shown.error());
  }
  if (profile) {
    if (auto shown = show_profile(profile->report(), console, json->get()); !shown) return complain(shown.error());
  }
  if (!console.fail_on.empty()) {
    const auto found = found_of_level(outcome->case_path, console.fail_on);
    if (!found) return complain(found.error());
    if (*found) return kFound;
  }
  return outcome->all_read ? kDone : kIncomplete;
}

}  // namespace hoptrace::cli
