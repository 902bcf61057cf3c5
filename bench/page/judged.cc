#include <nlohmann/json.hpp>

#include "fleet.h"

namespace hoptrace::bench {
namespace {

using Json = nlohmann::ordered_json;

Json judgement() {
  return {
      {"hypotheses", {{{"group", "unknown"}, {"name", "nobody's"}, {"probability", 0.9}, {"phia", "highly likely"}}}},
      {"named", nullptr},
      {"confidence_rating", "low"},
      {"confidence_reasons", Json::array()},
      {"evidence", Json::array()},
      {"ablation", Json::array()},
      {"would_change", Json::array()}};
}

Json posture(const std::string& tenant) {
  Json checks = Json::array();
  for (int number = 1; number <= 20; ++number)
    checks.push_back({{"tenant", tenant},
                      {"check", number},
                      {"title", "A check"},
                      {"verdict", "unknown"},
                      {"why", "Nobody looked."},
                      {"evidence", Json::array()},
                      {"ask_your_msp", "Who looks?"},
                      {"source", "AA22-131A"}});
  Json document{{"tenant", tenant}, {"checks", std::move(checks)}};
  if (tenant != "provider") document["provider"] = "provider";
  return document;
}

Json impact(const std::string& tenant) {
  return {{"tenant", tenant},
          {"statement", "No sensor's log tells how much left this organisation."},
          {"destinations", Json::array()},
          {"duties", Json::array()},
          {"not_known", {"how much left"}}};
}

}  // namespace

std::vector<cases::AssessmentRow> judged(const std::vector<std::string>& tenants) {
  std::vector<cases::AssessmentRow> rows{{"judgement", "", judgement().dump()}};
  rows.push_back({"remediation", "", Json{{"tenant", nullptr}, {"phases", Json::array()}}.dump()});
  for (const std::string& tenant : tenants) {
    rows.push_back({"judgement", tenant, judgement().dump()});
    rows.push_back({"posture", tenant, posture(tenant).dump()});
    rows.push_back({"impact", tenant, impact(tenant).dump()});
    rows.push_back({"remediation", tenant, Json{{"tenant", tenant}, {"phases", Json::array()}}.dump()});
  }
  return rows;
}

}  // namespace hoptrace::bench
