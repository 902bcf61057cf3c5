#include "report/redaction/redacted_reading.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "report/sharing/rule_tags.h"

namespace hoptrace::report {
namespace {

using base::Result;
using enum Pseudonyms::Where;

bool is_id(const std::string& text) {
  return (text.size() == 16 || text.size() == 32) && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// A document's texts, each by what it is; the names of its members stay.
nlohmann::ordered_json hidden_document(const Pseudonyms& names, const nlohmann::ordered_json& json,
                                       const std::string& member) {
  if (json.is_string()) {
    const std::string& text = json.get_ref<const std::string&>();
    if (member == "tenant") return names.tenant(text);
    if (member == "path") return names.path(text);
    if (is_id(text) && !names.is_published(text)) return names.id(text);
    return names.rewrite(text, kWords);
  }
  if (json.is_array()) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& item : json) list.push_back(hidden_document(names, item, member));
    return list;
  }
  if (!json.is_object()) return json;
  auto object = nlohmann::ordered_json::object();
  for (const auto& item : json.items())
    object[names.rewrite(item.key(), kWords)] = hidden_document(names, item.value(), item.key());
  return object;
}

}  // namespace

Result<std::unique_ptr<RedactedReading>> RedactedReading::over(cases::Reading& inner) {
  auto key = inner.redaction_key();
  if (!key) return std::unexpected(key.error());
  if (key->empty())
    return base::fail(base::Code::kMalformed, "the case has no key for pseudonyms", {}, "Hunt into a new case");
  std::unique_ptr<RedactedReading> reading(new RedactedReading(inner, std::move(*key)));
  if (auto learnt = reading->learn(); !learnt) return std::unexpected(learnt.error());
  return reading;
}

std::string RedactedReading::text(const std::string& text) const {
  return names_.rewrite(text, kAnywhere);
}

void RedactedReading::hide(std::vector<std::string>& texts) const {
  for (std::string& one : texts) one = text(one);
}

void RedactedReading::hide(cases::EventRef& event) const {
  event.host = names_.host(event.host);
}

void RedactedReading::hide(cases::Source& source) const {
  source.tenant = names_.tenant(source.tenant);
  for (std::string& path : source.paths) path = names_.path(path);
}

void RedactedReading::hide(cases::HopPlace& place) const {
  place.tenant = names_.tenant(place.tenant);
  place.host = names_.host(place.host);
}

void RedactedReading::hide(cases::HopRow& hop) const {
  hop.id = names_.id(hop.id);
  if (hop.from) hide(*hop.from);
  hide(hop.to);
  for (cases::HopPlace& place : hop.candidates) hide(place);
  hop.account = text(hop.account);
  hide(hop.why);
  if (hop.gap) hop.gap = text(*hop.gap);
  for (cases::HopEvidence& record : hop.evidence) {
    record.tenant = names_.tenant(record.tenant);
    record.path = names_.path(record.path);
  }
}

void RedactedReading::hide(cases::SightingGroup& group) const {
  group.value = text(group.value);
  for (auto& [tenant, host] : group.places) {
    tenant = names_.tenant(tenant);
    host = names_.host(host);
  }
}

void RedactedReading::hide(cases::AnomalyRow& row) const {
  row.tenant = names_.tenant(row.tenant);
  row.path = names_.path(row.path);
  row.detail = text(row.detail);
}

// A published indicator's words stay; a rule of the user's may name the user's own hosts. Its file's path is nobody's
// business either way.
const cases::RuleRecord* RedactedReading::hidden(const cases::RuleRecord* rule) {
  if (rule == nullptr) return nullptr;
  auto& kept = rules_[rule->id + "\n" + rule->hash];
  if (kept) return kept.get();
  kept = std::make_unique<cases::RuleRecord>(*rule);
  kept->path = names_.path(rule->path);
  if (rule->kind == cases::RuleKind::kIndicator) return kept.get();
  kept->title = names_.rewrite(rule->title, kWords);
  kept->description = names_.rewrite(rule->description, kWords);
  return kept.get();
}

Result<void> RedactedReading::findings(const cases::FindingQuery& query,
                                       const cases::Each<cases::StoredFinding>& each) {
  cases::FindingQuery asked = query;
  if (asked.tenant) {
    const auto name = tenants_.find(*asked.tenant);
    if (name != tenants_.end()) asked.tenant = name->second;
  }
  return inner_.findings(asked, [&](const cases::StoredFinding& found) {
    cases::StoredFinding finding = found;
    finding.id = names_.id(found.id);
    finding.rule = hidden(found.rule);
    finding.row.tenant = names_.tenant(found.row.tenant);
    hide(finding.row.event);
    for (auto& [field, value] : finding.row.matched) value = text(value);
    hide(finding.row.context);
    for (cases::Source& source : finding.sources) hide(source);
    for (cases::PartRef& part : finding.parts) {
      hide(part.event);
      hide(part.source);
      part.rule_title = names_.rewrite(part.rule_title, kWords);
    }
    return each(finding);
  });
}

