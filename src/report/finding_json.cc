#include "report/finding_json.h"

#include "report/finding_view.h"
#include "report/json_line.h"

namespace hoptrace::report {
namespace {

Json source_json(const SourceView& view) {
  return {{"path", or_null(view.path)}, {"sha256", view.sha256}, {"offset", view.offset}};
}

Json event_json(const cases::EventRef& event) {
  Json json{{"channel", event.channel}, {"provider", event.provider}, {"id", event.event_id}};
  json["record_id"] = event.record_id == 0 ? Json() : Json(event.record_id);
  return json;
}

// A field that matched more than once has a list.
Json matched_json(const cases::Pairs& pairs) {
  Json json = Json::object();
  for (const auto& [field, value] : pairs) {
    if (!json.contains(field)) {
      json[field] = value;
    } else if (json[field].is_array()) {
      json[field].push_back(value);
    } else {
      json[field] = Json::array({json[field], value});
    }
  }
  return json;
}

// What a correlation was made of. What stands in another tenant's log is counted, not shown.
Json parts_json(const std::vector<cases::PartRef>& parts, const std::optional<std::string>& tenant) {
  Json list = Json::array();
  for (const cases::PartRef& part : parts) {
    if (tenant && part.source.tenant != *tenant) continue;
    const auto sources = sources_for({part.source}, tenant);
    list.push_back({{"time", or_null(time_of(part.event))},
                    {"host", part.event.host},
                    {"rule", {{"id", part.rule_id}, {"title", part.rule_title}}},
                    {"event", event_json(part.event)},
                    {"source", source_json(sources.front())}});
  }
  return list;
}

Json rule_json(const cases::RuleRecord& rule) {
  return {{"id", rule.id}, {"title", rule.title}, {"author", rule.author}, {"tags", rule.tags}};
}

}  // namespace

std::string finding_json(const cases::StoredFinding& finding, const std::optional<std::string>& tenant) {
  const cases::FindingRow& row = finding.row;
  Json json{{"id", finding.id},     {"time", or_null(time_of(row.event))},
            {"tenant", row.tenant}, {"host", row.event.host},
            {"level", row.level},   {"certainty", certainty(row)}};
  json["rule"] = finding.rule ? rule_json(*finding.rule) : Json();
  json["event"] = event_json(row.event);
  json["matched"] = matched_json(row.matched);
  if (!row.missing.empty()) json["missing"] = row.missing;
  if (!row.context.empty()) json["context"] = row.context;
  const auto sources = sources_for(finding.sources, tenant);
  json["source"] = sources.empty() ? Json() : source_json(sources.front());
  if (sources.size() > 1) {
    Json& list = json["sources"] = Json::array();
    for (const SourceView& view : sources) list.push_back(source_json(view));
  }
  if (!finding.parts.empty()) json["parts"] = parts_json(finding.parts, tenant);
  return json_line(json);
}

}  // namespace hoptrace::report
