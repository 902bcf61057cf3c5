#include "report/hop_border.h"

#include <algorithm>
#include <utility>

#include "base/unicode.h"

namespace hoptrace::report {

base::Result<HopBorder> HopBorder::of(cases::Reading& reading, const std::optional<std::string>& tenant) {
  HopBorder border;
  border.tenant_ = tenant;
  if (!tenant) return border;
  std::set<std::string> own;  // a name that the tenant has as well tells of nobody else
  const auto learn = [&](const std::string& whose, const std::string& host) {
    auto& names = border.is_other(whose) ? border.names_ : own;
    for (const std::string& name : {whose, host, host.substr(0, host.find('.'))}) {
      if (!name.empty()) names.insert(base::fold(name));
    }
  };
  const auto learn_place = [&](const cases::HopPlace& place) { learn(place.tenant, place.host); };
  const auto read = reading.hops([&](const cases::HopRow& hop) {
    if (hop.from) learn_place(*hop.from);
    learn_place(hop.to);
    for (const cases::HopPlace& place : hop.candidates) learn_place(place);
    const bool from_here = hop.from && hop.from->tenant == *tenant, to_here = hop.to.tenant == *tenant;
    if (from_here || to_here) border.hops_.emplace(hop.id, hop.time);
    if (to_here) border.accounts_.insert(hop.account);
    return true;
  });
  if (!read) return std::unexpected(read.error());
  const auto logs = reading.coverage([&](const cases::CoverageDay& day) {
    learn(day.row.tenant, day.row.host);
    return true;
  });
  if (!logs) return std::unexpected(logs.error());
  for (const std::string& name : own) border.names_.erase(name);
  return border;
}

std::optional<cases::HopRow> HopBorder::shown(cases::HopRow hop) const {
  if (!tenant_) return hop;
  if (!hops_.contains(hop.id)) return std::nullopt;
  if (hop.from && is_other(hop.from->tenant)) hop.from.reset();
  if (is_other(hop.to.tenant)) hop.to = {}, hop.account.clear();
  std::erase_if(hop.candidates, [this](const cases::HopPlace& place) { return is_other(place.tenant); });
  std::erase_if(hop.evidence, [this](const cases::HopEvidence& record) { return is_other(record.tenant); });
  leave_out_others(hop.why);
  if (hop.gap && names_others(*hop.gap)) hop.gap.reset();
  return hop;
}

std::optional<cases::IntrusionRow> HopBorder::shown(cases::IntrusionRow intrusion) const {
  if (!tenant_) return intrusion;
  std::erase_if(intrusion.hops, [this](const std::string& id) { return !hops_.contains(id); });
  if (intrusion.hops.empty()) return std::nullopt;
  if (is_other(intrusion.patient_zero.tenant)) intrusion.patient_zero = {};
  if (is_other(intrusion.origin_tenant)) intrusion.origin_tenant.clear();
  // When it was elsewhere is nobody's business here.
  const auto [first, last] =
      std::ranges::minmax(intrusion.hops, {}, [this](const std::string& id) { return hops_.at(id); });
  intrusion.first = hops_.at(first);
  intrusion.last = hops_.at(last);
  intrusion.tenants = {*tenant_};
  std::erase_if(intrusion.accounts, [this](const std::string& account) { return !accounts_.contains(account); });
  leave_out_others(intrusion.gaps);
  std::erase_if(intrusion.alternatives, [this](const cases::HopAlternative& other) {
    return names_others(other.what_separates) ||
           std::ranges::any_of(other.hops, [this](const std::string& id) { return !hops_.contains(id); });
  });
  return intrusion;
}

bool HopBorder::names_others(const std::string& text) const {
  const std::string folded = base::fold(text);
  return std::ranges::any_of(names_, [&](const std::string& name) { return folded.find(name) != std::string::npos; });
}

void HopBorder::leave_out_others(std::vector<std::string>& texts) const {
  std::erase_if(texts, [this](const std::string& text) { return names_others(text); });
}

}  // namespace hoptrace::report
