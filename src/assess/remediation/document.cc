#include "assess/remediation/document.h"

#include <nlohmann/json.hpp>

namespace hoptrace::assess::remediation {
namespace {

using Json = nlohmann::ordered_json;

Json ground_json(const Ground& ground, const std::string& tenant, const NameGround& artifact) {
  const auto named = artifact(ground.artifact);
  if (!named) return {};
  // A folder with the logs of several organisations is nobody's: its path may name others.
  Json json{{"path", named->tenant == tenant ? Json(named->path) : Json()},
            {"sha256", named->sha256},
            {"offset", ground.offset}};
  if (ground.record_id != 0) json["record_id"] = ground.record_id;
  if (ground.event_id != 0) json["event_id"] = ground.event_id;
  if (ground.time.ticks != 0) json["time"] = base::iso8601(ground.time);
  if (!ground.hop.empty()) json["hop"] = ground.hop;
  if (!ground.says.empty()) json["says"] = ground.says;
  return json;
}

Json step_json(const Step& step, const NameGround& artifact) {
  Json evidence = Json::array();
  for (const Ground& ground : step.grounds)
    if (Json json = ground_json(ground, step.tenant, artifact); !json.is_null()) evidence.push_back(std::move(json));
  return {{"id", step.id},
          {"tenant", step.tenant},
          {"order", step.order},
          {"action", name(step.action)},
          {"target", {{"kind", step.kind}, {"name", step.target}}},
          {"together", step.together},
          {"what", step.what + "."},
          {"reason", step.reason + "."},
          {"evidence", std::move(evidence)}};
}

}  // namespace

std::string document(const std::vector<Step>& steps, const std::string& tenant, const NameGround& artifact) {
  Json phases = Json::array();
  for (const Phase phase : {Phase::kPrepare, Phase::kCut, Phase::kReset, Phase::kWatch}) {
    Json list = Json::array();
    for (const Step& step : steps) {
      if (step.phase != phase || (!tenant.empty() && step.tenant != tenant)) continue;
      Json json = step_json(step, artifact);
      if (!json["evidence"].empty()) list.push_back(std::move(json));  // no step without a record
    }
    if (list.empty()) continue;
    phases.push_back(
        {{"phase", name(phase)}, {"title", title(phase)}, {"when", when(phase)}, {"steps", std::move(list)}});
  }
  const bool none = phases.empty();
  Json json{{"tenant", tenant.empty() ? Json() : Json(tenant)}, {"phases", std::move(phases)}};
  if (none)
    json["why"] =
        "No intrusion was traced here, so that there is nothing to be cut. That is no proof that nobody was there.";
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace hoptrace::assess::remediation
