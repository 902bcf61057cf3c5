#include "report/sharing/shared_case.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>
#include <utility>

#include "report/closing_summary.h"
#include "report/hop_border.h"

namespace hoptrace::report {
namespace {

using base::Result;

// The gravest come first; of equal ones the earliest.
auto weight(const SharedFinding& shared) {
  const cases::FindingRow& row = shared.finding.row;
  return std::tuple(level_rank(row.level), row.event.time, std::string_view(shared.finding.id));
}

Result<void> gather_findings(cases::Reading& reading, const ExportOptions& options, SharedCase& out) {
  const auto graver = [](const SharedFinding& a, const SharedFinding& b) { return weight(a) < weight(b); };
  cases::FindingQuery query;
  query.tenant = options.tenant;
  const auto read = reading.findings(query, [&](const cases::StoredFinding& finding) {
    if (!finding.row.certain || finding.rule == nullptr) {
      ++out.uncertain;
      return true;
    }
    out.findings.push_back({*finding.rule, finding});
    std::ranges::push_heap(out.findings, graver);
    if (out.findings.size() > SharedCase::kFindings) {
      std::ranges::pop_heap(out.findings, graver);
      out.findings.pop_back();
      ++out.findings_left_out;
    }
    return true;
  });
  if (!read) return read;
  std::ranges::sort(out.findings, {}, [](const SharedFinding& shared) {
    return std::tuple(shared.finding.row.event.time, shared.finding.id);
  });
  for (SharedFinding& shared : out.findings) shared.finding.rule = nullptr;  // `rule` is the copy
  return {};
}

Result<void> gather_sightings(cases::Reading& reading, const std::string& tenant, SharedCase& out) {
  return reading.tenant_sightings(tenant, [&](const cases::SightingGroup& group) {
    const auto what = group.rule ? published(*group.rule, group.value) : std::nullopt;
    if (!what) return true;
    if (out.sightings.size() >= SharedCase::kSightings) {
      ++out.sightings_left_out;
      return true;
    }
    SharedSighting& row = out.sightings.emplace_back(*group.rule, *what, group, tenant);
    row.group.rule = nullptr;
    return true;
  });
}

Result<void> gather_intrusions(cases::Reading& reading, const ExportOptions& options, SharedCase& out) {
  const auto border = HopBorder::of(reading, options.tenant);
  if (!border) return std::unexpected(border.error());
  std::set<std::string> wanted;
  auto read = reading.intrusions([&](const cases::IntrusionRow& row) {
    auto shown = border->shown(row);
    if (!shown) return true;
    for (const std::string& id : shown->hops) {
      if (wanted.size() < SharedCase::kHops) wanted.insert(id);
    }
    out.intrusions.push_back(std::move(*shown));
    return true;
  });
  if (!read) return read;
  read = reading.hops([&](const cases::HopRow& row) {
    if (!wanted.contains(row.id)) return true;
    if (auto shown = border->shown(row)) out.hops.emplace(row.id, std::move(*shown));
    return true;
  });
  for (cases::IntrusionRow& row : out.intrusions) {
    const std::size_t told = row.hops.size();
    std::erase_if(row.hops, [&](const std::string& id) { return !out.hops.contains(id); });
    out.hops_left_out += told - row.hops.size();
  }
  return read;
}

// Whose case it is: the one tenant that was asked for, or all that there is something of.
Result<std::vector<std::string>> tenants_of(cases::Reading& reading, const ExportOptions& options) {
  if (options.tenant) return std::vector{*options.tenant};
  std::set<std::string> names;
  const auto read = reading.artifacts([&](const cases::ArtifactState& state) {
    names.insert(state.artifact.tenant);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  const auto found = reading.summary(cases::SummaryBy::kTenant);
  if (!found) return std::unexpected(found.error());
  for (const cases::SummaryRow& row : *found) names.insert(row.tenant);
  return std::vector(names.begin(), names.end());
}

Result<void> gather_times(cases::Reading& reading, SharedCase& out) {
  bool any = false;
  return reading.runs([&](const cases::RunRow& run) {
    if (!std::exchange(any, true)) out.begun = run.started;
    out.begun = std::min(out.begun, run.started);
    out.changed = std::max(out.changed, run.started);
    return true;
  });
}

// Of a judgement's document (shared contract: Judgement) the group that it names. One that names nobody names nobody
// here.
std::optional<NamedGroup> named_in(const std::string& document) {
  const auto json = nlohmann::json::parse(document, nullptr, false);
  if (!json.is_object() || !json.contains("named") || !json["named"].is_string()) return std::nullopt;
  NamedGroup named{.id = json["named"], .name = json["named"], .phia = {}, .rating = {}, .probability = 0};
  const auto text = [](const nlohmann::json& from, const char* key, std::string otherwise) {
    return from.contains(key) && from[key].is_string() ? from[key].get<std::string>() : std::move(otherwise);
  };
  named.rating = text(json, "confidence_rating", "");
  if (!json.contains("hypotheses") || !json["hypotheses"].is_array()) return std::nullopt;
  for (const auto& one : json["hypotheses"]) {
    if (!one.is_object() || text(one, "group", "") != named.id) continue;
    named.name = text(one, "name", named.id);
    named.phia = text(one, "phia", "");
    if (one.contains("probability") && one["probability"].is_number()) named.probability = one["probability"];
    return named;
  }
  return std::nullopt;
}

Result<void> gather_judgement(cases::Reading& reading, const ExportOptions& options, SharedCase& out) {
  return reading.assessments("judgement", [&](const cases::AssessmentRow& row) {
    if (row.tenant == options.tenant.value_or("")) out.named = named_in(row.document);
    return true;
  });
}

}  // namespace

Result<SharedCase> SharedCase::gather(cases::Reading& reading, const ExportOptions& options) {
  SharedCase out;
  auto tenants = tenants_of(reading, options);
  if (!tenants) return std::unexpected(tenants.error());
  out.tenants = std::move(*tenants);
  if (auto done = gather_times(reading, out); !done) return std::unexpected(done.error());
  if (auto done = gather_findings(reading, options, out); !done) return std::unexpected(done.error());
  if (auto done = gather_intrusions(reading, options, out); !done) return std::unexpected(done.error());
  if (auto done = gather_judgement(reading, options, out); !done) return std::unexpected(done.error());
  for (const std::string& tenant : out.tenants) {
    if (auto done = gather_sightings(reading, tenant, out); !done) return std::unexpected(done.error());
  }
  return out;
}

const cases::HopRow* SharedCase::hop(const std::string& id) const {
  const auto row = hops.find(id);
  return row == hops.end() ? nullptr : &row->second;
}

}  // namespace hoptrace::report
