// The plan as a CACAO 2.0 playbook: a start, the quiet steps one after another, all cuts at once (a parallel step),
// then what is taken back and what is watched, and an end. Every command is for people ("manual"): nothing acts by
// itself.
//
// Identifiers are made from what they name, so that the same case gives the same playbook (RFC 9562, version 5, with
// SHA-256 in place of SHA-1 cut to its length).
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "base/digest.h"
#include "base/time.h"
#include "report/document.h"
#include "report/remediation_export.h"

namespace hoptrace::report {
namespace {

std::string identifier(std::string_view type, std::string_view of) {
  std::string hex = base::sha256_hex(fmt::format("hoptrace\n{}\n{}", type, of)).substr(0, 32);
  hex[12] = '5';
  hex[16] = "89ab"[static_cast<unsigned char>(hex[16]) % 4];
  return fmt::format("{}--{}-{}-{}-{}-{}", type, hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20));
}

// CACAO's word for an action (playbook-activity-type-ov).
std::string_view activity(std::string_view action) {
  if (action == "isolate") return "disconnect-system";
  if (action == "block" || action == "disable" || action == "revoke") return "restrict-access";
  if (action == "reset") return "eliminate-risk";
  if (action == "rebuild") return "restore-capabilities";
  if (action == "watch") return "analyze-collected-data";
  return "identify-steps";
}

class Playbook {
 public:
  explicit Playbook(const Json& document) : document_(document), scope_(document.dump()) {}

  // `now`: when the hunt ended that the plan is of; the same twice gives the same playbook.
  Json make(const std::string& created) {
    const Json tenant = document_.value("tenant", Json());
    const std::string whose = tenant.is_string() ? tenant.get<std::string>() : std::string("all organisations");
    collect();
    const std::string end = put("end", "end", {{"type", "end"}, {"name", "Done"}});
    std::string next = end;
    for (auto phase = phases_.rbegin(); phase != phases_.rend(); ++phase) next = chain(*phase, next);
    const std::string start = put("start", "start", {{"type", "start"}, {"name", "Begin"}, {"on_completion", next}});
    Json playbook{{"type", "playbook"},
                  {"spec_version", "cacao-2.0"},
                  {"id", identifier("playbook", scope_)},
                  {"name", "Put the intruder out: " + whose},
                  {"description",
                   "Each step names its reason and the records that it rests on. The cuts are made at one "
                   "moment everywhere, so that nobody is warned who is still inside elsewhere."},
                  {"playbook_types", {"remediation", "mitigation"}},
                  {"playbook_activities", activities_},
                  {"playbook_processing_summary", {{"manual_playbook", true}, {"parallel_processing", parallel_}}},
                  {"created_by", identifier("identity", "hoptrace")},
                  {"created", created},
                  {"modified", created},
                  {"revoked", false},
                  {"markings", {identifier("marking-tlp", "amber+strict")}},
                  {"workflow_start", start},
                  {"workflow", std::move(workflow_)},
                  {"agent_definitions", std::move(agents_)},
                  {"data_marking_definitions",
                   {{identifier("marking-tlp", "amber+strict"),
                     {{"type", "marking-tlp"},
                      {"id", identifier("marking-tlp", "amber+strict")},
                      {"created_by", identifier("identity", "hoptrace")},
                      {"created", created},
                      {"tlpv2_level", "TLP:AMBER+STRICT"}}}}}};
    return playbook;
  }

 private:
  struct Phase {
    std::string name;
    std::vector<const Json*> steps;
  };

  void collect() {
    for (const Json& phase : list_at(document_, "phases")) {
      Phase one{text_at(phase, "phase"), {}};
      for (const Json& step : list_at(phase, "steps")) one.steps.push_back(&step);
      if (!one.steps.empty()) phases_.push_back(std::move(one));
    }
    if (!phases_.empty()) return;
    // A playbook has at least one action.
    nothing_ = {{"id", "none"},
                {"tenant", document_.value("tenant", Json()).is_string() ? document_["tenant"] : Json("all")},
                {"action", "agree"},
                {"what", "Keep the logs, and hunt again when there are more: no intrusion was traced."},
                {"reason", document_.value("why", "No intrusion was traced.")},
                {"evidence", Json::array()}};
    phases_.push_back({"prepare", {&nothing_}});
  }

  std::string put(std::string_view type, std::string_view of, Json step) {
    std::string id = identifier(type, scope_ + std::string(of));
    workflow_[id] = std::move(step);
    return id;
  }

  std::string agent(const std::string& tenant) {
    std::string id = identifier("organization", tenant);
    agents_[id] = {{"type", "organization"}, {"name", tenant}};
    return id;
  }

  std::string action(const Json& step, const std::string& next) {
    std::string why = text_at(step, "reason");
    for (const Json& record : list_at(step, "evidence"))
      why += fmt::format("\nRecord: {} at {}", text_at(record, "path"), number_at(record, "offset"));
    const std::string_view word = activity(text_at(step, "action"));
    if (std::find(activities_.begin(), activities_.end(), word) == activities_.end()) activities_.push_back(word);
    return put(
        "action", text_at(step, "id"),
        {{"type", "action"},
         {"name", text_at(step, "what")},
         {"description", std::move(why)},
         {"on_completion", next},
         {"commands",
          Json::array({{{"type", "manual"}, {"command", text_at(step, "what")}, {"playbook_activity", word}}})},
         {"agent", agent(text_at(step, "tenant"))}});
  }

  // The first step of a phase that goes on with `next`. Cuts are made at once.
  std::string chain(const Phase& phase, std::string next) {
    if (phase.name != "cut" || phase.steps.size() < 2) {
      for (auto step = phase.steps.rbegin(); step != phase.steps.rend(); ++step) next = action(**step, next);
      return next;
    }
    parallel_ = true;
    const std::string joined = put("end", "cut made", {{"type", "end"}, {"name", "This cut is made"}});
    Json all = Json::array();
    for (const Json* step : phase.steps) all.push_back(action(*step, joined));
    return put("parallel", phase.name,
               {{"type", "parallel"},
                {"name", "Cut off everywhere at the moment agreed on"},
                {"on_completion", next},
                {"next_steps", std::move(all)}});
  }

  const Json& document_;
  std::string scope_;
  std::vector<Phase> phases_;
  Json nothing_, workflow_ = Json::object(), agents_ = Json::object(), activities_ = Json::array();
  bool parallel_ = false;
};

// When the last run ended: what the plan was made from is no younger.
base::Result<std::string> made_at(cases::Reading& reading) {
  base::Time at;
  const auto read = reading.runs([&](const cases::RunRow& run) {
    at = std::max(at, run.ended.value_or(run.started));
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return base::iso8601(at).substr(0, 23) + "Z";
}

}  // namespace

base::Result<void> write_cacao(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  const auto document = remediation_document(reading, options);
  if (!document) return std::unexpected(document.error());
  const auto created = made_at(reading);
  if (!created) return std::unexpected(created.error());
  return sink(json_line(Playbook(*document).make(*created)));
}

}  // namespace hoptrace::report
