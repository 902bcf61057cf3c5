#include "report/sharing/hop_technique.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace hoptrace::report {
namespace {

struct Row {
  std::string_view method, technique;
};
constexpr std::array kRows{
    Row{"rdp", "T1021.001"}, Row{"smb", "T1021.002"},   Row{"smb_exec", "T1569.002"}, Row{"service", "T1569.002"},
    Row{"wmi", "T1047"},     Row{"winrm", "T1021.006"}, Row{"dcom", "T1021.003"},     Row{"schtask", "T1053.005"},
    Row{"ssh", "T1021.004"}, Row{"vpn", "T1133"},       Row{"rmm", "T1219"},          Row{"gdap", "T1199"},
};
constexpr std::size_t kRecords = 10;  // named in a sentence

std::string record_of(const cases::HopEvidence& evidence) {
  const std::string where = evidence.path.empty() ? "artifact " + evidence.sha256 : evidence.path;
  return evidence.record_id == 0 ? fmt::format("{} at {}", where, evidence.offset)
                                 : fmt::format("{} record {}", where, evidence.record_id);
}

}  // namespace

std::optional<std::string> technique_of_method(std::string_view method) {
  const auto* const row = std::ranges::find(kRows, method, &Row::method);
  return row == kRows.end() ? std::nullopt : std::optional(std::string(row->technique));
}

std::string place_name(const std::optional<cases::HopPlace>& place) {
  if (!place || place->host.empty()) {
    return place && !place->tenant.empty() ? "an unknown host of " + place->tenant : "an unknown host";
  }
  return place->tenant.empty() ? place->host : place->tenant + "/" + place->host;
}

std::string hop_sentence(const cases::HopRow& hop) {
  std::string text =
      fmt::format("{}{}; {}, confidence {:.2f}.", hop.method == "unknown" ? "method not known" : "by " + hop.method,
                  hop.account.empty() ? "" : " as " + hop.account, hop.status, hop.confidence);
  for (std::size_t i = 0; i < hop.evidence.size() && i < kRecords; ++i)
    text += (i == 0 ? " Rests on " : "; ") + record_of(hop.evidence[i]);
  if (hop.evidence.size() > kRecords) text += fmt::format("; and {} more", hop.evidence.size() - kRecords);
  if (!hop.evidence.empty()) text += '.';
  if (hop.gap) text += " " + *hop.gap + ".";
  return text;
}

int per_cent(double share) {
  return std::clamp(static_cast<int>(std::lround(share * 100)), 1, 100);
}

}  // namespace hoptrace::report
