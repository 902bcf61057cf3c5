#include "report/sharing/ocsf_export.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/unicode.h"
#include "report/finding_view.h"
#include "report/hop_border.h"
#include "report/json_line.h"
#include "report/sharing/hop_technique.h"
#include "report/sharing/observed_fields.h"
#include "report/sharing/rule_tags.h"

namespace hoptrace::report {
namespace {

constexpr std::string_view kSchema = "1.8.0";
constexpr int kFindings = 2, kIdentity = 3;  // categories
constexpr int kDetection = 2004, kIncident = 2005, kAuthentication = 3002;
constexpr int kUnknown = 0, kCreate = 1, kLogon = 1, kRule = 1, kNew = 1, kSuccess = 1;

struct Named {
  int id;
  std::string_view name;
};
struct SeverityRow {
  std::string_view level;
  Named severity;
};
constexpr std::array kSeverities{
    SeverityRow{"informational", {1, "Informational"}},
    SeverityRow{"low", {2, "Low"}},
    SeverityRow{"medium", {3, "Medium"}},
    SeverityRow{"high", {4, "High"}},
    SeverityRow{"critical", {5, "Critical"}},
};

Named severity_of(std::string_view level) {
  const auto* const row = std::ranges::find(kSeverities, level, &SeverityRow::level);
  return row == kSeverities.end() ? Named{kUnknown, "Unknown"} : row->severity;
}

Named confidence_of(double share) {
  return share >= 0.70 ? Named{3, "High"} : share >= 0.30 ? Named{2, "Medium"} : Named{1, "Low"};
}

std::int64_t milliseconds(base::Time time) {
  return time.ticks / 10'000;
}

Json metadata(const std::string& uid, const std::string& tenant, const ExportOptions& options) {
  Json json{{"version", kSchema},
            {"product", {{"name", "hoptrace"}, {"vendor_name", "hoptrace"}}},
            {"uid", uid},
            {"labels", Json::array({mark_of(options.tlp).label})}};
  if (!tenant.empty()) json["tenant_uid"] = tenant;
  return json;
}

// What every event of every class begins with.
Json event_of(int category, int event_class, int activity, base::Time time, Named severity) {
  return {{"category_uid", category},   {"class_uid", event_class},
          {"activity_id", activity},    {"type_uid", event_class * 100 + activity},
          {"time", milliseconds(time)}, {"severity_id", severity.id},
          {"severity", severity.name}};
}

Json attack_json(const std::string& id, const AttackNames& names) {
  Json json = Json::object();
  const std::size_t dot = id.find('.');
  const std::string whole = id.substr(0, dot);
  json["technique"] = {{"uid", whole}, {"name", names.name(whole)}};
  if (dot != std::string::npos) json["sub_technique"] = {{"uid", id}, {"name", names.name(id)}};
  json["version"] = "17";
  return json;
}

// A field's value under OCSF's own word for it where there is one; everything stands under `data` as well.
void add_evidence(Json& evidence, std::string_view field, const std::string& value) {
  const bool from = base::fold(field).find("source") != std::string::npos;
  switch (observed_as(field, value)) {
    case Observed::kFile:
      evidence["file"] = {{"name", folder_and_name(value).second}, {"path", value}, {"type_id", 1}};
      break;
    case Observed::kAddress:
      evidence[from ? "src_endpoint" : "dst_endpoint"] = {{"ip", value}};
      break;
    case Observed::kAccount:
      evidence["user"] = {{"name", value}};
      break;
    case Observed::kDomain:
      evidence["query"] = {{"hostname", value}};
      break;
    default:
      break;
  }
}

Json evidence_json(const cases::StoredFinding& finding, const ExportOptions& options) {
  const cases::EventRef& event = finding.row.event;
  Json evidence{{"device", {{"hostname", event.host.empty() ? "unknown" : event.host}, {"type_id", kUnknown}}}};
  Json data = Json::object();
  for (const auto& [field, value] : finding.row.matched) {
    data[field] = value;
    add_evidence(evidence, field, value);
  }
  Json record{{"channel", event.channel}, {"event_id", event.event_id}, {"record_id", event.record_id}};
  const auto sources = sources_for(finding.sources, options.tenant);
  if (!sources.empty()) {
    record["path"] = or_null(sources.front().path);
    record["sha256"] = sources.front().sha256;
    record["offset"] = sources.front().offset;
  }
  evidence["data"] = {{"matched", std::move(data)}, {"record", std::move(record)}};
  return evidence;
}

Json detection(const cases::StoredFinding& finding, const ExportOptions& options) {
  static const cases::RuleRecord kNoRule;
  const cases::RuleRecord& rule = finding.rule ? *finding.rule : kNoRule;
  const cases::FindingRow& row = finding.row;
  Json json = event_of(kFindings, kDetection, kCreate, row.event.timed ? row.event.time : base::Time{},
                       severity_of(row.level));
  json["status_id"] = kNew;
  json["confidence_id"] = row.certain ? 3 : 1;
  json["message"] = row.event.host.empty() ? rule.title : rule.title + " on " + row.event.host;
  json["metadata"] = metadata(finding.id, row.tenant, options);
  Json& info = json["finding_info"] = {{"uid", finding.id},
                                       {"title", rule.title},
                                       {"analytic", {{"type_id", kRule}, {"name", rule.title}, {"uid", rule.id}}}};
  if (!rule.description.empty()) info["desc"] = rule.description;
  Json attacks = Json::array();
  for (const std::string& id : techniques_of(rule)) attacks.push_back(attack_json(id, options.names));
  if (!attacks.empty()) info["attacks"] = std::move(attacks);
  json["evidences"] = Json::array({evidence_json(finding, options)});
  return json;
}

Json endpoint(const cases::HopPlace& place) {
  return {{"hostname", place.host}, {"name", place_name(place)}};
}

Json authentication(const cases::HopRow& hop, const ExportOptions& options) {
  const Named severity = hop.intrusion ? Named{4, "High"} : Named{1, "Informational"};
  Json json = event_of(kIdentity, kAuthentication, kLogon, hop.time, severity);
  json["status_id"] = kSuccess;
  json["is_remote"] = true;
  json["message"] = hop_sentence(hop);
  json["metadata"] = metadata(hop.id, hop.to.tenant, options);
  json["user"] = {{"name", hop.account.empty() ? "unknown" : hop.account}};
  json["dst_endpoint"] = hop.to.host.empty() ? Json{{"name", "unknown"}} : endpoint(hop.to);
  if (hop.from && !hop.from->host.empty()) json["src_endpoint"] = endpoint(*hop.from);
  json["unmapped"] = {{"confidence", hop.confidence}, {"technique", or_null(technique_of_method(hop.method))},
                      {"method", hop.method},         {"status", hop.status},
                      {"suspicion", hop.suspicion},   {"intrusion", hop.intrusion},
                      {"border", hop.border}};
  return json;
}

Json incident(const cases::IntrusionRow& row, const ExportOptions& options) {
  Json json = event_of(kFindings, kIncident, kCreate, row.last, {4, "High"});
  const Named confidence = confidence_of(row.suspicion);
  json["status_id"] = kNew;
  json["confidence_id"] = confidence.id;
  json["confidence_score"] = per_cent(row.suspicion);
  json["message"] = fmt::format("Intrusion {} traced over {} hops", row.id, row.hops.size());
  json["metadata"] = metadata(row.id, options.tenant.value_or(""), options);
  json["assignee_group"] = {{"name", "not assigned"}};
  json["start_time"] = milliseconds(row.first);
  json["end_time"] = milliseconds(row.last);
  Json related = Json::array();
  for (const std::string& id : row.hops) {
    related.push_back({{"uid", id}, {"type_uid", kAuthentication * 100 + kLogon}});
  }
  json["finding_info_list"] = Json::array({{{"uid", row.id},
                                            {"title", "Intrusion " + row.id},
                                            {"first_seen_time", milliseconds(row.first)},
                                            {"last_seen_time", milliseconds(row.last)},
                                            {"related_events", std::move(related)}}});
  json["unmapped"] = {{"tenants", row.tenants}, {"accounts", row.accounts}, {"gaps", row.gaps}};
  return json;
}

}  // namespace

base::Result<void> write_ocsf(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  base::Result<void> written;
  const auto hand_on = [&](const Json& json) {
    written = sink(json_line(json));
    return written.has_value();
  };
  cases::FindingQuery query;
  query.tenant = options.tenant;
  auto read = reading.findings(
      query, [&](const cases::StoredFinding& finding) { return hand_on(detection(finding, options)); });
  if (!read || !written) return read ? written : read;
  const auto border = HopBorder::of(reading, options.tenant);
  if (!border) return std::unexpected(border.error());
  read = reading.intrusions([&](const cases::IntrusionRow& row) {
    const auto shown = border->shown(row);
    return !shown || hand_on(incident(*shown, options));
  });
  if (!read || !written) return read ? written : read;
  read = reading.hops([&](const cases::HopRow& row) {
    const auto shown = border->shown(row);
    return !shown || hand_on(authentication(*shown, options));
  });
  return read ? written : read;
}

}  // namespace hoptrace::report
