#include "cli/profile_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/json_line.h"
#include "report/terminal_page.h"

namespace hoptrace::cli {
namespace {

using hunt::ProfileReport;
using hunt::Stage;
using report::Ink;
using report::TerminalPage;

constexpr std::size_t kSeconds = 12, kShare = 8, kCount = 13, kNarrowest = 60, kWidest = 110;

double seconds(std::uint64_t nanoseconds) {
  constexpr double kPerSecond = 1e9;
  return static_cast<double>(nanoseconds) / kPerSecond;
}

std::string right(std::string_view text, std::size_t size) {
  return fmt::format("{:>{}}", text, size);
}

struct Row {
  std::string title;
  std::uint64_t caller = 0, workers = 0;
};

void write_row(TerminalPage& page, const Row& row, const ProfileReport& report, std::uint64_t all, Ink ink) {
  const bool crew = report.threads > 1;
  page.words("  ").cell(row.title, page.left() - kSeconds - kShare - (crew ? kSeconds : 0), ink);
  page.words(right(fmt::format("{:.3f}", seconds(row.caller)), kSeconds));
  if (crew) page.words(right(fmt::format("{:.3f}", seconds(row.workers)), kSeconds));
  const double share = all == 0 ? 0 : 100 * seconds(row.caller + row.workers) / seconds(all);
  page.words(right(fmt::format("{:.1f}%", share), kShare), Ink::kFaint).end_line();
}

void write_stages(TerminalPage& page, const ProfileReport& report) {
  const bool crew = report.threads > 1;
  page.heading("Where the time went");
  page.words(right("seconds", page.left() - kShare - (crew ? kSeconds : 0)), Ink::kFaint);
  if (crew) page.words(right("workers", kSeconds), Ink::kFaint);
  page.words(right("share", kShare), Ink::kFaint).end_line();
  Row sum{"together"}, start{"start"};
  for (std::size_t i = 0; i < hunt::kStages; ++i) {
    sum.caller += report.caller[i].nanoseconds;
    sum.workers += report.workers[i].nanoseconds;
    if (!info(static_cast<Stage>(i)).start) continue;
    start.caller += report.caller[i].nanoseconds;
    start.workers += report.workers[i].nanoseconds;
  }
  const std::uint64_t all = sum.caller + sum.workers;
  write_row(page, start, report, all, Ink::kPlain);
  for (std::size_t i = 0; i < hunt::kStages; ++i) {
    const hunt::StageInfo& stage = info(static_cast<Stage>(i));
    Row row{std::string(stage.title), report.caller[i].nanoseconds, report.workers[i].nanoseconds};
    if (report.caller[i].entries + report.workers[i].entries == 0 && row.caller + row.workers == 0) continue;
    if (stage.start) row.title = "  " + row.title;
    if (static_cast<Stage>(i) == Stage::kIndex && report.index_kept) {
      row.title += *report.index_kept ? " (kept set)" : " (made anew)";
    }
    write_row(page, row, report, all, stage.start ? Ink::kFaint : Ink::kPlain);
  }
  write_row(page, sum, report, all, Ink::kStrong);
}

void write_dearest(TerminalPage& page, const ProfileReport& report) {
  if (report.dearest.empty()) return;
  page.heading("Dearest rules");
  page.words(right("seconds", page.left() - 2 * kCount), Ink::kFaint);
  page.words(right("asked", kCount) + right("matched", kCount), Ink::kFaint).end_line();
  for (const hunt::DearRule& rule : report.dearest) {
    page.words("  ").cell(rule.title.empty() ? rule.id : rule.title, page.left() - kSeconds - 2 * kCount);
    page.words(right(fmt::format("{:.3f}", seconds(rule.cost.nanoseconds)), kSeconds));
    page.number(rule.cost.evaluations, kCount).number(rule.cost.matches, kCount).end_line();
  }
}

report::Json stages_json(const hunt::StageTimes& times) {
  report::Json out = report::Json::object();
  for (std::size_t i = 0; i < hunt::kStages; ++i) {
    out[std::string(info(static_cast<Stage>(i)).name)] = {{"seconds", seconds(times[i].nanoseconds)},
                                                          {"entries", times[i].entries}};
  }
  return out;
}

}  // namespace

std::string profile_table(const ProfileReport& report, const report::TerminalStyle& style) {
  TerminalPage page(std::clamp(style.width, kNarrowest, kWidest), style.colour);
  write_stages(page, report);
  page.words(fmt::format("  wall {:.3f} s, processor {:.3f} s, threads {}", seconds(report.wall),
                         seconds(report.processor), report.threads))
      .end_line();
  page.words("  Every record was timed, which itself takes time: without --profile a hunt is quicker.", Ink::kFaint)
      .end_line();
  write_dearest(page, report);
  return page.text();
}

std::string profile_json(const ProfileReport& report) {
  report::Json dearest = report::Json::array();
  for (const hunt::DearRule& rule : report.dearest) {
    dearest.push_back({{"id", rule.id},
                       {"title", rule.title},
                       {"seconds", seconds(rule.cost.nanoseconds)},
                       {"asked", rule.cost.evaluations},
                       {"matched", rule.cost.matches}});
  }
  std::uint64_t start = 0;
  for (std::size_t i = 0; i < hunt::kStages; ++i) {
    if (info(static_cast<Stage>(i)).start) start += report.caller[i].nanoseconds;
  }
  return report::json_line({{"wall", seconds(report.wall)},
                            {"processor", seconds(report.processor)},
                            {"start", seconds(start)},
                            {"threads", report.threads},
                            {"rules", report.rules},
                            {"index_kept", report.index_kept ? report::Json(*report.index_kept) : report::Json()},
                            {"records", report.records},
                            {"findings", report.findings},
                            {"stages", stages_json(report.caller)},
                            {"worker_stages", stages_json(report.workers)},
                            {"dearest", std::move(dearest)}});
}

}  // namespace hoptrace::cli
