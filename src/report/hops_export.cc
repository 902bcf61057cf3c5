#include "report/hops_export.h"

#include "base/time.h"
#include "report/hop_border.h"
#include "report/json_line.h"

namespace hoptrace::report {
namespace {

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

Json place_json(const cases::HopPlace& place) {
  return {{"tenant", text_or_null(place.tenant)}, {"host", text_or_null(place.host)}};
}

}  // namespace

Json hop_json(const cases::HopRow& hop) {
  Json evidence = Json::array();
  for (const cases::HopEvidence& record : hop.evidence) {
    evidence.push_back({{"path", record.path},
                        {"sha256", record.sha256},
                        {"offset", record.offset},
                        {"record_id", record.record_id == 0 ? Json() : Json(record.record_id)},
                        {"event_id", record.event_id == 0 ? Json() : Json(record.event_id)},
                        {"side", record.side}});
  }
  Json json{{"id", hop.id},
            {"time", base::iso8601(hop.time)},
            {"from", hop.from ? place_json(*hop.from) : Json()},
            {"to", place_json(hop.to)},
            {"account", text_or_null(hop.account)},
            {"method", hop.method},
            {"status", hop.status},
            {"confidence", hop.confidence},
            {"intrusion", hop.intrusion},
            {"suspicion", hop.suspicion},
            {"border", hop.border},
            {"why", hop.why},
            {"evidence", std::move(evidence)},
            {"gap", or_null(hop.gap)}};
  if (!hop.from || hop.from->host.empty()) {
    Json& candidates = json["candidates"] = Json::array();
    for (const cases::HopPlace& place : hop.candidates) candidates.push_back(place_json(place));
  }
  return json;
}

Json intrusion_json(const cases::IntrusionRow& intrusion) {
  Json alternatives = Json::array();
  for (const cases::HopAlternative& other : intrusion.alternatives) {
    alternatives.push_back({{"hops", other.hops}, {"what_separates", other.what_separates}});
  }
  return {{"id", intrusion.id},
          {"patient_zero", place_json(intrusion.patient_zero)},
          {"origin_tenant", text_or_null(intrusion.origin_tenant)},
          {"hops", intrusion.hops},
          {"tenants", intrusion.tenants},
          {"accounts", intrusion.accounts},
          {"first", base::iso8601(intrusion.first)},
          {"last", base::iso8601(intrusion.last)},
          {"suspicion", intrusion.suspicion},
          {"gaps", intrusion.gaps},
          {"alternatives", std::move(alternatives)}};
}

base::Result<void> write_hops(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  const auto border = HopBorder::of(reading, options.tenant);
  if (!border) return std::unexpected(border.error());
  base::Result<void> written;
  const auto read = reading.hops([&](const cases::HopRow& hop) {
    if (const auto shown = border->shown(hop)) written = sink(json_line(hop_json(*shown)));
    return written.has_value();
  });
  return read ? written : read;
}

base::Result<void> write_intrusion(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  const auto border = HopBorder::of(reading, options.tenant);
  if (!border) return std::unexpected(border.error());
  Json list = Json::array();
  const auto read = reading.intrusions([&](const cases::IntrusionRow& intrusion) {
    if (const auto shown = border->shown(intrusion)) list.push_back(intrusion_json(*shown));
    return true;
  });
  if (!read) return read;
  return sink(json_line({{"intrusions", std::move(list)}}));
}

}  // namespace hoptrace::report
