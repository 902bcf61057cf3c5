#include "report/judgement_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/terminal_page.h"

namespace hoptrace::report {
namespace {

constexpr std::size_t kMostLines = 20, kName = 34;

void hypotheses(const assess::Judgement& judgement, TerminalPage& page) {
  page.words(judgement.named ? "Named: " + *judgement.named : "Nobody is named.", Ink::kStrong).end_line();
  page.heading("Probability").end_line();
  for (const assess::Hypothesis& h : judgement.hypotheses) {
    page.words(fmt::format("  {:>5.3f}  ", h.probability))
        .cell(h.phia, 22)
        .cell(h.group, 19, Ink::kStrong)
        .cell(h.name, page.left());
    page.end_line();
  }
}

void confidence(const assess::Judgement& judgement, TerminalPage& page) {
  page.heading("How good the evidence is")
      .end_line()
      .words("  analytical confidence: ")
      .words(assess::name(judgement.confidence), Ink::kStrong);
  page.end_line();
  for (const std::string& reason : judgement.confidence_reasons)
    page.words("  ").cell(reason, page.left()).end_line();
}

void matrix(const assess::Judgement& judgement, TerminalPage& page) {
  page.heading("What says so (log-likelihood ratio by group; what tells the groups apart most comes first)")
      .end_line();
  page.cell("", 16 + kName + 2);
  for (const std::string& group : judgement.columns) page.words(fmt::format("{:>8}", group));
  page.end_line();
  const std::size_t shown = std::min(judgement.evidence.size(), kMostLines);
  for (std::size_t i = 0; i < shown; ++i) {
    const assess::EvidenceLine& line = judgement.evidence[i];
    page.words("  ")
        .cell(assess::name(assess::info(line.kind).evidence_class), 16)
        .cell(line.name == line.id ? line.id : line.id + " " + line.name, kName);
    for (const auto& [unused, log] : line.log_lr) page.words(fmt::format("{:>+8.2f}", log));
    page.end_line();
  }
  page.left_out(judgement.evidence.size() - shown, "  ");
}

std::string joined(const std::vector<std::string>& ids) {
  constexpr std::size_t kMost = 4;
  std::string out;
  for (std::size_t i = 0; i < std::min(ids.size(), kMost); ++i) out += (i == 0 ? "" : ", ") + ids[i];
  if (ids.size() > kMost) out += fmt::format(" and {} more", ids.size() - kMost);
  return out;
}

void hangs_on(const assess::Judgement& judgement, TerminalPage& page) {
  if (!judgement.ablation.empty()) page.heading("What it hangs on").end_line();
  for (const assess::Ablation& a : judgement.ablation) {
    page.words("  ").cell(
        fmt::format("without {}: {}, leading {} with {:.2f} ({})", joined(a.without),
                    a.named ? *a.named + " named" : "nobody named", a.leader, a.probability, a.phia),
        page.left());
    page.end_line();
  }
  if (!judgement.would_change.empty()) page.heading("What would change it").end_line();
  for (const std::string& text : judgement.would_change) page.words("  ").cell(text, page.left()).end_line();
  if (!judgement.notes.empty()) page.heading("Notes").end_line();
  for (const std::string& text : judgement.notes) page.words("  ").cell(text, page.left()).end_line();
}

}  // namespace

std::string judgement_table(const assess::Judgement& judgement, const TerminalStyle& style) {
  TerminalPage page(std::max<std::size_t>(style.width, 60), style.colour);
  hypotheses(judgement, page);
  confidence(judgement, page);
  if (!judgement.evidence.empty()) matrix(judgement, page);
  hangs_on(judgement, page);
  return page.text();
}

}  // namespace hoptrace::report
