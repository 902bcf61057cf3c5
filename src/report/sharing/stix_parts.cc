#include "report/sharing/stix_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/finding_view.h"
#include "report/sharing/hop_technique.h"
#include "report/sharing/stix_observables.h"

namespace hoptrace::report {
namespace {

constexpr std::size_t kObservedOfOne = 100;  // observed-data that one sighting names

// The standard's scale (appendix A): none, low 15, medium 50, high 85.
int confidence_of(std::string_view level) {
  return level == "high" || level == "critical" ? 85 : level == "medium" ? 50 : 15;
}

Json refs(const std::vector<std::string>& ids) {
  return Json(ids);
}

std::string finding_text(const cases::StoredFinding& finding, const cases::RuleRecord& rule,
                         const ExportOptions& options) {
  std::string text =
      fmt::format("Rule {} ({}, level {}) on {}.", rule.title, rule.id, finding.row.level, finding.row.event.host);
  for (const auto& [field, value] : finding.row.matched) text += fmt::format("\n{}: {}", field, value);
  for (const std::string& words : finding.row.context) text += "\n" + words;
  const auto sources = sources_for(finding.sources, options.tenant);
  if (sources.empty()) return text;
  const SourceView& first = sources.front();
  const cases::EventRef& event = finding.row.event;
  text += fmt::format("\nRecord {} (event {}, {}) in {}, SHA-256 {}, offset {}. Finding {}.", event.record_id,
                      event.event_id, event.channel, first.path.value_or("another artifact"), first.sha256,
                      first.offset, finding.id);
  return text;
}

}  // namespace

std::string StixParts::note(const std::string& key, std::string_view abstract, const std::string& text,
                            const std::vector<std::string>& about) {
  return bundle_.add("note", key, {{"abstract", abstract}, {"content", text}, {"object_refs", refs(about)}});
}

void StixParts::identities() {
  for (const std::string& tenant : shared_.tenants) {
    tenants_[tenant] =
        bundle_.add("identity", "tenant\n" + tenant, {{"name", tenant}, {"identity_class", "organization"}});
  }
}

std::string StixParts::place(const cases::HopPlace& place) {
  const std::string host = bundle_.add("infrastructure", "host\n" + place.tenant + "\n" + place.host,
                                       {{"name", place_name(place)}, {"infrastructure_types", {"workstation"}}});
  return host;
}

std::string StixParts::attack_object(const std::string& id) {
  const std::string kind = id.front() == 'T' ? "attack-pattern" : options_.names.kind(id);
  if (kind != "attack-pattern" && kind != "malware" && kind != "tool") return {};
  Json object{{"name", options_.names.name(id)}};
  if (kind == "malware") object["is_family"] = true;
  object["external_references"] = Json::array({{{"source_name", "mitre-attack"}, {"external_id", id}}});
  return bundle_.add(kind, id, object);
}

void StixParts::seen(const SharedFinding& shared, const std::string& observed) {
  auto ids = techniques_of(shared.rule);
  for (auto& id : software_of(shared.rule)) ids.push_back(std::move(id));
  const cases::FindingRow& row = shared.finding.row;
  for (const std::string& id : ids) {
    Seen& seen = attack_[{id, row.tenant}];
    if (seen.count++ == 0) seen.first = seen.last = row.event.time;
    seen.first = std::min(seen.first, row.event.time);
    seen.last = std::max(seen.last, row.event.time);
    if (seen.observed.size() < kObservedOfOne) seen.observed.push_back(observed);
  }
  if (shared.rule.kind != cases::RuleKind::kIndicator) return;
  auto& list = by_indicator_[shared.rule.id + "\n" + row.tenant];
  if (list.size() < kObservedOfOne) list.push_back(observed);
}

void StixParts::finding(const SharedFinding& shared) {
  const auto things = observe_finding(bundle_, shared.finding, options_);
  if (things.empty()) return;
  const std::string time = stix_time(shared.finding.row.event.time);
  const std::string observed = bundle_.add(
      "observed-data", shared.finding.id,
      {{"first_observed", time}, {"last_observed", time}, {"number_observed", 1}, {"object_refs", refs(things)}});
  note("finding\n" + shared.finding.id, shared.rule.title, finding_text(shared.finding, shared.rule, options_),
       {observed});
  seen(shared, observed);
}

void StixParts::sightings_of_attack() {
  for (const auto& [what, seen] : attack_) {
    const auto& [id, tenant] = what;
    const std::string object = attack_object(id);
    if (object.empty()) continue;
    bundle_.add("sighting", fmt::format("{}\n{}", id, tenant),
                {{"description", "By rules that carry this tag; each observation has a note that names its rule."},
                 {"first_seen", stix_time(seen.first)},
                 {"last_seen", stix_time(seen.last)},
                 {"count", seen.count},
                 {"sighting_of_ref", object},
                 {"observed_data_refs", refs(seen.observed)},
                 {"where_sighted_refs", refs({tenants_[tenant]})}});
  }
}

void StixParts::findings() {
  for (const SharedFinding& shared : shared_.findings) {
    if (shared.finding.row.event.timed) finding(shared);
  }
  sightings_of_attack();
}

void StixParts::sighting(const SharedSighting& row) {
  const std::string pattern = stix_pattern(row.published);
  if (pattern.empty()) return;
  const std::string key = row.rule.id;
  const std::string indicator =
      bundle_.add("indicator", key,
                  {{"name", row.published.type + " " + row.published.value},
                   {"description", row.rule.description.empty() ? row.rule.title : row.rule.description},
                   {"indicator_types", {"malicious-activity"}},
                   {"pattern", pattern},
                   {"pattern_type", "stix"},
                   {"pattern_version", "2.1"},
                   {"valid_from", stix_time(row.group.first.value_or(shared_.begun))},
                   {"confidence", confidence_of(row.rule.level)},
                   {"external_references",
                    {{{"source_name", row.rule.author.empty() ? "indicator list" : row.rule.author},
                      {"description", "Published there"}}}}});
  const bool strong = row.rule.level != "low";
  bundle_.add(
      "opinion", key,
      {{"explanation", strong ? "Seen in this case, and enough to be a finding by itself when it was fresh."
                              : "Seen in this case, but innocent records hold it as well: context, not a finding."},
       {"opinion", strong ? "agree" : "neutral"},
       {"object_refs", refs({indicator})}});
  Json sighting{{"count", std::clamp<std::uint64_t>(row.group.sightings, 1, 999999999)},
                {"sighting_of_ref", indicator}};
  if (row.group.first) sighting["first_seen"] = stix_time(*row.group.first);
  if (row.group.last) sighting["last_seen"] = stix_time(*row.group.last);
  sighting["confidence"] = confidence_of(row.rule.level);
  if (const auto& observed = by_indicator_[key + "\n" + row.tenant]; !observed.empty()) {
    sighting["observed_data_refs"] = refs(observed);
    for (const std::string& one : observed) bundle_.relate(indicator, "based-on", one);
  }
  sighting["where_sighted_refs"] = refs({tenants_[row.tenant]});
  bundle_.add("sighting", key + "\n" + row.group.value + "\n" + row.tenant, sighting);
}

void StixParts::indicators() {
  for (const SharedSighting& row : shared_.sightings) sighting(row);
}

}  // namespace hoptrace::report