Result<std::vector<cases::SummaryRow>> RedactedReading::summary(cases::SummaryBy by) {
  auto rows = inner_.summary(by);
  if (!rows) return rows;
  for (cases::SummaryRow& row : *rows) {
    row.tenant = names_.tenant(row.tenant);
    if (by == cases::SummaryBy::kTenant) row.key = row.tenant;
    if (by == cases::SummaryBy::kHost) row.key = names_.host(row.key);
    row.title = names_.rewrite(row.title, kWords);
  }
  return rows;
}

Result<void> RedactedReading::sightings(const cases::Each<cases::SightingGroup>& each) {
  return inner_.sightings([&](cases::SightingGroup group) {
    hide(group);
    group.rule = hidden(group.rule);
    return each(group);
  });
}

Result<void> RedactedReading::tenant_sightings(const std::string& tenant,
                                               const cases::Each<cases::SightingGroup>& each) {
  const auto name = tenants_.find(tenant);
  return inner_.tenant_sightings(name == tenants_.end() ? tenant : name->second, [&](cases::SightingGroup group) {
    hide(group);
    group.rule = hidden(group.rule);
    return each(group);
  });
}

Result<void> RedactedReading::anomaly_groups(const cases::Each<cases::AnomalyGroup>& each) {
  return inner_.anomaly_groups([&](cases::AnomalyGroup group) {
    for (cases::AnomalyRow& row : group.examples) hide(row);
    return each(group);
  });
}

Result<void> RedactedReading::anomalies(const cases::Each<cases::AnomalyRow>& each) {
  return inner_.anomalies([&](cases::AnomalyRow row) {
    hide(row);
    return each(row);
  });
}

Result<void> RedactedReading::coverage(const cases::Each<cases::CoverageDay>& each) {
  return inner_.coverage([&](cases::CoverageDay day) {
    day.row.tenant = names_.tenant(day.row.tenant);
    day.row.host = names_.host(day.row.host);
    return each(day);
  });
}

Result<void> RedactedReading::record_gaps(const cases::Each<cases::RecordGap>& each) {
  return inner_.record_gaps([&](cases::RecordGap gap) {
    gap.tenant = names_.tenant(gap.tenant);
    gap.host = names_.host(gap.host);
    return each(gap);
  });
}

Result<void> RedactedReading::rule_notes(std::optional<std::int64_t> run, const cases::Each<cases::RuleNote>& each) {
  return inner_.rule_notes(run, [&](cases::RuleNote note) {
    note.title = names_.rewrite(note.title, kWords);
    note.place = names_.path(note.place);
    note.reason = names_.rewrite(note.reason, kWords);
    return each(note);
  });
}

Result<void> RedactedReading::rules_in_force(const cases::Each<cases::RuleRecord>& each) {
  return inner_.rules_in_force([&](const cases::RuleRecord& rule) { return each(*hidden(&rule)); });
}

Result<void> RedactedReading::audit(const cases::Each<cases::AuditRow>& each) {
  return inner_.audit([&](cases::AuditRow row) {
    row.detail = text(row.detail);
    return each(row);
  });
}

Result<void> RedactedReading::runs(const cases::Each<cases::RunRow>& each) {
  return inner_.runs([&](cases::RunRow row) {
    row.command_line.clear();                                                 // names folders of whoever hunted
    row.outcome.resize(std::min(row.outcome.find(':'), row.outcome.size()));  // so does why it failed
    return each(row);
  });
}

Result<void> RedactedReading::artifacts(const cases::Each<cases::ArtifactState>& each) {
  return inner_.artifacts([&](cases::ArtifactState state) {
    state.artifact.tenant = names_.tenant(state.artifact.tenant);
    for (std::string& path : state.artifact.paths) path = names_.path(path);
    return each(state);
  });
}

Result<void> RedactedReading::hops(const cases::Each<cases::HopRow>& each) {
  return inner_.hops([&](cases::HopRow hop) {
    hide(hop);
    return each(hop);
  });
}

Result<void> RedactedReading::intrusions(const cases::Each<cases::IntrusionRow>& each) {
  return inner_.intrusions([&](cases::IntrusionRow row) {
    row.id = names_.id(row.id);
    hide(row.patient_zero);
    row.origin_tenant = names_.tenant(row.origin_tenant);
    for (std::string& id : row.hops) id = names_.id(id);
    for (std::string& tenant : row.tenants) tenant = names_.tenant(tenant);
    hide(row.accounts);
    hide(row.gaps);
    for (cases::HopAlternative& other : row.alternatives) {
      for (std::string& id : other.hops) id = names_.id(id);
      other.what_separates = text(other.what_separates);
    }
    return each(row);
  });
}

Result<void> RedactedReading::assessments(std::string_view kind, const cases::Each<cases::AssessmentRow>& each) {
  return inner_.assessments(kind, [&](cases::AssessmentRow row) {
    row.tenant = names_.tenant(row.tenant);
    const auto document = nlohmann::ordered_json::parse(row.document, nullptr, false);
    if (document.is_discarded()) return true;  // what cannot be read cannot be redacted
    row.document =
        hidden_document(names_, document, {}).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return each(row);
  });
}

Result<void> RedactedReading::records(const cases::Each<cases::KeptRecord>& each) {
  return inner_.records([&](cases::KeptRecord record) {
    record.tenant = names_.tenant(record.tenant);
    hide(record.event);
    for (auto& [field, value] : record.fields) value = text(value);
    return each(record);
  });
}

}  // namespace hoptrace::report
