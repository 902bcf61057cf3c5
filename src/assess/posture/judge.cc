#include "assess/posture/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/unicode.h"

namespace hoptrace::assess::posture {
namespace {

using Json = nlohmann::ordered_json;

// Names of other organisations: tenants but the provider, and their domains.
std::vector<std::string> foreign_names(const Estate& estate) {
  std::vector<std::string> names;
  for (const tenants::Tenant* other : estate.whose.other_clients()) {
    names.push_back(base::fold(other->name));
    for (const std::string& domain : other->domains) names.push_back(base::fold(domain));
  }
  return names;
}

bool names_any(const std::vector<std::string>& names, const std::string& text) {
  const std::string folded = base::fold(text);
  return std::ranges::any_of(names, [&](const std::string& name) { return folded.find(name) != std::string::npos; });
}

Json record_json(const Cited& cited, const Estate& estate, const std::vector<std::string>& foreign,
                 const NameArtifact& artifact) {
  const Record& record = cited.record;
  const bool whole_log = record.artifact == base::ArtifactId{};
  const auto named = whole_log ? std::nullopt : artifact(record.artifact);
  if (!whole_log && !named) return {};
  Json json;
  if (named) {
    // A folder with the logs of several organisations is nobody's: its path may name others.
    const bool own = named->tenant == estate.tenant;
    json = {{"path", own ? Json(named->path) : Json()}, {"sha256", named->sha256}, {"offset", record.offset}};
  }
  if (record.record_id != 0) json["record_id"] = record.record_id;
  if (record.event_id != 0) json["event_id"] = record.event_id;
  if (record.time.ticks != 0) json["time"] = base::iso8601(record.time);
  if (!record.host.empty()) json["host"] = record.host;
  json["says"] = names_any(foreign, cited.says) ? std::string("names another organisation") : cited.says;
  return json;
}

const tenants::Attestation* attested(const Estate& estate, int check) {
  if (estate.whose.own() == nullptr) return nullptr;
  const tenants::Attestation* latest = nullptr;
  for (const tenants::Attestation& one : estate.whose.own()->attestations)
    if (one.check == check && (latest == nullptr || latest->date < one.date)) latest = &one;
  return latest;
}

class RowMaker {
 public:
  RowMaker(const Estate& estate, const Estates& all, const NameArtifact& artifact)
      : estate_(estate), all_(all), artifact_(artifact), foreign_(foreign_names(estate)) {}

  std::pair<Verdict, Json> make(const Check& check, const CheckText& text) {
    Judged judged = check.judge(estate_, all_);
    Json evidence = Json::array();
    for (const Cited& cited : judged.evidence)
      if (Json json = record_json(cited, estate_, foreign_, artifact_); !json.is_null())
        evidence.push_back(std::move(json));
    // A claim that rests on others' records alone is none of this organisation's.
    if (judged.verdict != Verdict::kUnknown && evidence.empty())
      judged = unknown("No record of this organisation's own evidence shows it");
    std::string basis = judged.verdict == Verdict::kUnknown ? "none" : "logs";
    if (const auto* said = attested(estate_, check.number); said != nullptr) attest(*said, judged, basis, evidence);
    const bool provider = estate_.whose.is_provider();
    Json json{{"tenant", estate_.tenant},
              {"check", check.number},
              {"title", text.title},
              {"verdict", name(judged.verdict)},
              {"basis", basis},
              {"why", judged.why + "."},
              {"evidence", std::move(evidence)},
              {"settled_by", text.settles},
              {"ask_your_msp", text.question}};
    if (provider) json["to_answer"] = text.to_answer;
    json["source"] = text.source;
    return {judged.verdict, std::move(json)};
  }

 private:
  // What somebody says stands where logs say nothing, and beside what they say.
  void attest(const tenants::Attestation& said, Judged& judged, std::string& basis, Json& evidence) const {
    Json record{{"attestation", true}, {"by", said.by}, {"date", said.date}};
    if (!said.note.empty()) record["note"] = said.note;
    evidence.push_back(std::move(record));
    if (judged.verdict == Verdict::kUnknown) {
      judged.verdict = Verdict::kPass;
      basis = "attestation";
      judged.why = fmt::format("Attested by {} on {}, and shown by no log", said.by, said.date);
    } else if (judged.verdict == Verdict::kFail) {
      judged.why += fmt::format("; {} attested otherwise on {}", said.by, said.date);
    }
  }

  const Estate& estate_;
  const Estates& all_;
  const NameArtifact& artifact_;
  std::vector<std::string> foreign_;
};

}  // namespace

std::vector<Document> judge(Gathering& gathering, const std::vector<CheckText>& texts, const NameArtifact& artifact) {
  std::vector<Document> documents;
  for (const auto& [tenant, estate] : gathering.estates()) {
    RowMaker maker(estate, gathering.estates(), artifact);
    Document document{tenant, {}, {}};
    Json rows = Json::array();
    for (std::size_t i = 0; i < checks().size(); ++i) {
      auto [verdict, row] = maker.make(checks()[i], texts[i]);
      document.verdicts.push_back(verdict);
      rows.push_back(std::move(row));
    }
    const tenants::Tenant* const provider = estate.whose.provider();
    const Json json{{"tenant", tenant},
                    {"provider", provider == nullptr ? Json() : Json(provider->name)},
                    {"checks", std::move(rows)}};
    document.json = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    documents.push_back(std::move(document));
  }
  return documents;
}

}  // namespace hoptrace::assess::posture
