#include "report/closing_summary.h"

#include <algorithm>
#include <array>
#include <map>

#include "report/path_text.h"

namespace hoptrace::report {
namespace {

using cases::SummaryRow;
using Done = base::Result<void>;

constexpr std::size_t kRules = 12, kHosts = 15, kIndicators = 8, kNotes = 3;
constexpr std::array<std::string_view, 5> kLevels{"critical", "high", "medium", "low", "informational"};

std::uint64_t count(const SummaryRow& row) {
  return row.certain + row.uncertain;
}

template <class Row>
Top<Row> first_of(std::vector<Row> rows, std::size_t most) {
  Top<Row> top{.rows = std::move(rows), .all = 0};
  top.all = top.rows.size();
  if (top.rows.size() > most) top.rows.resize(most);
  return top;
}

Done count_coverage(cases::Reading& reading, ClosingSummary& summary) {
  std::string tenant, host;  // rows come by tenant, then host
  return reading.coverage([&](const cases::CoverageDay& day) {
    const bool new_tenant = summary.tenants == 0 || day.row.tenant != tenant;
    if (new_tenant || day.row.host != host) ++summary.hosts;
    if (new_tenant) ++summary.tenants;
    tenant = day.row.tenant;
    host = day.row.host;
    summary.records += day.row.records;
    summary.first_day = std::min(summary.first_day.value_or(day.row.day), day.row.day);
    summary.last_day = std::max(summary.last_day.value_or(day.row.day), day.row.day);
    return true;
  });
}

Done sort_findings(cases::Reading& reading, ClosingSummary& summary) {
  auto levels = reading.summary(cases::SummaryBy::kLevel);
  if (!levels) return std::unexpected(levels.error());
  std::ranges::stable_sort(*levels, {}, [](const SummaryRow& row) { return level_rank(row.key); });
  summary.levels = std::move(*levels);

  auto rules = reading.summary(cases::SummaryBy::kRule);
  if (!rules) return std::unexpected(rules.error());
  std::ranges::stable_sort(*rules, [](const SummaryRow& a, const SummaryRow& b) {
    const std::size_t rank_a = level_rank(a.level), rank_b = level_rank(b.level);
    return rank_a != rank_b         ? rank_a < rank_b
           : a.certain != b.certain ? a.certain > b.certain
                                    : a.uncertain > b.uncertain;
  });
  summary.rules = first_of(std::move(*rules), kRules);

  auto hosts = reading.summary(cases::SummaryBy::kHost);
  if (!hosts) return std::unexpected(hosts.error());
  std::ranges::stable_sort(*hosts, [](const SummaryRow& a, const SummaryRow& b) { return count(a) > count(b); });
  summary.hosts_found = first_of(std::move(*hosts), kHosts);
  std::ranges::stable_sort(summary.hosts_found.rows, {}, &SummaryRow::tenant);
  return {};
}

Done gather_indicators(cases::Reading& reading, ClosingSummary& summary) {
  auto& [rows, all] = summary.indicators;
  return reading.sightings([&](const cases::SightingGroup& group) {
    ++summary.indicators_seen;
    if (group.place_count < 2) return true;
    ++all;
    const auto place =
        std::ranges::upper_bound(rows, group.place_count, std::ranges::greater{}, &cases::SightingGroup::place_count);
    rows.insert(place, group);
    if (rows.size() > kIndicators) rows.pop_back();
    return true;
  });
}

bool loses_evidence(std::string_view kind) {
  const auto kinds = base::anomaly_kinds();
  const auto row = std::ranges::find(kinds, kind, &base::AnomalyKindInfo::name);
  return row == kinds.end() || row->loses_evidence;
}

Done gather_anomalies(cases::Reading& reading, ClosingSummary& summary) {
  return reading.anomaly_groups([&](const cases::AnomalyGroup& group) {
    (loses_evidence(group.kind) ? summary.lost : summary.odd).push_back(group);
    return true;
  });
}

Done gather_rules(cases::Reading& reading, ClosingSummary& summary) {
  for (const auto kind : {cases::RuleKind::kSigma, cases::RuleKind::kCorrelation}) {
    const auto count = reading.count_in_force(kind);
    if (!count) return std::unexpected(count.error());
    summary.rules_on += *count;
  }
  return reading.rule_notes(std::nullopt, [&](const cases::RuleNote& note) {
    if (note.state == "idle") ++summary.rules_idle;
    if (note.state != "refused" && note.state != "waiting") return true;
    auto& [rows, all] = note.state == "refused" ? summary.refused : summary.waiting;
    ++all;
    if (rows.size() < kNotes) rows.push_back(note);
    return true;
  });
}

}  // namespace

namespace {

std::string line_of(const cases::IntrusionRow& intrusion, const std::map<std::string, cases::HopRow>& hops) {
  std::string out = place_text(intrusion.patient_zero);
  for (const std::string& id : intrusion.hops) {
    const auto hop = hops.find(id);
    if (hop != hops.end()) out += " -> " + place_text(hop->second.to);
  }
  return out;
}

base::Result<void> gather_hops(cases::Reading& reading, ClosingSummary& summary) {
  constexpr std::size_t kShown = 5;
  std::map<std::string, cases::HopRow> on_path;
  const auto read = reading.hops([&](const cases::HopRow& hop) {
    ++summary.hops;
    summary.borders += hop.border ? 1 : 0;
    if (hop.intrusion) on_path.emplace(hop.id, hop);
    return true;
  });
  if (!read) return read;
  return reading.intrusions([&](const cases::IntrusionRow& intrusion) {
    if (summary.intrusions.size() == kShown) {
      ++summary.intrusions_left_out;
    } else {
      summary.intrusions.push_back(line_of(intrusion, on_path));
    }
    return true;
  });
}

Done gather_judged_lines(cases::Reading& reading, ClosingSummary& summary) {
  auto judged = gather_judged(reading);
  if (!judged) return std::unexpected(judged.error());
  summary.judged = std::move(*judged);
  return {};
}

}  // namespace

base::Result<ClosingSummary> gather_closing(cases::Reading& reading) {
  ClosingSummary summary;
  for (const auto& gather : {count_coverage, sort_findings, gather_indicators, gather_anomalies, gather_rules,
                             gather_hops, gather_judged_lines}) {
    if (auto gathered = gather(reading, summary); !gathered) return std::unexpected(gathered.error());
  }
  return summary;
}

std::size_t level_rank(std::string_view level) {
  return static_cast<std::size_t>(std::ranges::find(kLevels, level) - kLevels.begin());
}

}  // namespace hoptrace::report
