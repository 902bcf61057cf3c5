// Of RedactedReading: where the names of a case stand.
#include <nlohmann/json.hpp>

#include "report/redaction/redacted_reading.h"
#include "report/sharing/observed_fields.h"
#include "report/sharing/rule_tags.h"
#include "sessions/packed_facts.h"

namespace hoptrace::report {
namespace {

using base::Result;

template <class Row, class Learn>
auto all(Learn&& learn) {
  return cases::Each<Row>([learn](const Row& row) {
    learn(row);
    return true;
  });
}

void learn_place(Pseudonyms& names, const cases::HopPlace& place) {
  names.learn_tenant(place.tenant);
  names.learn_host(place.host);
}

void learn_hop(Pseudonyms& names, const cases::HopRow& hop) {
  if (hop.from) learn_place(names, *hop.from);
  learn_place(names, hop.to);
  for (const cases::HopPlace& place : hop.candidates) learn_place(names, place);
  names.learn_account(hop.account);
}

void learn_matched(Pseudonyms& names, const cases::Pairs& matched) {
  for (const auto& [field, value] : matched) {
    const Observed kind = observed_as(field, value);
    if (kind == Observed::kAccount) names.learn_account(value);
    names.learn_from(value);
  }
}

Result<void> learn_facts(Pseudonyms& names, const cases::PackedFacts& packed) {
  sessions::Facts facts;
  if (auto read = sessions::unpack(packed.packed, facts); !read) return read;
  for (const sessions::Fact& fact : facts.rows) {
    const auto text = [&](sessions::Text number) { return facts.texts.text(number); };
    names.learn_tenant(text(fact.tenant));
    names.learn_host(text(fact.host));
    names.learn_host(text(fact.peer_host));
    names.learn_account(text(fact.account));
    names.learn_account(text(fact.actor));
  }
  return {};
}

std::string member(const nlohmann::json& json, const char* key) {
  return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string();
}

void learn_document(Pseudonyms& names, const nlohmann::json& json) {
  if (json.is_string()) return names.learn_from(json.get_ref<const std::string&>());
  if (!json.is_structured()) return;
  if (json.is_object()) {  // {"kind": "host", "name": "FS01"}
    const std::string kind = member(json, "kind"), name = member(json, "name");
    if (kind == "host") names.learn_host(name);
    if (kind == "account") names.learn_account(name);
    const bool decided = json.contains("by") && (json.contains("at") || json.contains("attestation"));
    for (const char* words : {"by", "why", "note"})  // of awareness and of attestations, as somebody wrote them
      if (decided) names.learn_person(member(json, words));
  }
  for (const auto& item : json.items()) {
    const auto& value = item.value();
    if (value.is_string() && item.key() == "account") names.learn_account(value.get_ref<const std::string&>());
    if (value.is_string() && item.key() == "host") names.learn_host(value.get_ref<const std::string&>());
    learn_document(names, value);
  }
}

}  // namespace

Result<void> RedactedReading::learn() {
  Result<void> read;
  for (const cases::SummaryBy by : {cases::SummaryBy::kTenant, cases::SummaryBy::kHost}) {
    const auto rows = inner_.summary(by);
    if (!rows) return std::unexpected(rows.error());
    for (const cases::SummaryRow& row : *rows) {
      names_.learn_tenant(row.tenant);
      if (by == cases::SummaryBy::kHost) names_.learn_host(row.key);
    }
  }
  std::map<std::string, std::string> tenants;
  const auto tenant = [&](const std::string& name) {
    names_.learn_tenant(name);
    tenants.emplace(names_.tenant(name), name);
  };
  if (read = inner_.artifacts(all<cases::ArtifactState>([&](const auto& row) { tenant(row.artifact.tenant); }));
      !read)
    return read;
  if (read = inner_.coverage(all<cases::CoverageDay>([&](const auto& day) {
        tenant(day.row.tenant);
        names_.learn_host(day.row.host);
      }));
      !read)
    return read;
  if (read = inner_.hops(all<cases::HopRow>([&](const auto& hop) { learn_hop(names_, hop); })); !read) return read;
  if (read = inner_.intrusions(all<cases::IntrusionRow>([&](const auto& row) {
        for (const std::string& account : row.accounts) names_.learn_account(account);
        for (const std::string& name : row.tenants) names_.learn_tenant(name);
      }));
      !read)
    return read;
  if (read = inner_.rules_in_force(all<cases::RuleRecord>([&](const auto& rule) {
        if (const auto what = published(rule)) names_.learn_published(what->value);
      }));
      !read)
    return read;
  if (read = inner_.findings({}, all<cases::StoredFinding>([&](const auto& finding) {
                               tenant(finding.row.tenant);
                               names_.learn_host(finding.row.event.host);
                               learn_matched(names_, finding.row.matched);
                             }));
      !read)
    return read;
  if (read = inner_.records(all<cases::KeptRecord>([&](const auto& record) {
        names_.learn_host(record.event.host);
        learn_matched(names_, record.fields);
      }));
      !read)
    return read;
  Result<void> unpacked;
  read = inner_.logon_facts([&](const cases::PackedFacts& packed) {
    unpacked = learn_facts(names_, packed);
    return unpacked.has_value();
  });
  if (!read || !unpacked) return read ? unpacked : read;
  for (const char* kind : {"judgement", "impact", "posture", "remediation"}) {
    read = inner_.assessments(kind, all<cases::AssessmentRow>([&](const auto& row) {
                                learn_document(names_, nlohmann::json::parse(row.document, nullptr, false));
                              }));
    if (!read) return read;
  }
  names_.seal();
  tenants_ = std::move(tenants);
  return {};
}

}  // namespace hoptrace::report
