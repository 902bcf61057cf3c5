#include "assess/attribution/judgement_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace hoptrace::assess {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value) {
  return std::round(value * 1e4) / 1e4;
}

Json or_null(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json();
}

// What an analyst reads in the matrix: strongly for, for, says little, against, strongly against.
const char* mark(double log_lr) {
  constexpr double kStrong = 1.0, kSome = 0.2;
  if (log_lr >= kStrong) return "++";
  if (log_lr >= kSome) return "+";
  if (log_lr <= -kStrong) return "--";
  return log_lr <= -kSome ? "-" : "0";
}

Json line_json(const EvidenceLine& line) {
  Json log_lr = Json::object();
  for (const auto& [group, value] : line.log_lr) log_lr[group] = rounded(value);
  return {{"kind", info(line.kind).name},
          {"id", line.id},
          {"name", line.name},
          {"class", name(info(line.kind).evidence_class)},
          {"log_lr", std::move(log_lr)},
          {"trust", rounded(line.trust)},
          {"from", line.from},
          {"notes", line.notes}};
}

Json matrix_json(const Judgement& judgement) {
  Json rows = Json::array();
  for (const EvidenceLine& line : judgement.evidence) {
    Json marks = Json::object();
    for (const auto& [group, value] : line.log_lr) marks[group] = mark(value);
    rows.push_back({{"id", line.id}, {"diagnosticity", rounded(line.diagnosticity)}, {"marks", std::move(marks)}});
  }
  return {{"groups", judgement.columns}, {"rows", std::move(rows)}};
}

}  // namespace

std::string judgement_json(const Judgement& judgement) {
  Json hypotheses = Json::array(), evidence = Json::array(), ablation = Json::array();
  for (const Hypothesis& h : judgement.hypotheses)
    hypotheses.push_back(
        {{"group", h.group}, {"name", h.name}, {"probability", rounded(h.probability)}, {"phia", h.phia}});
  for (const EvidenceLine& line : judgement.evidence) evidence.push_back(line_json(line));
  for (const Ablation& a : judgement.ablation)
    ablation.push_back({{"without", a.without},
                        {"named", or_null(a.named)},
                        {"leader", a.leader},
                        {"probability", rounded(a.probability)},
                        {"phia", a.phia}});
  const Json out{{"hypotheses", std::move(hypotheses)},
                 {"named", or_null(judgement.named)},
                 {"confidence_rating", name(judgement.confidence)},
                 {"confidence_reasons", judgement.confidence_reasons},
                 {"evidence", std::move(evidence)},
                 {"ach", matrix_json(judgement)},
                 {"ablation", std::move(ablation)},
                 {"would_change", judgement.would_change},
                 {"notes", judgement.notes}};
  return out.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace hoptrace::assess
