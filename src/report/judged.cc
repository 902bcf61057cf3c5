#include "report/judged.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace hoptrace::report {
namespace {

using nlohmann::json;

constexpr std::size_t kTenants = 5;

std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void tell_who(const json& document, Judged& judged) {
  const auto hypotheses = document.find("hypotheses");
  if (hypotheses == document.end() || !hypotheses->is_array() || hypotheses->empty()) return;
  const json& first = hypotheses->front();
  const auto probability = first.find("probability");
  if (probability == first.end() || !probability->is_number()) return;
  judged.who = true;
  const std::string named = text_at(document, "named");
  const std::string band = fmt::format("{} ({:.2f})", text_at(first, "phia"), probability->get<double>());
  if (named.empty()) {
    judged.lines.push_back(
        {"Who", fmt::format("nobody is named; foremost is {}, {}.", text_at(first, "name"), band)});
  } else {
    judged.lines.push_back({"Who", fmt::format("{} ({}), {}.", text_at(first, "name"), named, band)});
  }
  judged.lines.push_back(
      {"", fmt::format("Confidence in the evidence for that: {}.", text_at(document, "confidence_rating"))});
}

base::Result<void> gather_who(cases::Reading& reading, Judged& judged) {
  return reading.assessments("judgement", [&](const cases::AssessmentRow& row) {
    if (!row.tenant.empty()) return false;  // that of all comes first
    const json document = json::parse(row.document, nullptr, false);
    if (document.is_object()) tell_who(document, judged);
    return false;
  });
}

base::Result<void> gather_impact(cases::Reading& reading, Judged& judged) {
  std::size_t tenants = 0;
  return reading.assessments("impact", [&](const cases::AssessmentRow& row) {
    const json document = json::parse(row.document, nullptr, false);
    const std::string says = document.is_object() ? text_at(document, "statement") : std::string();
    if (says.empty()) return true;
    judged.impact = true;
    judged.lines.push_back({row.tenant, says});
    return ++tenants < kTenants;
  });
}

base::Result<void> gather_posture(cases::Reading& reading, Judged& judged) {
  return reading.assessments("posture", [&](const cases::AssessmentRow&) {
    judged.posture = true;
    return false;
  });
}

}  // namespace

base::Result<Judged> gather_judged(cases::Reading& reading) {
  Judged judged;
  for (const auto& gather : {gather_who, gather_impact, gather_posture}) {
    if (auto gathered = gather(reading, judged); !gathered) return std::unexpected(gathered.error());
  }
  return judged;
}

}  // namespace hoptrace::report
