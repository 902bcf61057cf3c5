#include "fleet.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "cases/stretch_entry.h"

namespace hoptrace::bench {
namespace {

constexpr std::int64_t kBegin = 1'740'000'000;  // seconds
constexpr std::int64_t kDays = 180, kDay = 86'400;
constexpr std::uint64_t kRules = 300, kTexts = 60'000, kOnPath = 300, kSides = 6;
constexpr std::array<const char*, 5> kLevels{"informational", "low", "medium", "high", "critical"};
constexpr std::array<const char*, 6> kMethods{"rdp", "smb", "smb_exec", "winrm", "service", "wmi"};
constexpr std::array<const char*, 8> kTags{"attack.t1059.001", "attack.t1047",     "attack.t1021.001",
                                           "attack.t1003.001", "attack.t1087.002", "attack.t1105",
                                           "attack.t1560.001", "attack.t1036.005"};

// Of a hundred rules one is critical and four are high: their findings are grave.
const char* level_of(std::uint64_t rule) {
  const std::uint64_t place = rule % 100;
  return place == 0   ? kLevels[4]
         : place < 5  ? kLevels[3]
         : place < 30 ? kLevels[2]
         : place < 60 ? kLevels[1]
                      : kLevels[0];
}

base::Time seconds(std::int64_t after) {
  return base::Time::from_seconds(kBegin + after);
}

}  // namespace

Fleet::Fleet(cases::Case& written, const Sizes& sizes) : case_(written), sizes_(sizes), dice_(sizes.seed) {
  tenants_.emplace_back("provider");
  for (std::uint64_t i = 1; i <= sizes.clients; ++i) tenants_.push_back(fmt::format("client-{:02}", i));
  for (const std::string& tenant : tenants_) {
    for (std::uint64_t i = 1; i <= sizes.hosts; ++i) {
      const std::string host = fmt::format("HOST{:03}", i);
      logs_.push_back({tenant, host, "Security", "Microsoft-Windows-Security-Auditing", {}, 0});
      logs_.push_back({tenant, host, "Microsoft-Windows-Sysmon/Operational", "Microsoft-Windows-Sysmon", {}, 0});
    }
  }
  for (std::uint64_t i = 0; i < sizes.findings; ++i) ++logs_[i % logs_.size()].findings;
}

base::Time Fleet::some_time() {
  base::Time time = seconds(static_cast<std::int64_t>(below(kDays * kDay)));
  time.ticks += static_cast<std::int64_t>(below(base::Time::kTicksPerSecond));
  return time;
}

base::Result<void> Fleet::enter_rules() {
  std::vector<cases::RuleRecord> rules;
  for (std::uint64_t i = 0; i < kRules; ++i) {
    cases::RuleRecord rule;
    rule.id = fmt::format("00000000-0000-4000-8000-{:012}", i);
    rule.title = fmt::format("Rule {} of a fleet that never was", i);
    rule.author = "nobody";
    rule.level = level_of(i);
    rule.status = "test";
    rule.description = "Written to be many.";
    rule.tags = {kTags[i % kTags.size()]};
    rule.hash = "1";
    rules.push_back(std::move(rule));
  }
  auto rows = case_.rows_for_rules(rules);
  if (!rows) return std::unexpected(rows.error());
  rules_ = std::move(*rows);
  const auto ruleset = case_.use_ruleset(rules_);
  if (!ruleset) return std::unexpected(ruleset.error());
  ruleset_ = *ruleset;
  return {};
}

cases::FindingRow Fleet::finding(const Log& log, std::uint64_t offset) {
  // The few rules of grave levels are met ten times as seldom as their number would have it.
  std::uint64_t rule = below(kRules);
  if (rule % 100 < 5 && below(10) != 0) rule += 30;
  cases::FindingRow row;
  row.rule = rules_[rule];
  row.certain = below(20) != 0;
  row.level = level_of(rule);
  row.offset = offset;
  row.tenant = log.tenant;
  row.event = {some_time(),  true, log.host,   log.channel,
               log.provider, 4688, offset / 8, fmt::format("{}@{}", log.host, offset)};
  const std::uint64_t text = below(kTexts);
  row.matched = {{"Image", fmt::format("C:\\Program Files\\Vendor {}\\tool{}.exe", text % 97, text)},
                 {"CommandLine", fmt::format("tool{}.exe --job {} --server 10.{}.{}.7 --quiet", text, text * 31,
                                             text % 250, text % 199)}};
  return row;
}

void Fleet::add_coverage(const Log& log, cases::Stretch& stretch) {
  constexpr std::uint64_t kRecords = 2'000;
  const std::int64_t first = kBegin / kDay;
  for (std::int64_t day = 0; day < kDays; ++day) {
    if (log.host.back() == '7' && day % 30 < 3) continue;  // nobody was listening
    const auto number = static_cast<std::uint64_t>(day);
    stretch.coverage.push_back({log.tenant, log.host, log.channel, static_cast<std::int32_t>(first + day), kRecords,
                                seconds(day * kDay), seconds(day * kDay + kDay - 1), number * kRecords + 1,
                                (number + 1) * kRecords, 0});
    stretch.records += kRecords;
  }
}

base::Result<void> Fleet::write_log(Log& log) {
  constexpr std::uint64_t kRecordBytes = 1'000, kStretch = 4'000;
  const std::string path =
      fmt::format("{}/{}/{}.evtx", log.tenant, log.host, log.channel == "Security" ? "Security" : "Sysmon");
  const std::uint64_t size = (log.findings + 1) * kRecordBytes;
  const auto artifact = case_.register_artifact(log.tenant, base::sha256_hex(path), path, "evtx", size);
  if (!artifact) return std::unexpected(artifact.error());
  log.artifact = artifact->id;
  std::uint64_t done = 0;
  while (true) {
    cases::Stretch stretch;
    stretch.artifact = log.artifact;
    stretch.begin = done * kRecordBytes;
    if (done == 0) add_coverage(log, stretch);
    for (std::uint64_t i = 0; i < kStretch && done < log.findings; ++i, ++done)
      cases::enter(finding(log, done * kRecordBytes), stretch);
    stretch.last = done == log.findings;
    stretch.end = stretch.last ? size : done * kRecordBytes;
    if (auto written = case_.commit_stretch(stretch, ruleset_); !written) return written;
    if (stretch.last) return {};
  }
}

const Log& Fleet::some_log(const std::string& tenant) {
  const auto first = std::ranges::find(logs_, tenant, &Log::tenant);
  return *(first + static_cast<std::ptrdiff_t>(below(2 * sizes_.hosts)));
}

cases::HopRow Fleet::hop(std::uint64_t number, bool intrusion) {
  const std::string& from = tenants_[below(3) == 0 ? 0 : below(tenants_.size())];
  const std::string& to = tenants_[below(3) != 0 ? 1 + below(tenants_.size() - 1) : 0];
  const Log &source = some_log(from), &destination = some_log(to);
  cases::HopRow hop;
  hop.id = fmt::format("{:032x}", number + 1);
  hop.time = intrusion ? seconds(100 * kDay + static_cast<std::int64_t>(number) * 97) : some_time();
  hop.from = {from, source.host};
  hop.to = {to, destination.host};
  hop.account = fmt::format("{}\\user{:02}", to, below(40));
  hop.method = kMethods[below(kMethods.size())];
  hop.status = below(10) < 7 ? "confirmed" : "probable";
  hop.confidence = 0.6 + 0.39 * static_cast<double>(below(1000)) / 1000;
  hop.suspicion = intrusion ? 0.9 : 0.05;
  hop.intrusion = intrusion;
  hop.border = from != to;
  hop.why = {fmt::format("destination: {} says that a session began (event 4624)", destination.host),
             fmt::format("source: {} says that credentials were used towards it (event 4648)", source.host)};
  for (std::uint64_t i = 0; i < kSides; ++i) {
    const Log& log = i % 2 == 0 ? destination : source;
    const std::uint64_t offset = 8 + 1'000 * below(log.findings + 1);
    hop.evidence.push_back(
        {log.artifact, offset, offset / 8, 4624, i % 2 == 0 ? "destination" : "source", {}, {}, {}});
    if (!intrusion) continue;
    cases::KeptRecord record;
    record.artifact = log.artifact;
    record.offset = offset;
    record.event = {hop.time, true, log.host, log.channel, log.provider, 4624, offset / 8, {}};
    for (int field = 0; field < 25; ++field)
      record.fields.emplace_back(fmt::format("Field{}", field), fmt::format("value {} of record {}", field, offset));
    records_.push_back(std::move(record));
  }
  return hop;
}

base::Result<void> Fleet::write_hops() {
  std::vector<cases::HopRow> hops;
  cases::IntrusionRow intrusion;
  const std::uint64_t on_path = std::min(kOnPath, sizes_.hops);
  for (std::uint64_t i = 0; i < sizes_.hops; ++i) {
    hops.push_back(hop(i, i < on_path));
    if (i < on_path) intrusion.hops.push_back(hops.back().id);
  }
  if (hops.empty()) return {};
  intrusion.id = "00000000000000aa";
  intrusion.patient_zero = *hops.front().from;
  intrusion.origin_tenant = hops.front().from->tenant;
  intrusion.tenants = tenants_;
  intrusion.accounts = {hops.front().account};
  intrusion.first = hops.front().time;
  intrusion.last = hops[on_path - 1].time;
  intrusion.gaps = {
      "client-01 has no log of Sysmon of this time from HOST007: whether the intruder was there, it does not say"};
  intrusion.suspicion = 0.99;
  std::ranges::stable_sort(hops, {}, &cases::HopRow::time);
  return case_.replace_hops(hops, {intrusion});
}

base::Result<void> Fleet::write() {
  if (auto begun = case_.begin_run("bench", "page_big_case", seconds(0)); !begun) return begun;
  if (auto entered = enter_rules(); !entered) return entered;
  for (Log& log : logs_) {
    if (auto written = write_log(log); !written) return written;
  }
  if (auto written = write_hops(); !written) return written;
  if (auto written = case_.replace_records({}, records_); !written) return written;
  if (auto written = case_.replace_assessments(judged(tenants_)); !written) return written;
  return case_.end_run("done", seconds(kDays * kDay));
}

}  // namespace hoptrace::bench
