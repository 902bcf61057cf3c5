#include "report/sharing/misp_export.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/name_uuid.h"
#include "report/finding_view.h"
#include "report/json_line.h"
#include "report/sharing/hop_technique.h"
#include "report/sharing/observed_fields.h"
#include "report/sharing/shared_case.h"

namespace hoptrace::report {
namespace {

constexpr std::string_view kOurs = "6d1a3a0e-54c0-5d3e-9b7e-2f0c7f5b8a41";

struct TypeRow {
  std::string_view ours, type, category;
};
constexpr std::array kTypes{
    TypeRow{"domain", "domain", "Network activity"},
    TypeRow{"lookup_domain", "domain", "Network activity"},
    TypeRow{"address", "ip-dst", "Network activity"},
    TypeRow{"url", "url", "Network activity"},
    TypeRow{"md5", "md5", "Payload delivery"},
    TypeRow{"sha1", "sha1", "Payload delivery"},
    TypeRow{"sha256", "sha256", "Payload delivery"},
    TypeRow{"imphash", "imphash", "Payload delivery"},
    TypeRow{"ja3", "ja3-fingerprint-md5", "Network activity"},
    TypeRow{"filename", "filename", "Payload delivery"},
    TypeRow{"path", "filename", "Payload delivery"},
    TypeRow{"registry_key", "regkey", "Persistence mechanism"},
    TypeRow{"mutex", "mutex", "Artifacts dropped"},
    TypeRow{"named_pipe", "named pipe", "Artifacts dropped"},
    TypeRow{"service", "windows-service-name", "Artifacts dropped"},
    TypeRow{"user_agent", "user-agent", "Network activity"},
    TypeRow{"email", "email-src", "Payload delivery"},
    TypeRow{"text", "text", "Other"},
    TypeRow{"port", "port", "Network activity"},
};

std::string unix_time(base::Time time) {
  return std::to_string(time.ticks / base::Time::kTicksPerSecond);
}

class Event {
 public:
  Event(const SharedCase& shared, const ExportOptions& options) : shared_(shared), options_(options) {}

  Json json() {
    for (const SharedSighting& row : shared_.sightings) indicator(row);
    for (const SharedFinding& row : shared_.findings) finding(row);
    for (const cases::IntrusionRow& row : shared_.intrusions) {
      for (const std::string& id : row.hops) {
        if (const cases::HopRow* one = shared_.hop(id)) hop(*one);
      }
    }
    attribute("case", "Other", "comment", bounds(), false, "What this event holds");
    const bool grave = std::ranges::any_of(
        shared_.findings, [](const SharedFinding& one) { return one.finding.row.level == "critical"; });
    return {{"Event",
             {{"uuid", uuid("event")},
              {"info", fmt::format("Hunt in the evidence of {}", fmt::join(shared_.tenants, ", "))},
              {"date", base::iso8601(shared_.changed).substr(0, 10)},
              {"timestamp", unix_time(shared_.changed)},
              {"threat_level_id", grave || !shared_.intrusions.empty() ? "1" : "2"},
              {"analysis", "1"},
              {"distribution", "0"},
              {"published", false},
              {"Tag", tags()},
              {"Attribute", std::move(attributes_)},
              {"Object", std::move(objects_)}}}};
  }

 private:
  [[nodiscard]] std::string uuid(const std::string& key) const {
    return base::name_uuid(kOurs, std::to_string(shared_.begun.ticks) + "\nmisp\n" + key);
  }

  Json attribute_json(const std::string& key, std::string_view category, std::string_view type,
                      const std::string& value, bool to_detect, std::string_view comment) const {
    return {{"uuid", uuid(key)},
            {"category", category},
            {"type", type},
            {"value", value},
            {"to_ids", to_detect},
            {"comment", comment},
            {"distribution", "5"},
            {"timestamp", unix_time(shared_.changed)},
            {"disable_correlation", false},
            {"deleted", false}};
  }
  void attribute(const std::string& key, std::string_view category, std::string_view type, const std::string& value,
                 bool to_detect, std::string_view comment) {
    attributes_.push_back(attribute_json(key, category, type, value, to_detect, comment));
  }

  // Once an indicator, with where it was seen in the comment.
  void indicator(const SharedSighting& row) {
    const auto* const type = std::ranges::find(kTypes, row.published.type, &TypeRow::ours);
    if (type == kTypes.end()) return;
    const std::string when = row.group.first ? " first " + base::iso8601(*row.group.first) : "";
    attribute(row.rule.id + "\n" + row.tenant + "\n" + row.group.value, type->category, type->type,
              row.published.value, row.rule.level == "high",
              fmt::format("Published ({}), {}; seen {} times in {}{}", row.rule.author, row.rule.level,
                          row.group.sightings, row.tenant, when));
  }

  struct Part {
    std::string_view relation, type, category;
    std::string value;
  };

