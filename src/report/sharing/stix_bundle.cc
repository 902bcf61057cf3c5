#include "report/sharing/stix_bundle.h"

#include <utility>

#include "base/name_uuid.h"

namespace hoptrace::report {
namespace {

constexpr std::string_view kObservables = "00abedb4-aa42-466c-9c01-fed23315a9b7";  // STIX 2.1, section 2.9
constexpr std::string_view kOurs = "6d1a3a0e-54c0-5d3e-9b7e-2f0c7f5b8a41";         // drawn once, for this program
constexpr std::size_t kVersionDigit = 2 + 14;  // behind the type's name and two hyphens

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json mark_object(const TlpMark& mark) {
  return {{"type", "marking-definition"},
          {"spec_version", "2.1"},
          {"id", "marking-definition--" + std::string(mark.uuid)},
          {"created", "2022-10-01T00:00:00.000Z"},
          {"name", mark.label},
          {"extensions",
           {{std::string(kTlpExtension), {{"extension_type", "property-extension"}, {"tlp_2_0", mark.name}}}}}};
}

}  // namespace

std::string stix_time(base::Time time) {
  std::string text = base::iso8601(time);  // …03.1234567Z
  text.resize(text.size() - 5);
  return text + "Z";
}

StixBundle::StixBundle(const SharedCase& shared, Tlp tlp)
    : seed_(std::to_string(shared.begun.ticks)),
      begun_(stix_time(shared.begun)),
      changed_(stix_time(shared.changed)) {
  Json mark = mark_object(mark_of(tlp));
  mark_ = mark["id"];
  add_as_it_is(std::move(mark));
  producer_ = id("identity", "hoptrace");
  add("identity", "hoptrace",
      {{"name", "hoptrace"},
       {"description", "The program that read the evidence and wrote this bundle."},
       {"identity_class", "system"}});
}

std::string StixBundle::id(std::string_view type, std::string_view key) const {
  return std::string(type) + "--" +
         base::name_uuid(kOurs, seed_ + '\n' + std::string(type) + '\n' + std::string(key));
}

std::string StixBundle::add(std::string_view type, std::string_view key, const Json& more) {
  Json object{{"type", type},      {"spec_version", "2.1"}, {"id", id(type, key)}, {"created_by_ref", producer_},
              {"created", begun_}, {"modified", changed_}};
  object.update(more);
  object["object_marking_refs"] = Json::array({mark_});
  std::string name = object["id"];
  if (known_.insert(name).second) objects_.push_back(std::move(object));
  return name;
}

std::string StixBundle::relate(const std::string& from, std::string_view how, const std::string& to,
                               const Json& more) {
  Json object{{"relationship_type", how}, {"source_ref", from}, {"target_ref", to}};
  object.update(more);
  const std::string key = from + '\n' + std::string(how) + '\n' + to + '\n' + more.value("start_time", "");
  return add("relationship", key, object);
}

std::string StixBundle::observe(std::string_view type, const Json& identifying, const Json& more) {
  // The canonical form of RFC 8785 for what stands here: keys in order, no blanks, texts in UTF-8.
  const nlohmann::json sorted = nlohmann::json::parse(text_of(identifying));
  std::string name = std::string(type) + "--" + base::name_uuid(kObservables, sorted.dump());
  Json properties = identifying;
  properties.update(more);
  return add_observable(type, std::move(name), properties);
}

std::string StixBundle::observe_by_key(std::string_view type, std::string_view key, const Json& properties) {
  // The standard wants version 4 here, of which nobody can tell that it was not drawn.
  std::string name = id(type, key);
  name[type.size() + kVersionDigit] = '4';
  return add_observable(type, std::move(name), properties);
}

std::string StixBundle::add_observable(std::string_view type, std::string name, const Json& properties) {
  Json object{{"type", type}, {"spec_version", "2.1"}, {"id", name}, {"object_marking_refs", Json::array({mark_})}};
  object.update(properties);
  if (known_.insert(name).second) objects_.push_back(std::move(object));
  return name;
}

void StixBundle::add_as_it_is(Json object) {
  if (known_.insert(object["id"]).second) objects_.push_back(std::move(object));
}

base::Result<void> StixBundle::write(const Sink& sink) const {
  std::string all;
  for (const auto& name : known_) all += name + '\n';
  const std::string head =
      R"({"type":"bundle","id":"bundle--)" + base::name_uuid(kOurs, all) + R"(","objects":[)" + "\n";
  if (auto written = sink(head); !written) return written;
  for (std::size_t i = 0; i < objects_.size(); ++i) {
    if (auto written = sink(text_of(objects_[i]) + (i + 1 < objects_.size() ? ",\n" : "\n")); !written)
      return written;
  }
  return sink("]}\n");
}

}  // namespace hoptrace::report
