#include "hunt/observing.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "cases/identity.h"
#include "hunt/artifact_names.h"

namespace hoptrace::hunt {
namespace {

using assess::Kind;
using assess::Observation;
using base::Result;

constexpr std::size_t kMostGrave = 20'000;  // findings looked at
constexpr std::size_t kMostFrom = 5;        // records named for one observation
constexpr std::size_t kFewestHops = 8;      // whose hours say anything
// How far a source is trusted (Admiralty: B, C, D). A rule of critical level hardly ever errs, one of high level may.
constexpr double kCritical = 0.9, kHigh = 0.75, kTraced = 0.9, kTold = 1.0;

using Place = std::pair<std::string, std::string>;  // tenant, host

class Gathering {
 public:
  Gathering(cases::Reading& reading, const tenants::Tenants& tenants, const indicators::IndicatorIndex& indicators,
            std::optional<std::string_view> tenant)
      : reading_(reading), tenants_(tenants), indicators_(indicators), tenant_(tenant) {}

  Result<void> gather() {
    for (const auto step : {&Gathering::read_intrusions, &Gathering::read_findings, &Gathering::read_sightings}) {
      if (auto outcome = (this->*step)(); !outcome) return outcome;
    }
    return {};
  }
  [[nodiscard]] std::vector<Observation> take() {
    std::vector<Observation> out;
    for (auto& [key, observation] : seen_) out.push_back(std::move(observation));
    return out;
  }

 private:
  // The same thing seen again: trusted as its best sight, with the first few records of it.
  void note(Kind kind, const std::string& id, double reliability, std::optional<base::Time> time,
            const std::string& from) {
    Observation& seen = seen_[{kind, id}];
    seen.kind = kind;
    seen.id = id;
    seen.reliability = seen.from.empty() ? reliability : std::max(seen.reliability, reliability);
    if (time && (!seen.time || *time < *seen.time)) seen.time = time;
    if (seen.from.size() < kMostFrom && std::ranges::find(seen.from, from) == seen.from.end())
      seen.from.push_back(from);
  }
  [[nodiscard]] bool is_asked(std::string_view tenant) const { return !tenant_ || *tenant_ == tenant; }
  [[nodiscard]] bool is_on_path(const Place& place) const { return !traced_ || path_.contains(place); }

  Result<void> read_intrusions();
  void note_reach(const cases::IntrusionRow& intrusion);
  void note_hours();
  Result<void> read_findings();
  void note_tag(std::string_view tag, double reliability, base::Time time, const std::string& from);
  Result<void> read_sightings();
  void note_indicator(const indicators::Indicator& indicator, const cases::SightingGroup& group);