  void object(const std::string& key, std::string_view name, std::string_view category, std::string_view templated,
              std::string_view version, std::string_view comment, const std::vector<Part>& parts) {
    Json list = Json::array();
    for (const Part& part : parts) {
      if (part.value.empty()) continue;
      const std::string id = key + "\n" + std::to_string(list.size());
      Json one = attribute_json(id, part.category, part.type, part.value, false, "");
      one["object_relation"] = part.relation;
      list.push_back(std::move(one));
    }
    objects_.push_back({{"uuid", uuid(key)},
                        {"name", name},
                        {"meta-category", category},
                        {"template_uuid", templated},
                        {"template_version", version},
                        {"description", "As MISP's template says"},
                        {"distribution", "5"},
                        {"timestamp", unix_time(shared_.changed)},
                        {"comment", comment},
                        {"deleted", false},
                        {"Attribute", std::move(list)}});
  }

  void finding(const SharedFinding& shared) {
    const cases::FindingRow& row = shared.finding.row;
    for (const std::string& id : techniques_of(shared.rule)) techniques_.insert(id);
    std::string data;
    for (const auto& [field, value] : row.matched) data += fmt::format("{}={}\n", field, value);
    const auto sources = sources_for(shared.finding.sources, options_.tenant);
    std::string comment = fmt::format("Rule {}, level {}, finding {}", shared.rule.id, row.level, shared.finding.id);
    if (!sources.empty())
      comment += fmt::format("; record {} in {} (SHA-256 {}, offset {})", row.event.record_id,
                             sources.front().path.value_or("another artifact"), sources.front().sha256,
                             sources.front().offset);
    object("finding\n" + shared.finding.id, "python-evtx-event-log", "misc", "94e3aee9-cb99-4503-9bf6-7da3db5de55e",
           "2", comment,
           {{"name", "text", "Other", shared.rule.title},
            {"source", "text", "Other", row.event.provider.empty() ? row.event.channel : row.event.provider},
            {"event-type", "text", "Other", row.level},
            {"event-id", "text", "Other", std::to_string(row.event.event_id)},
            {"event-channel", "text", "Other", row.event.channel},
            {"Computer", "text", "Other", row.event.host},
            {"event-date-time", "datetime", "Other", time_of(row.event).value_or("")},
            {"Event-data", "text", "Other", data},
            {"comment", "text", "Other", row.tenant}});
  }

  void hop(const cases::HopRow& row) {
    if (const auto technique = technique_of_method(row.method)) techniques_.insert(*technique);
    object(
        "hop\n" + row.id, "attack-step", "misc", "f86cd6c4-b89d-454a-95c1-165d456d8a74", "1", row.id,
        {{"description", "text", "Other", base::iso8601(row.time) + " " + hop_sentence(row)},
         {"source-misc", "text", "Other", place_name(row.from)},
         {"dst-misc", "text", "Other", row.to.host.empty() ? "a host of another organisation" : place_name(row.to)},
         {"key-step", "boolean", "Other", row.border ? "1" : "0"},
         {"succesful", "boolean", "Other", "1"}});
  }

  [[nodiscard]] Json tags() const {
    Json list = Json::array({{{"name", fmt::format("tlp:{}", mark_of(options_.tlp).name)}}});
    for (const std::string& id : techniques_) {
      if (!options_.names.knows(id)) continue;
      list.push_back(
          {{"name", fmt::format("misp-galaxy:mitre-attack-pattern=\"{} - {}\"", options_.names.name(id), id)}});
    }
    if (shared_.named) {
      list.push_back({{"name", fmt::format("misp-galaxy:mitre-intrusion-set=\"{} - {}\"", shared_.named->name,
                                           shared_.named->id)}});
      list.push_back({{"name", fmt::format("estimative-language:confidence-in-analytic-judgment=\"{}\"",
                                           shared_.named->rating)}});
    }
    return list;
  }

  [[nodiscard]] std::string bounds() const {
    return fmt::format(
        "The gravest {} certain findings; {} less grave ones, {} uncertain ones, {} sightings and {} hops are left "
        "out. "
        "Organisations: {}.",
        shared_.findings.size(), shared_.findings_left_out, shared_.uncertain, shared_.sightings_left_out,
        shared_.hops_left_out, fmt::join(shared_.tenants, ", "));
  }

  const SharedCase& shared_;
  const ExportOptions& options_;
  Json attributes_ = Json::array(), objects_ = Json::array();
  std::set<std::string> techniques_;
};

}  // namespace

base::Result<void> write_misp(cases::Reading& reading, const ExportOptions& options, const Sink& sink) {
  const auto shared = SharedCase::gather(reading, options);
  if (!shared) return std::unexpected(shared.error());
  return sink(json_line(Event(*shared, options).json()));
}

}  // namespace hoptrace::report
