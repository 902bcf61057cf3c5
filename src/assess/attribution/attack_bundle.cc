#include "assess/attribution/attack_bundle.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace hoptrace::assess {
namespace {

using simdjson::SUCCESS;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t kMostObjects = 1'000'000, kMostText = 4'096;

std::string text_at(const object& from, std::string_view key) {
  std::string_view text;
  if (from.at_key(key).get_string().get(text) != SUCCESS) return {};
  return std::string(text.substr(0, kMostText));
}

bool true_at(const object& from, std::string_view key) {
  bool value = false;
  return from.at_key(key).get_bool().get(value) == SUCCESS && value;
}

std::vector<std::string> texts_at(const object& from, std::string_view key) {
  std::vector<std::string> out;
  array list;
  if (from.at_key(key).get_array().get(list) != SUCCESS) return out;
  for (const element one : list) {
    std::string_view text;
    if (one.get_string().get(text) == SUCCESS) out.emplace_back(text.substr(0, kMostText));
  }
  return out;
}

// A list in a cell: bars divide it, so none may stand within.
std::string cell(std::vector<std::string> parts) {
  std::string out;
  for (std::string& part : parts) {
    std::ranges::replace(part, '|', '/');
    out += (out.empty() ? "" : "|") + part;
  }
  return out;
}

std::string csv(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& text : cells) {
    const bool quoted = text.find_first_of(",\"\n\r") != std::string::npos || text.starts_with('#');
    if (!out.empty() || &text != &cells.front()) out += ',';
    if (!quoted) {
      out += text;
      continue;
    }
    out += '"';
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
  }
  return out + '\n';
}

std::vector<object> references(const object& from) {
  std::vector<object> out;
  array list;
  if (from.at_key("external_references").get_array().get(list) != SUCCESS) return out;
  for (const element one : list)
    if (object reference; one.get_object().get(reference) == SUCCESS) out.push_back(reference);
  return out;
}

std::string attack_id(const object& from) {
  for (const object& reference : references(from))
    if (text_at(reference, "source_name") == "mitre-attack") return text_at(reference, "external_id");
  return {};
}

std::string sources_of(const object& relationship) {
  std::set<std::string> names;
  for (const object& reference : references(relationship))
    if (std::string name = text_at(reference, "source_name"); !name.empty() && name != "mitre-attack")
      names.insert(std::move(name));
  return cell({names.begin(), names.end()});
}

std::vector<std::string> other_names(const object& from, std::string_view key) {
  std::vector<std::string> out = texts_at(from, key);
  std::erase(out, text_at(from, "name"));
  return out;
}

std::string tactics_of(const object& technique) {
  std::vector<std::string> out;
  array phases;
  if (technique.at_key("kill_chain_phases").get_array().get(phases) != SUCCESS) return {};
  for (const element one : phases)
    if (object phase; one.get_object().get(phase) == SUCCESS) out.push_back(text_at(phase, "phase_name"));
  std::ranges::sort(out);
  return cell(std::move(out));
}

// Objects first, relationships after them: these name what may stand behind them.
class Tables {
 public:
  void add_object(const object& from) {
    const std::string type = text_at(from, "type"), id = attack_id(from), name = text_at(from, "name");
    if (id.empty() || true_at(from, "revoked") || true_at(from, "x_mitre_deprecated")) return;
    if (type == "intrusion-set") {
      groups_[id] = {id, name, cell(other_names(from, "aliases"))};
    } else if (type == "attack-pattern") {
      techniques_[id] = {id, name, tactics_of(from)};
    } else if (type == "malware" || type == "tool") {
      software_[id] = {id, name, type, cell(other_names(from, "x_mitre_aliases"))};
    } else if (type == "campaign") {
      campaigns_[id] = {id, name, text_at(from, "first_seen").substr(0, 10),
                        text_at(from, "last_seen").substr(0, 10)};
    } else {
      return;
    }
    ids_[text_at(from, "id")] = id;
  }

  void add_relationship(const object& from) {
    if (true_at(from, "revoked") || true_at(from, "x_mitre_deprecated")) return;
    const auto user = ids_.find(text_at(from, "source_ref")), used = ids_.find(text_at(from, "target_ref"));
    if (user == ids_.end() || used == ids_.end()) return;
    const std::string type = text_at(from, "relationship_type");
    const bool item = techniques_.contains(used->second) || software_.contains(used->second);
    if (type == "uses" && item && !techniques_.contains(user->second)) {
      uses_[{user->second, used->second}] = sources_of(from);
    } else if (type == "attributed-to" && campaigns_.contains(user->second) && groups_.contains(used->second)) {
      attributed_[user->second].push_back(used->second);
    }
  }

  AttackTables take() {
    AttackTables out;
    out.groups = table("id,name,aliases\n", groups_);
    out.techniques = table("id,name,tactics\n", techniques_);
    out.software = table("id,name,kind,aliases\n", software_);
    for (auto& [id, row] : campaigns_) row.push_back(cell(attributed_[id]));
    out.campaigns = table("id,name,first_seen,last_seen,attributed_to\n", campaigns_);
    out.uses = "user,used,cited_sources\n";
    for (const auto& [pair, sources] : uses_) out.uses += csv({pair.first, pair.second, sources});
    out.group_count = groups_.size();
    out.item_count = techniques_.size() + software_.size();
    out.use_count = uses_.size();
    return out;
  }

 private:
  using Rows = std::map<std::string, std::vector<std::string>>;
  static std::string table(std::string_view header, const Rows& rows) {
    std::string out(header);
    for (const auto& [unused, row] : rows) out += csv(row);
    return out;
  }

  Rows groups_, techniques_, software_, campaigns_;
  std::map<std::string, std::string> ids_;  // STIX id to ATT&CK id
  std::map<std::pair<std::string, std::string>, std::string> uses_;
  std::map<std::string, std::vector<std::string>> attributed_;
};

}  // namespace

base::Result<AttackTables> attack_tables(std::string_view bundle, std::string_view place) {
  simdjson::dom::parser parser;
  element root;
  if (const auto error = parser.parse(bundle.data(), bundle.size(), true).get(root); error != SUCCESS)
    return base::fail(base::Code::kMalformed,
                      std::string("this is not valid JSON: ") + simdjson::error_message(error), std::string(place));
  array objects;
  if (root.at_key("objects").get_array().get(objects) != SUCCESS)
    return base::fail(base::Code::kMalformed, "this is no STIX bundle: it has no list of objects", std::string(place),
                      "Give enterprise-attack.json of MITRE's attack-stix-data");
  if (objects.size() > kMostObjects)
    return base::fail(base::Code::kLimit, fmt::format("the bundle has more than {} objects", kMostObjects),
                      std::string(place));
  Tables tables;
  std::vector<object> relationships;
  for (const element one : objects) {
    object from;
    if (one.get_object().get(from) != SUCCESS) continue;
    if (text_at(from, "type") == "relationship") {
      relationships.push_back(from);
    } else {
      tables.add_object(from);
    }
  }
  for (const object& relationship : relationships) tables.add_relationship(relationship);
  AttackTables out = tables.take();
  if (out.group_count == 0 || out.use_count == 0)
    return base::fail(base::Code::kMalformed, "the bundle says of no group what it uses", std::string(place),
                      "Give enterprise-attack.json of MITRE's attack-stix-data");
  return out;
}

}  // namespace hoptrace::assess
