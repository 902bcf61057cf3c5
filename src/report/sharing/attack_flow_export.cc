#include "report/sharing/attack_flow_export.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/sharing/hop_technique.h"
#include "report/sharing/shared_case.h"
#include "report/sharing/stix_bundle.h"

namespace hoptrace::report {
namespace {

constexpr std::string_view kExtension = "extension-definition--fb9c968a-745b-4ade-9b25-c324172197f4";
constexpr std::string_view kCenter = "identity--d673f8cb-c168-42da-8ed4-0cb26725f86c";

// Both as the center publishes them.
void add_definition(StixBundle& bundle) {
  bundle.add_as_it_is({{"type", "extension-definition"},
                       {"spec_version", "2.1"},
                       {"id", kExtension},
                       {"created_by_ref", kCenter},
                       {"created", "2022-08-02T19:34:35.143Z"},
                       {"modified", "2022-08-02T19:34:35.143Z"},
                       {"name", "Attack Flow"},
                       {"description", "Extends STIX 2.1 with features to create Attack Flows."},
                       {"schema",
                        "https://center-for-threat-informed-defense.github.io/attack-flow/stix/"
                        "attack-flow-schema-2.0.0.json"},
                       {"version", "2.0.0"},
                       {"extension_types", Json::array({"new-sdo"})}});
  bundle.add_as_it_is({{"type", "identity"},
                       {"spec_version", "2.1"},
                       {"id", kCenter},
                       {"created_by_ref", kCenter},
                       {"created", "2022-08-02T19:34:35.143Z"},
                       {"modified", "2022-08-02T19:34:35.143Z"},
                       {"name", "MITRE Center for Threat-Informed Defense"},
                       {"identity_class", "organization"}});
}

class Flow {
 public:
  Flow(const SharedCase& shared, const ExportOptions& options)
      : shared_(shared), options_(options), bundle_(shared, options.tlp) {}

  base::Result<void> write(const Sink& sink) {
    add_definition(bundle_);
    std::vector<std::string> starts;
    for (const cases::IntrusionRow& row : shared_.intrusions) {
      if (auto start = intrusion(row); !start.empty()) starts.push_back(std::move(start));
    }
    if (starts.empty()) {
      starts.push_back(
          add("attack-condition", "none",
              {{"description", "No intrusion was traced in this case. That is no proof that there was none."}}));
    }
    add("attack-flow", "flow",
        {{"name", fmt::format("Path traced in the evidence of {}", fmt::join(shared_.tenants, ", "))},
         {"description", "Each action is a hop from one host to the next, with the records that it rests on."},
         {"scope", "incident"},
         {"start_refs", starts}});
    return bundle_.write(sink);
  }

 private:
  std::string add(std::string_view type, const std::string& key, Json more) {
    more["extensions"] = {{std::string(kExtension), {{"extension_type", "new-sdo"}}}};
    return bundle_.add(type, key, more);
  }

  std::string asset(const cases::HopPlace& place) {
    return add("attack-asset", place.tenant + "\n" + place.host,
               {{"name", place_name(place)}, {"description", "A host of " + place.tenant}});
  }

  // Made from its end, as an action names those that follow from it. The id of its first action.
  std::string intrusion(const cases::IntrusionRow& row) {
    std::string next;
    for (auto id = row.hops.rbegin(); id != row.hops.rend(); ++id) {
      if (const cases::HopRow* hop = shared_.hop(*id)) next = action(*hop, row.id, next);
    }
    return next;
  }

  std::string action(const cases::HopRow& hop, const std::string& intrusion, const std::string& next) {
    const bool to_named = !hop.to.host.empty();
    const auto technique = technique_of_method(hop.method);
    Json json{{"name", technique ? options_.names.name(*technique) : "Lateral Movement"}, {"tactic_id", "TA0008"}};
    if (technique) json["technique_id"] = *technique;
    json["description"] =
        fmt::format("{} to {}, {}", place_name(hop.from),
                    to_named ? place_name(hop.to) : "a host of another organisation", hop_sentence(hop));
    json["execution_start"] = stix_time(hop.time);
    json["confidence"] = per_cent(hop.confidence);
    Json assets = Json::array();
    if (hop.from && !hop.from->host.empty()) assets.push_back(asset(*hop.from));
    if (to_named && !(hop.from && *hop.from == hop.to)) assets.push_back(asset(hop.to));
    if (!assets.empty()) json["asset_refs"] = std::move(assets);
    if (!next.empty()) json["effect_refs"] = {next};
    return add("attack-action", intrusion + "\n" + hop.id, std::move(json));
  }

  const SharedCase& shared_;
  const ExportOptions& options_;
  StixBundle bundle_;
};

}  // namespace

base::Result<void> write_attack_flow(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  const auto shared = SharedCase::gather(reading, options);
  if (!shared) return std::unexpected(shared.error());
  return Flow(*shared, options).write(sink);
}

}  // namespace hoptrace::report
