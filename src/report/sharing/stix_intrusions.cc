// Of StixParts: intrusions with their hops, the group that was named, and what closes the bundle.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "report/sharing/hop_technique.h"
#include "report/sharing/stix_observables.h"
#include "report/sharing/stix_parts.h"

namespace hoptrace::report {

// A hop of which both ends may be named is a relationship between them; of any other there is only a note.
std::vector<std::string> StixParts::hop(const cases::HopRow& row, const std::string& campaign) {
  std::vector<std::string> parts;
  const bool from_named = row.from && !row.from->host.empty(), to_named = !row.to.host.empty();
  if (const auto technique = technique_of_method(row.method)) {
    parts.push_back(attack_object(*technique));
    parts.push_back(bundle_.relate(campaign, "uses", parts.back()));
  }
  if (from_named) parts.push_back(place(*row.from));
  if (to_named) parts.push_back(place(row.to));
  const std::string text = fmt::format("{} to {} at {}, {}", place_name(row.from),
                                       to_named ? place_name(row.to) : "a host of another organisation",
                                       base::iso8601(row.time), hop_sentence(row));
  std::vector<std::string> about{campaign};
  if (!row.account.empty()) about.push_back(observe_account(bundle_, row.account));
  if (from_named && to_named) {
    about.push_back(bundle_.relate(
        place(*row.from), "communicates-with", place(row.to),
        {{"description", text}, {"start_time", stix_time(row.time)}, {"confidence", per_cent(row.confidence)}}));
  } else if (from_named || to_named) {
    about.push_back(from_named ? place(*row.from) : place(row.to));
  }
  parts.push_back(note("hop\n" + row.id, "A hop of the traced intrusion", text, about));
  parts.insert(parts.end(), about.begin(), about.end());
  return parts;
}

void StixParts::intrusion(const cases::IntrusionRow& row) {
  const std::string campaign = bundle_.add(
      "campaign", row.id,
      {{"name", "Intrusion " + row.id},
       {"description", fmt::format("Traced by hoptrace from host to host; suspicion {:.2f}. The hops say how sure "
                                   "each step is.",
                                   row.suspicion)},
       {"first_seen", stix_time(row.first)},
       {"last_seen", stix_time(std::max(row.first, row.last))}});
  campaigns_.push_back(campaign);
  std::vector<std::string> parts{campaign};
  for (const std::string& tenant : row.tenants) {
    if (!tenants_.contains(tenant)) continue;
    parts.push_back(tenants_[tenant]);
    parts.push_back(bundle_.relate(campaign, "targets", tenants_[tenant]));
  }
  for (const std::string& id : row.hops) {
    if (const cases::HopRow* one = shared_.hop(id)) {
      for (std::string& part : hop(*one, campaign)) parts.push_back(std::move(part));
    }
  }
  std::string unsure;
  for (const std::string& gap : row.gaps) unsure += "Gap: " + gap + ".\n";
  for (const auto& other : row.alternatives)
    unsure += "Another way it could have been: " + other.what_separates + ".\n";
  if (!unsure.empty()) parts.push_back(note("unsure\n" + row.id, "What the trace does not know", unsure, {campaign}));
  std::ranges::sort(parts);
  parts.erase(std::ranges::unique(parts).begin(), parts.end());
  bundle_.add("grouping", row.id,
              {{"name", "Intrusion " + row.id + " and what it rests on"},
               {"context", "suspicious-activity"},
               {"object_refs", Json(parts)}});
}

void StixParts::intrusions() {
  for (const cases::IntrusionRow& row : shared_.intrusions) intrusion(row);
}

void StixParts::group() {
  if (!shared_.named) return;
  const NamedGroup& named = *shared_.named;
  const std::string set =
      bundle_.add("intrusion-set", named.id,
                  {{"name", named.name},
                   {"external_references", {{{"source_name", "mitre-attack"}, {"external_id", named.id}}}}});
  std::vector<std::string> about{set};
  for (const std::string& campaign : campaigns_) {
    about.push_back(bundle_.relate(campaign, "attributed-to", set, {{"confidence", per_cent(named.probability)}}));
  }
  note("judged", "The probability of the attribution",
       fmt::format(
           "That this was {} is {} (probability {:.2f}, PHIA's scale). The judgement stands in the export judgement, "
           "with the evidence for and against.",
           named.name, named.phia, named.probability),
       about);
  if (!named.rating.empty())
    note("rated", "How well the attribution is supported",
         fmt::format("Confidence rating of the judgement: {}.", named.rating), about);
}

void StixParts::closing() {
  std::vector<std::string> all;
  for (const Json& object : bundle_.objects()) {
    if (object["type"] != "marking-definition") all.push_back(object["id"]);
  }
  std::string text;
  const auto say = [&text](std::uint64_t count, std::string_view what) {
    if (count > 0) text += fmt::format("{} {}.\n", count, what);
  };
  say(shared_.findings_left_out, "certain findings are not in this bundle: it holds the gravest 1,000");
  say(shared_.uncertain, "uncertain findings are not in this bundle");
  say(shared_.sightings_left_out, "sightings of indicators are not in this bundle");
  say(shared_.hops_left_out, "hops of intrusions are not in this bundle");
  if (!text.empty()) all.push_back(note("left out", "What this bundle leaves out", text, {all.front()}));
  bundle_.add("report", "case",
              {{"name", fmt::format("Hunt in the evidence of {}", fmt::join(shared_.tenants, ", "))},
               {"report_types", {shared_.intrusions.empty() ? "observed-data" : "campaign"}},
               {"published", stix_time(shared_.changed)},
               {"object_refs", Json(all)}});
}

}  // namespace hoptrace::report
