// What a finding costs: into a case, out of it, and in the counts of the closing table; and what entering rules
// costs.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "cases/case.h"
#include "cases/reading.h"
#include "cases/stretch_entry.h"

namespace hoptrace::cases {
namespace {

constexpr std::uint64_t kOfAStretch = 120;  // findings in a MiB of evidence with many
constexpr std::size_t kRules = 3020, kIndicators = 3200;

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "hoptrace-bench-XXXXXX").string();
    path_ = ::mkdtemp(name.data()) == nullptr ? "." : name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string a_case() const { return path_ / "case.hop"; }
  void clear() const {
    for (const auto& file : std::filesystem::directory_iterator(path_)) std::filesystem::remove(file);
  }

 private:
  std::filesystem::path path_;
};

std::vector<RuleRecord> rule_records() {
  std::vector<RuleRecord> rules(kRules + kIndicators);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    rules[i].kind = i < kRules ? RuleKind::kSigma : RuleKind::kIndicator;
    rules[i].id = "00000000-0000-4000-8000-" + std::to_string(100'000'000'000 + i);
    rules[i].title = "Something Suspicious Number " + std::to_string(i);
    rules[i].author = "Somebody";
    rules[i].level = "high";
    rules[i].status = "test";
    rules[i].path = "rules/windows/process_creation/proc_creation_win_" + std::to_string(i) + ".yml";
    rules[i].description = std::string(i < kRules ? 200 : 40, 'd');
    rules[i].tags = {"attack.execution", "attack.t1059"};
    rules[i].references = {"https://example.org/a/page/about/it"};
    rules[i].falsepositives = {"Unknown"};
    rules[i].hash = std::string(64, 'a' + static_cast<char>(i % 26));
  }
  return rules;
}

// A finding of a process that was started: one in `different` command lines is another than all before it.
FindingRow finding(RuleRow rule, std::uint64_t number, std::uint64_t different) {
  FindingRow row;
  row.rule = rule;
  row.level = "medium";
  row.offset = 4096 + number * 700;
  row.tenant = "default";
  row.event = {.time = base::Time::from_seconds(1'500'000'000 + static_cast<std::int64_t>(number)),
               .timed = true,
               .host = "WORKSTATION" + std::to_string(number / 1000 % 7),
               .channel = "Microsoft-Windows-Sysmon/Operational",
               .provider = "Microsoft-Windows-Sysmon",
               .event_id = 1,
               .record_id = number,
               .content = std::to_string(1'000'000'000'000'000 + number)};
  row.matched = {
      {"Image", R"(C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe)"},
      {"CommandLine", R"("C:\Windows\System32\cmd.exe" /c start /b task)" + std::to_string(number / different)},
      {"ParentImage", R"(C:\Windows\explorer.exe)"}};
  return row;
}

struct Filled {
  std::unique_ptr<Case> kept;
  base::ArtifactId artifact{};
  RulesetRow set = 0;
  std::vector<RuleRow> rules;
};

Filled begin(const Folder& folder) {
  Filled out;
  folder.clear();
  out.kept = std::move(*Case::open_for_writing(folder.a_case()));
  (void)out.kept->begin_run("bench", "bench", {});
  out.rules = *out.kept->rows_for_rules(rule_records());
  out.set = *out.kept->use_ruleset(out.rules);
  out.artifact = out.kept->register_artifact("default", "aa", "big.evtx", "evtx", 1 << 30)->id;
  return out;
}

std::vector<Stretch> stretches(const Filled& into, std::uint64_t findings, std::uint64_t different) {
  std::vector<Stretch> out;
  for (std::uint64_t number = 0; number < findings; ++number) {
    if (number % kOfAStretch == 0) {
      Stretch& stretch = out.emplace_back();
      stretch.artifact = into.artifact;
      stretch.begin = (out.size() - 1) << 20;
      stretch.end = out.size() << 20;
      stretch.records = 1000;
      stretch.lanes = {"windows/process_creation", "windows/sysmon"};
    }
    enter(finding(into.rules[number % 200], number, different), out.back());
  }
  out.back().last = true;
  return out;
}

// Up to the closed case, one file.
void findings_into_a_case(benchmark::State& state) {
  const Folder folder;
  const auto findings = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) {
    state.PauseTiming();
    Filled filled = begin(folder);
    const std::vector<Stretch> all = stretches(filled, findings, static_cast<std::uint64_t>(state.range(1)));
    state.ResumeTiming();
    for (const Stretch& stretch : all) (void)filled.kept->commit_stretch(stretch, filled.set);
    filled.kept.reset();
  }
  state.counters["bytes"] = static_cast<double>(std::filesystem::file_size(folder.a_case()));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(findings_into_a_case)->Args({120'000, 1})->Args({120'000, 100})->Unit(benchmark::kMillisecond);

void findings_out_of_a_case(benchmark::State& state) {
  const Folder folder;
  {
    const Filled filled = begin(folder);
    for (const Stretch& stretch : stretches(filled, static_cast<std::uint64_t>(state.range(0)), 1)) {
      (void)filled.kept->commit_stretch(stretch, filled.set);
    }
  }
  for (auto _ : state) {
    const auto reading = Reading::open(folder.a_case());
    std::uint64_t bytes = 0;
    (void)(*reading)->findings({}, [&bytes](const StoredFinding& found) { return bytes += found.id.size(), true; });
    benchmark::DoNotOptimize(bytes);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(findings_out_of_a_case)->Arg(120'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

// As the closing table counts them.
void counts_of_findings(benchmark::State& state) {
  const Folder folder;
  {
    const Filled filled = begin(folder);
    for (const Stretch& stretch : stretches(filled, static_cast<std::uint64_t>(state.range(0)), 1)) {
      (void)filled.kept->commit_stretch(stretch, filled.set);
    }
  }
  for (auto _ : state) {
    const auto reading = Reading::open(folder.a_case());
    for (const SummaryBy by : {SummaryBy::kLevel, SummaryBy::kRule, SummaryBy::kHost}) {
      benchmark::DoNotOptimize((*reading)->summary(by));
    }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(counts_of_findings)->Arg(120'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void rules_into_a_case(benchmark::State& state) {
  const Folder folder;
  const std::vector<RuleRecord> rules = rule_records();
  const bool known = state.range(0) != 0;
  for (auto _ : state) {
    state.PauseTiming();
    if (!known) folder.clear();
    auto kept = std::move(*Case::open_for_writing(folder.a_case()));
    state.ResumeTiming();
    const auto rows = kept->rows_for_rules(rules);
    benchmark::DoNotOptimize(kept->use_ruleset(*rows));
    state.PauseTiming();
    kept.reset();
    state.ResumeTiming();
  }
}
BENCHMARK(rules_into_a_case)->ArgName("known")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hoptrace::cases
