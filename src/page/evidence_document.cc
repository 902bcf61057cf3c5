#include "page/evidence_document.h"

#include <map>

#include "base/anomaly.h"
#include "page/document_text.h"
#include "page/timeline_document.h"

namespace hoptrace::page {
namespace {

Json artifact_rows(const View& view) {
  Json rows = Json::array();
  for (const cases::ArtifactState& state : view.artifacts()) {
    const cases::ArtifactRecord& artifact = state.artifact;
    rows.push_back({{"tenant", artifact.tenant},
                    {"paths", artifact.paths},
                    {"sha256", artifact.sha256},
                    {"size", artifact.size},
                    {"format", artifact.format},
                    {"records", state.records},
                    {"complete", state.complete}});
  }
  return rows;
}

Json example_json(const cases::AnomalyRow& row) {
  return {{"tenant", row.tenant}, {"path", row.path}, {"offset", row.offset}, {"detail", row.detail}};
}

Json group_json(const std::string& kind, std::uint64_t count, Json examples) {
  const base::AnomalyKindInfo* const info = base::find_anomaly_kind(kind);
  return {{"kind", kind},
          {"text", info != nullptr ? Json(info->meaning) : Json(kind)},
          {"loses_evidence", info == nullptr || info->loses_evidence},
          {"count", count},
          {"examples", std::move(examples)}};
}

base::Result<Json> all_anomalies(View& view) {
  Json groups = Json::array();
  const auto read = view.reading().anomaly_groups([&](const cases::AnomalyGroup& group) {
    Json examples = Json::array();
    for (const cases::AnomalyRow& row : group.examples) examples.push_back(example_json(row));
    groups.push_back(group_json(group.kind, group.count, std::move(examples)));
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return groups;
}

// One tenant's are counted by hand: the case's groups are over all.
base::Result<Json> own_anomalies(View& view) {
  struct Group {
    std::uint64_t count = 0;
    Json examples = Json::array();
  };
  std::map<std::string, Group> by_kind;
  const auto read = view.reading().anomalies([&](const cases::AnomalyRow& row) {
    if (!view.may_see(row.tenant)) return true;
    Group& group = by_kind[row.kind];
    ++group.count;
    if (group.examples.size() < cases::AnomalyGroup::kExamples && !view.border().names_others(row.detail))
      group.examples.push_back(example_json(row));
    return true;
  });
  if (!read) return std::unexpected(read.error());
  Json groups = Json::array();
  for (auto& [kind, group] : by_kind) groups.push_back(group_json(kind, group.count, std::move(group.examples)));
  return groups;
}

base::Result<Json> rule_rows(View& view) {
  std::uint64_t on = 0;
  for (const auto kind : {cases::RuleKind::kSigma, cases::RuleKind::kCorrelation}) {
    const auto count = view.reading().count_in_force(kind);
    if (!count) return std::unexpected(count.error());
    on += *count;
  }
  Json rules{{"on", on}, {"refused", Json::array()}, {"waiting", Json::array()}, {"idle", Json::array()}};
  const auto read = view.reading().rule_notes(std::nullopt, [&](const cases::RuleNote& note) {
    if (!rules.contains(note.state)) return true;
    // Where a rule lies, and what is wrong with it, is the responder's; its title may be about anybody.
    const bool whole = !view.tenant();
    // Which rules are idle tells which logs others have.
    if (!whole && (note.state == "idle" || view.border().names_others(note.title))) return true;
    rules[note.state].push_back({{"id", note.id},
                                 {"title", note.title},
                                 {"place", whole ? Json(note.place) : Json()},
                                 {"reason", whole ? Json(note.reason) : Json()}});
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return rules;
}

base::Result<Json> run_rows(View& view) {
  Json rows = Json::array();
  const auto read = view.reading().runs([&](const cases::RunRow& run) {
    const bool told = !view.tenant() && !run.command_line.empty();
    rows.push_back({{"id", run.id},
                    {"version", run.version},
                    {"started", base::iso8601(run.started)},
                    {"ended", run.ended ? Json(base::iso8601(*run.ended)) : Json()},
                    {"outcome", view.tenant() ? run.outcome.substr(0, run.outcome.find(':')) : run.outcome},
                    {"command_line", told ? Json(run.command_line) : Json()}});
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return rows;
}

// Of one tenant: what was decided about it.
base::Result<Json> audit_rows(View& view) {
  Json rows = Json::array();
  const auto read = view.reading().audit([&](const cases::AuditRow& row) {
    if (view.tenant()) {
      const Json detail = Json::parse(row.detail, nullptr, false);
      if (report::text_at(detail, "tenant") != *view.tenant() || view.border().names_others(row.detail)) return true;
    }
    rows.push_back({{"run", view.tenant() ? Json() : Json(row.run)},
                    {"time", base::iso8601(row.time)},
                    {"action", row.action},
                    {"detail", row.detail}});
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return rows;
}

}  // namespace

base::Result<std::string> make_evidence(View& view) {
  Json document{{"artifacts", artifact_rows(view)}};
  const auto add = [&](const char* name, base::Result<Json> rows) -> base::Result<void> {
    if (!rows) return std::unexpected(rows.error());
    document[name] = std::move(*rows);
    return {};
  };
  for (auto& [name, make] : std::initializer_list<std::pair<const char*, base::Result<Json> (*)(View&)>>{
           {"anomalies", view.tenant() ? own_anomalies : all_anomalies},
           {"rules", rule_rows},
           {"runs", run_rows},
           {"audit", audit_rows},
           {"gaps", gap_rows}}) {
    if (auto added = add(name, make(view)); !added) return std::unexpected(added.error());
  }
  return text_of(document);
}

}  // namespace hoptrace::page
