// `./dev score attribution`: the judge on reports that it never saw, beside plain Bayes. `--write-weights FILE` fits
// the weights on all reports, for content/knowledge/weights.csv.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <string>

#include "assess/attribution/knowledge.h"
#include "assess/attribution/lore.h"
#include "rows.h"
#include "training.h"

namespace {

using namespace hoptrace;

constexpr std::size_t kFolds = 10, kTrained = 4, kGraded = 5;

void tell(const bench::Row& row) {
  const bench::Measures m = bench::measure(row.answers);
  fmt::print("{:<24} {:>7} {:>6.3f} {:>6.3f} {:>6.3f} {:>6.3f}", row.name, row.answers.size(), m.top[0], m.top[1],
             m.top[2], m.top[3]);
  if (row.open)
    fmt::print("  {:.3f} [{:.3f}-{:.3f}]  {:>6.3f}  {:>8.3f}  {:>9.3f}  {:>5.3f}  {:>7.3f}  {:>7.3f}", m.ece,
               m.ece_low, m.ece_high, m.brier, m.coverage, m.precision, m.named, m.wrongly, m.removed_named);
  fmt::print("\n");
}

void tell_ours(const bench::Row& ours) {
  fmt::print("\nOurs by PHIA's bands:   cases   mean P   right\n");
  for (const bench::BandHits& band : bench::band_hits(ours.answers))
    fmt::print("  {:<22} {:>5.0f}   {:.3f}    {:.3f}\n", band.words, band.cases, band.probability, band.right);
  fmt::print(
      "\nPlanted on reports on others: false artefacts of one class, and how often they lift whom they frame to "
      "0.5\n");
  for (const bench::PlantInfo& plant : bench::kPlants) {
    const auto& framing = ours.framing[static_cast<std::size_t>(plant.plant)];
    fmt::print("  {:<46} {:>4} of {}\n", plant.name, framing.lifted, framing.planted);
  }
}

int write_weights(const std::vector<bench::HeldOut>& reports, const std::string& path) {
  std::vector<const bench::HeldOut*> all;
  for (const bench::HeldOut& r : reports) all.push_back(&r);
  const std::string text = assess::to_csv(bench::train(all));
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  const bool written = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (file == nullptr || std::fclose(file) != 0 || !written) {
    fmt::print(stderr, "{}: cannot be written\n", path);
    return 4;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Grades attribution on held-out reports"};
  std::string folder, weights;
  app.add_option("--knowledge", folder,
                 "The folder of the tables; what is published beside them stands in the folder above it")
      ->required();
  app.add_option("--write-weights", weights, "Fit on all reports, write the weights here, and grade nothing");
  CLI11_PARSE(app, argc, argv);
  const auto knowledge = assess::read_knowledge(folder);
  if (!knowledge) {
    fmt::print(stderr, "{}\n", knowledge.error().sentence());
    return 2;
  }
  const std::string content = std::filesystem::path(folder).lexically_normal().parent_path().string();
  const auto lore = assess::read_lore(content, *knowledge);
  if (!lore) {
    fmt::print(stderr, "{}\n", lore.error().sentence());
    return 2;
  }
  const auto reports = bench::hold_out(*knowledge, *lore, kTrained, kFolds);
  if (!weights.empty()) return write_weights(reports, weights);
  fmt::print("Closed: the group is among {} known ones. Open: in {:.0f}% of the cases it is not.\n\n",
             knowledge->groups.size(), 100 * bench::kUnknownShare);
  fmt::print("{:<24} {:>7} {:>6} {:>6} {:>6} {:>6}  {:<19}  {:>6}  {:>8}  {:>9}  {:>5}  {:>7}  {:>7}\n", "judge",
             "reports", "top-1", "top-3", "top-5", "top-10", "ECE [95%]", "Brier", "P>=.8 of", "right", "named",
             "wrongly", "unknown");
  const auto rows = bench::judge_rows(reports, kFolds, kGraded);
  for (const bench::Row& row : rows) tell(row);
  fmt::print(
      "\nP>=.8 of: the part of all cases in which somebody has a probability of 0.8 or more; right: the part of "
      "those that is\n"
      "right. named, wrongly: of all cases, by the naming rule. unknown: the part named of those whose group is not "
      "known.\n");
  tell_ours(rows.front());
  return 0;
}
