#include "assess/attribution/weights.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <map>

#include "assess/attribution/table.h"

namespace hoptrace::assess {
namespace {

constexpr std::array<std::string_view, kUnknownFeatures> kUnknownNames{
    "always",        "spread",   "lead", "margin", "amount", "leader_coverage", "leader_report_match",
    "software_seen", "agreement"};
constexpr std::size_t kMostRows = 1'000;

using Given = std::map<std::pair<std::string, std::string>, double>;

base::Result<double> take(const Given& given, std::string part, std::string_view feature, const std::string& path) {
  const auto found = given.find({part, std::string(feature)});
  if (found != given.end()) return found->second;
  return base::fail(base::Code::kMalformed, fmt::format("there is no weight of {} {}", part, feature), path);
}

}  // namespace

std::string_view name(UnknownFeature feature) {
  return kUnknownNames[feature];
}

base::Result<Weights> read_weights(const std::string& path) {
  constexpr std::array<std::string_view, 3> kColumns{"part", "feature", "weight"};
  const auto rows = Table::read(path, kColumns, kMostRows);
  if (!rows) return std::unexpected(rows.error());
  Given given;
  for (std::size_t r = 0; r < rows->size(); ++r) {
    const std::string& cell = rows->cell(r, 2);
    char* end = nullptr;
    const double value = std::strtod(cell.c_str(), &end);
    if (cell.empty() || end != cell.c_str() + cell.size() || !std::isfinite(value) || std::abs(value) > 1e6)
      return base::fail(base::Code::kMalformed, "a weight that is no number", rows->place(r));
    given[{rows->cell(r, 0), rows->cell(r, 1)}] = value;
  }
  Weights out;
  const auto temper = take(given, "groups", "temper", path);
  if (!temper) return std::unexpected(temper.error());
  out.temper = *temper;
  for (std::size_t f = 0; f < kFeatures; ++f) {
    const auto weight = take(given, "group", name(static_cast<Feature>(f)), path);
    if (!weight) return std::unexpected(weight.error());
    out.group[f] = *weight;
    const auto rest = take(given, "rest", name(static_cast<Feature>(f)), path);
    if (!rest) return std::unexpected(rest.error());
    out.rest[f] = *rest;
  }
  for (std::size_t f = 0; f < kUnknownFeatures; ++f) {
    const auto weight = take(given, "unknown", kUnknownNames[f], path);
    if (!weight) return std::unexpected(weight.error());
    out.unknown[f] = *weight;
  }
  return out;
}

std::string to_csv(const Weights& weights) {
  std::string out = "part,feature,weight\n";
  for (std::size_t f = 0; f < kFeatures; ++f)
    out += fmt::format("group,{},{:.6f}\n", name(static_cast<Feature>(f)), weights.group[f]);
  for (std::size_t f = 0; f < kFeatures; ++f)
    out += fmt::format("rest,{},{:.6f}\n", name(static_cast<Feature>(f)), weights.rest[f]);
  out += fmt::format("groups,temper,{:.6f}\n", weights.temper);
  for (std::size_t f = 0; f < kUnknownFeatures; ++f)
    out += fmt::format("unknown,{},{:.6f}\n", kUnknownNames[f], weights.unknown[f]);
  return out;
}

}  // namespace hoptrace::assess
