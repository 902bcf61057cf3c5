#include "report/closing_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/anomaly.h"
#include "base/time.h"
#include "report/escape.h"
#include "report/terminal_page.h"

namespace hoptrace::report {
namespace {

// `text` broken between words into lines of at most `width` columns; a longer word stands alone and is not broken.
std::vector<std::string> in_lines(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!lines.back().empty() && columns(lines.back()) + 1 + columns(word) > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

using cases::SummaryRow;

constexpr std::size_t kNarrowest = 60, kCertain = 10, kUncertain = 11, kCounts = kCertain + kUncertain, kExamples = 2;

Ink ink_of(std::string_view level) {
  constexpr std::array kInks{Ink::kGrave, Ink::kBad, Ink::kWarn, Ink::kNote, Ink::kFaint};
  const std::size_t rank = level_rank(level);
  return rank < kInks.size() ? kInks[rank] : Ink::kPlain;
}

std::string plural(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", with_thousands(count), count == 1 ? one : many);
}

// A path as a shell takes it.
std::string for_shell(const std::string& path) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+,:@%";
  if (!path.empty() && path.find_first_not_of(kPlain) == std::string::npos && path.front() != '-') return path;
  std::string quoted = "'";
  for (const char c : path) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

void write_header(TerminalPage& page, const ClosingSummary& s) {
  std::string scope = fmt::format(" · {}, {}, {}", plural(s.tenants, "tenant", "tenants"),
                                  plural(s.hosts, "host", "hosts"), plural(s.records, "record", "records"));
  if (s.first_day && s.last_day) {
    scope += *s.first_day == *s.last_day
                 ? ", " + base::iso8601_day(*s.first_day)
                 : fmt::format(", {} to {}", base::iso8601_day(*s.first_day), base::iso8601_day(*s.last_day));
  }
  page.words("hoptrace " + s.version, Ink::kStrong).words(" · ");
  const std::size_t room = page.left();
  const bool fits = columns(s.case_path) + columns(scope) <= room;
  page.cell(s.case_path, room, Ink::kStrong, false);
  if (!fits) {
    page.end_line();
    scope = scope.substr(std::string_view(" · ").size());
  }
  page.cell(scope, page.left(), Ink::kPlain, false).end_line();
}

// Where the counts end: beside the longest name, as far as the page is wide.
std::size_t counts_end(const ClosingSummary& s, std::size_t width) {
  constexpr std::size_t kIndent = 2, kGap = 2;
  std::size_t widest = 0, level = 0, tenant = 0;
  for (const SummaryRow& row : s.rules.rows) level = std::max(level, columns(terminal(row.level)) + kGap);
  for (const SummaryRow& row : s.hosts_found.rows) tenant = std::max(tenant, columns(terminal(row.tenant)) + kGap);
  for (const SummaryRow& row : s.levels) widest = std::max(widest, columns(terminal(row.key)));
  for (const SummaryRow& row : s.rules.rows) widest = std::max(widest, level + columns(terminal(row.title)));
  for (const SummaryRow& row : s.hosts_found.rows) widest = std::max(widest, tenant + columns(terminal(row.key)));
  return std::clamp(kIndent + widest + kCounts, kNarrowest, width);
}

void write_count_heading(TerminalPage& page, std::string_view title) {
  page.heading(title);
  page.words(std::string(page.left() - kCounts, ' '));
  page.words(fmt::format("{:>{}}{:>{}}", "certain", kCertain, "uncertain", kUncertain), Ink::kFaint).end_line();
}

void write_levels(TerminalPage& page, const ClosingSummary& s) {
  if (s.levels.empty()) {
    page.heading("No findings").end_line();
    page.words("  No rule that is on matched a record that could be read.").end_line();
    return;
  }
  write_count_heading(page, "Findings");
  SummaryRow all;
  for (const SummaryRow& row : s.levels) {
    all.certain += row.certain;
    all.uncertain += row.uncertain;
    page.words("  ").cell(row.key, page.left() - kCounts, ink_of(row.key));
    page.number(row.certain, kCertain).number(row.uncertain, kUncertain).end_line();
  }
  page.words("  ").cell("together", page.left() - kCounts);
  page.number(all.certain, kCertain).number(all.uncertain, kUncertain).end_line();
  if (s.suppressed > 0) {
    page.words(fmt::format("  and {} left out by the allow file", with_thousands(s.suppressed))).end_line();
  }
}

void write_rules_found(TerminalPage& page, const ClosingSummary& s) {
  if (s.rules.rows.empty()) return;
  write_count_heading(page, "By rule");
  std::size_t widest = 0;
  for (const SummaryRow& row : s.rules.rows) widest = std::max(widest, columns(row.level));
  for (const SummaryRow& row : s.rules.rows) {
    page.words("  ").cell(row.level, widest + 2, ink_of(row.level));
    page.cell(row.title.empty() ? row.key : row.title, page.left() - kCounts);
    page.number(row.certain, kCertain).number(row.uncertain, kUncertain).end_line();
  }
  page.left_out(s.rules.left_out(), "  ");
}

void write_hosts_found(TerminalPage& page, const ClosingSummary& s) {
  if (s.hosts_found.rows.empty()) return;
  write_count_heading(page, "By host");
  std::size_t widest = 0;
  for (const SummaryRow& row : s.hosts_found.rows) widest = std::max(widest, columns(terminal(row.tenant)));
  for (const SummaryRow& row : s.hosts_found.rows) {
    page.words("  ").cell(row.tenant, std::min(widest, page.width() / 3) + 2, Ink::kNote);
    page.cell(row.key.empty() ? "(no host named)" : row.key, page.left() - kCounts);
    page.number(row.certain, kCertain).number(row.uncertain, kUncertain).end_line();
  }
  page.left_out(s.hosts_found.left_out(), "  ");
}

std::string places_of(const cases::SightingGroup& group) {
  constexpr std::size_t kShown = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, group.places.size()); ++i) {
    text += fmt::format("{}{}/{}", i == 0 ? "" : ", ", group.places[i].first, group.places[i].second);
  }
  if (group.place_count > kShown) text += fmt::format(" and {} more", group.place_count - kShown);
  return text;
}

void write_indicators(TerminalPage& page, const ClosingSummary& s) {
  if (s.indicators.rows.empty()) return;
  page.heading("Indicators seen on more than one host").end_line();
  for (const cases::SightingGroup& group : s.indicators.rows) {
    page.words("  ").cell(group.value, page.width() / 3).words("  ");
    page.cell(places_of(group), page.left(), Ink::kPlain, false).end_line();
  }
  page.left_out(s.indicators.left_out(), "  ");
}

void write_intrusions(TerminalPage& page, const ClosingSummary& s) {
  if (s.hops == 0) return;
  page.heading("Path").end_line();
  page.words(fmt::format("  {} traced, {} of them into another organisation; {}", plural(s.hops, "hop", "hops"),
                         with_thousands(s.borders),
                         s.intrusions.empty()
                             ? "none looks like an intruder's"
                             : plural(s.intrusions.size() + s.intrusions_left_out, "intrusion", "intrusions")))
      .end_line();
  for (const std::string& line : s.intrusions)
    page.words("  ").cell(line, page.left(), Ink::kGrave, false).end_line();
  page.left_out(s.intrusions_left_out, "  ");
}

// Sentences beside whom they are about, as many lines as they take.
void write_judged(TerminalPage& page, const ClosingSummary& s) {
  if (s.judged.lines.empty()) return;
  page.heading("Judged").end_line();
  std::size_t about = 0;
  for (const JudgedLine& line : s.judged.lines) about = std::max(about, columns(terminal(line.about)));
  about = std::min(about, page.width() / 3) + 2;
  for (const JudgedLine& line : s.judged.lines) {
    page.words("  ").cell(line.about, about, Ink::kNote);
    for (const std::string& part : in_lines(terminal(line.says), page.left())) {
      if (page.left() == page.width()) page.words(std::string(2 + about, ' '));
      page.words(part).end_line();
    }
  }
}

std::string_view meaning_of(std::string_view kind) {
  const auto kinds = base::anomaly_kinds();
  const auto row = std::ranges::find(kinds, kind, &base::AnomalyKindInfo::name);
  return row == kinds.end() ? std::string_view() : row->meaning;
}

void write_anomalies(TerminalPage& page, const std::vector<cases::AnomalyGroup>& groups, std::string_view title,
                     Ink ink, std::size_t examples) {
  if (groups.empty()) return;
  page.heading(title).end_line();
  for (const cases::AnomalyGroup& group : groups) {
    const std::string_view meaning = meaning_of(group.kind);
    page.number(group.count, 8).words("  ");
    page.cell(meaning.empty() ? group.kind : meaning, page.left(), ink, false).end_line();
    const std::size_t shown = std::min(examples, group.examples.size());
    for (const cases::AnomalyRow& row : std::span(group.examples).first(shown)) {
      page.words("          ").cell(row.path + ": " + row.detail, page.left(), Ink::kFaint, false).end_line();
    }
    if (examples > 1) page.left_out(group.count - std::min<std::uint64_t>(group.count, shown), "          ");
  }
}

void write_notes(TerminalPage& page, const Top<cases::RuleNote>& notes) {
  for (const cases::RuleNote& note : notes.rows) {
    const std::string at = note.place.empty() ? note.title : note.place;
    page.words("    ").cell(at + ": " + note.reason, page.left(), Ink::kFaint, false).end_line();
  }
  page.left_out(notes.left_out(), "    ");
}

void write_rules_used(TerminalPage& page, const ClosingSummary& s) {
  page.heading("Rules").end_line();
  page.words(fmt::format("  {} on", with_thousands(s.rules_on)));
  if (s.rules_idle > 0) {
    page.words(fmt::format(", of which {} idle: their log source is not here", with_thousands(s.rules_idle)));
  }
  page.end_line();
  if (s.refused.all > 0) {
    page.words(fmt::format("  {} refused for a fault of their own", with_thousands(s.refused.all)), Ink::kWarn)
        .end_line();
    write_notes(page, s.refused);
  }
  if (s.waiting.all > 0) {
    page.words(fmt::format("  {} waiting for value lists (--placeholders)", with_thousands(s.waiting.all)))
        .end_line();
    write_notes(page, s.waiting);
  }
}

void write_next(TerminalPage& page, const ClosingSummary& s) {
  const std::string path = for_shell(terminal(s.case_path));
  std::vector<std::pair<std::string, std::string_view>> steps;
  steps.emplace_back("hoptrace report " + path + " -o report.html", "all of it, to look at");
  if (!s.levels.empty()) {
    steps.emplace_back("hoptrace export " + path + " --as findings", "every finding");
    steps.emplace_back("hoptrace export " + path + " --as timeline -o timeline.csv", "for Timesketch");
  }
  if (!s.intrusions.empty()) steps.emplace_back("hoptrace trace " + path, "the path, hop by hop");
  if (s.judged.who) steps.emplace_back("hoptrace export " + path + " --as judgement", "who it was, and what says so");
  if (s.judged.impact) steps.emplace_back("hoptrace export " + path + " --as impact", "what left, and whom to tell");
  if (s.judged.posture)
    steps.emplace_back("hoptrace report " + path + " --ask-your-msp", "the letter to the provider");
  steps.emplace_back("hoptrace export " + path + " --as coverage", "logs, days and gaps");
  steps.emplace_back("hoptrace hunt EVIDENCE --case " + path + " --rules PATH", "with more rules");
  if (!s.lost.empty()) {
    steps.emplace_back("hoptrace hunt EVIDENCE --case " + path, "when all can be read");
  }
  std::size_t widest = 0, widest_why = 0;
  for (const auto& [command, why] : steps) {
    widest = std::max(widest, columns(command));
    widest_why = std::max(widest_why, columns(why));
  }
  const bool beside = 2 + widest + 2 + widest_why <= page.width();
  page.heading("Next").end_line();
  for (const auto& [command, why] : steps) {
    page.words("  ").words(command, Ink::kNote);
    if (!beside) page.end_line();
    page.words(std::string(beside ? widest - columns(command) + 2 : 6, ' ')).words(why, Ink::kFaint).end_line();
  }
}

}  // namespace

std::string closing_table(const ClosingSummary& summary, const TerminalStyle& style) {
  const std::size_t width = std::max(style.width, kNarrowest);
  TerminalPage page(width, style.colour);
  write_header(page, summary);
  page.set_width(counts_end(summary, width));
  write_levels(page, summary);
  write_rules_found(page, summary);
  write_hosts_found(page, summary);
  page.set_width(width);
  write_intrusions(page, summary);
  write_judged(page, summary);
  write_indicators(page, summary);
  write_anomalies(page, summary.lost, "Not read in full", Ink::kWarn, kExamples);
  write_anomalies(page, summary.odd, "Also noticed", Ink::kPlain, 1);
  write_rules_used(page, summary);
  write_next(page, summary);
  return page.text();
}

}  // namespace hoptrace::report