  cases::Reading& reading_;
  const tenants::Tenants& tenants_;
  const indicators::IndicatorIndex& indicators_;
  std::optional<std::string_view> tenant_;
  std::map<std::pair<Kind, std::string>, Observation> seen_;
  bool traced_ = false;
  std::set<Place> path_;  // hosts of intrusions
  std::vector<base::Time> hours_;
  std::vector<std::string> hops_;  // ids of the hops of hours_
};

Result<void> Gathering::read_intrusions() {
  const auto read = reading_.hops([&](const cases::HopRow& hop) {
    if (!hop.intrusion) return true;
    traced_ = true;
    if (hop.from) path_.emplace(hop.from->tenant, hop.from->host);
    path_.emplace(hop.to.tenant, hop.to.host);
    if (is_asked(hop.to.tenant)) hours_.push_back(hop.time), hops_.push_back(hop.id);
    return true;
  });
  if (!read) return read;
  note_hours();
  // Whom else it reached is not for one tenant to see.
  return reading_.intrusions([&](const cases::IntrusionRow& intrusion) {
    note_reach(intrusion);
    return true;
  });
}

// Whom the intrusion reached, and whether it went out from a provider.
void Gathering::note_reach(const cases::IntrusionRow& intrusion) {
  const auto reached = std::ranges::find_if(
      intrusion.hops, [&](const std::string& hop) { return std::ranges::find(hops_, hop) != hops_.end(); });
  if (reached == intrusion.hops.end()) return;
  const std::string& from = *reached;  // a hop that whoever asks may see
  std::size_t clients = 0;
  bool provider = false;
  for (const std::string& name : intrusion.tenants) {
    const tenants::Tenant* const tenant = tenants_.find(name);
    if (tenant == nullptr || !is_asked(name)) continue;
    provider = provider || tenant->role == tenants::Role::kMsp;
    clients += tenant->role == tenants::Role::kClient ? 1 : 0;
    if (tenant->role == tenants::Role::kMsp) note(Kind::kSector, "managed-service-provider", kTold, {}, from);
    if (tenant->sector.empty()) continue;
    std::string sector = tenant->sector;
    std::ranges::transform(sector, sector.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    std::ranges::replace(sector, ' ', '-');
    note(Kind::kSector, sector, kTold, {}, from);
  }
  const tenants::Tenant* const origin = tenants_.find(intrusion.origin_tenant);
  const bool from_client = origin != nullptr && origin->role == tenants::Role::kClient;
  if (from_client && provider && clients > 1) {
    note(Kind::kHopShape, "client-to-msp-to-client", kTraced, intrusion.first, from);
  } else if (provider && clients > 1) {
    note(Kind::kHopShape, "msp-to-clients", kTraced, intrusion.first, from);
  }
}

// Office hours eight hours east of Greenwich: 00:00 to 10:00 UTC, for nearly all that it did.
void Gathering::note_hours() {
  if (hours_.size() < kFewestHops) return;
  using base::kDay, base::kHour;
  const auto early = std::ranges::count_if(hours_, [](base::Time time) {
    const std::int64_t of_day = ((time.ticks % kDay) + kDay) % kDay;
    return of_day < 10 * kHour;
  });
  if (static_cast<std::size_t>(early) * 10 >= hours_.size() * 9) {
    note(Kind::kHours, "utc+8-office", kTraced, {}, hops_.front());
  }
}

Result<void> Gathering::read_findings() {
  const auto names = artifact_names(reading_);
  if (!names) return std::unexpected(names.error());
  return reading_.grave_findings(kMostGrave, [&](const cases::GraveFinding& finding) {
    if (finding.rule == nullptr || finding.rule->kind == cases::RuleKind::kIndicator) return true;
    if (!is_asked(finding.tenant) || !is_on_path({finding.tenant, finding.host})) return true;
    const auto artifact = names->find(finding.artifact);
    if (artifact == names->end()) return true;
    const std::string id =
        cases::finding_id(finding.rule->id, artifact->second.tenant, artifact->second.sha256, finding.offset, {});
    const double reliability = finding.level == "critical" ? kCritical : kHigh;
    for (const std::string& tag : finding.rule->tags) note_tag(tag, reliability, finding.time, id);
    return true;
  });
}

// attack.t1047, attack.s0153; hoptrace.artifact.t-vbs
void Gathering::note_tag(std::string_view tag, double reliability, base::Time time, const std::string& from) {
  constexpr std::string_view kAttack = "attack.", kOwn = "hoptrace.";
  if (tag.starts_with(kOwn)) {
    tag.remove_prefix(kOwn.size());
    const std::size_t dot = tag.find('.');
    if (dot == std::string_view::npos) return;
    const auto kind = assess::kind_of(tag.substr(0, dot));
    if (kind) note(*kind, std::string(tag.substr(dot + 1)), reliability, time, from);
    return;
  }
  if (!tag.starts_with(kAttack)) return;
  tag.remove_prefix(kAttack.size());
  if (tag.size() < 5 || tag[1] < '0' || tag[1] > '9' || (tag[0] != 't' && tag[0] != 's')) return;
  std::string id(tag);
  id[0] = static_cast<char>(id[0] - 'a' + 'A');
  note(tag[0] == 't' ? Kind::kTechnique : Kind::kSoftware, id, reliability, time, from);
}

Result<void> Gathering::read_sightings() {
  std::unordered_map<std::string, const indicators::Indicator*> by_id;
  for (const indicators::Indicator& indicator : indicators_.all())
    by_id.emplace(indicators::id_of(indicator), &indicator);
  return reading_.sightings([&](const cases::SightingGroup& group) {
    const bool asked = std::ranges::any_of(
        group.places, [&](const auto& place) { return is_asked(place.first) && is_on_path(place); });
    const auto known = group.rule == nullptr ? by_id.end() : by_id.find(group.rule->id);
    if (asked && known != by_id.end()) note_indicator(*known->second, group);
    return true;
  });
}

void Gathering::note_indicator(const indicators::Indicator& indicator, const cases::SightingGroup& group) {
  constexpr double kTrust[] = {0.25, 0.5, 0.75};  // low, medium, high
  const double reliability = kTrust[static_cast<std::size_t>(indicator.confidence)];
  const Kind kind = indicator.type == indicators::Type::kDomain    ? Kind::kDomain
                    : indicator.type == indicators::Type::kAddress ? Kind::kAddress
                                                                   : Kind::kArtifact;
  const std::string from = "indicator " + group.rule->id;
  note(kind, indicator.value, reliability, group.first, from);
  if (!indicator.malware.empty()) note(Kind::kSoftware, indicator.malware, reliability, group.first, from);
}

}  // namespace

Result<std::vector<Observation>> observations(cases::Reading& reading, const tenants::Tenants& tenants,
                                              const indicators::IndicatorIndex& indicators,
                                              std::optional<std::string_view> tenant) {
  Gathering gathering(reading, tenants, indicators, tenant);
  if (auto gathered = gathering.gather(); !gathered) return std::unexpected(gathered.error());
  return gathering.take();
}

}  // namespace hoptrace::hunt
