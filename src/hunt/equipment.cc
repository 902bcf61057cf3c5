#include "hunt/equipment.h"

#include <filesystem>

#include "base/digest.h"
#include "base/yaml.h"
#include "hunt/indicator_watch.h"
#include "hunt/rule_source.h"
#include "indicators/load.h"
#include "tenants/tenants_file.h"

namespace hoptrace::hunt {
namespace {

using base::Result;

// Value lists for |expand: a YAML map of name to values.
Result<rules::PlaceholderValues> read_placeholders(const std::vector<std::string>& paths) {
  rules::PlaceholderValues out;
  for (const std::string& path : paths) {
    auto documents = base::parse_yaml_file(path);
    if (!documents) return std::unexpected(documents.error());
    for (const base::Yaml& document : *documents) {
      if (!document.is_map()) {
        return base::fail(base::Code::kMalformed, "this is no list of placeholder values", path,
                          "Write one line per placeholder: Administrators: [admin, root]");
      }
      for (const auto& [name, values] : document.map) {
        for (const base::Yaml* value : values.items()) out[name].push_back(value->text);
      }
    }
  }
  return out;
}

Result<void> load_tenants(Equipment& equipment, const HuntOptions& options, const std::string& root) {
  std::error_code error;
  std::string file = options.tenants_file;
  const std::string beside = root + "/tenants.yaml";
  if (file.empty() && !root.empty() && std::filesystem::exists(beside, error)) file = beside;
  if (!file.empty()) {
    auto read = tenants::read_tenants(file);
    if (!read) return std::unexpected(read.error());
    equipment.tenants = std::move(*read);
    equipment.tenants_file = file;
  }
  if (options.tenant.empty()) return {};
  return tenants::check_chosen_tenant(equipment.tenants, options.tenant);
}

Result<void> load_rule_set(Equipment& equipment, const HuntOptions& options) {
  auto sources = rules::LogSourceTable::load(options.content, equipment.fields);
  if (!sources) return std::unexpected(sources.error());
  auto placeholders = read_placeholders(options.placeholders);
  if (!placeholders) return std::unexpected(placeholders.error());
  rules::RuleSetBuilder builder(equipment.fields, std::move(*sources), std::move(*placeholders));
  const rules::RuleFilter filter{.statuses = options.statuses, .least_level = options.least_level};
  if (options.default_rules) {
    if (auto loaded = builder.load(options.content + "/rules", filter); !loaded) return loaded;
  }
  for (const std::string& path : options.rules) {
    if (auto loaded = load_rules(builder, path, filter); !loaded) return loaded;
  }
  equipment.rules = builder.finish();
  equipment.correlation_fields.emplace(*equipment.rules, equipment.fields);
  return {};
}

Result<void> load_indicators(Equipment& equipment, const HuntOptions& options) {
  const auto own = options.default_rules ? indicators::OwnLists::kRead : indicators::OwnLists::kLeaveOut;
  auto index = indicators::load_index(options.content, own, options.indicators, equipment.refused_indicators);
  if (!index) return std::unexpected(index.error());
  equipment.indicators = std::move(*index);
  return {};
}

template <class Definition>
cases::RuleRecord record_of(const Definition& definition, cases::RuleKind kind) {
  return {.kind = kind,
          .id = definition.id,
          .title = definition.title,
          .author = definition.author,
          .level = std::string(rules::name(definition.level)),
          .status = std::string(rules::name(definition.status)),
          .path = definition.path,
          .description = definition.description,
          .tags = definition.tags,
          .references = definition.references,
          .falsepositives = definition.falsepositives,
          .hash = definition.hash};
}

}  // namespace

Result<std::unique_ptr<Equipment>> equip(const HuntOptions& options, const std::string& root) {
  auto out = std::make_unique<Equipment>();
  if (auto loaded = load_tenants(*out, options, root); !loaded) return std::unexpected(loaded.error());
  auto kinds = decode::JsonKinds::load(options.content);
  if (!kinds) return std::unexpected(kinds.error());
  out->json_kinds = std::move(*kinds);
  if (!options.allow_file.empty()) {
    auto allow = AllowList::load(options.allow_file);
    if (!allow) return std::unexpected(allow.error());
    out->allow = std::move(*allow);
  }
  if (auto loaded = load_rule_set(*out, options); !loaded) return std::unexpected(loaded.error());
  if (auto loaded = load_indicators(*out, options); !loaded) return std::unexpected(loaded.error());
  return out;
}

std::vector<cases::RuleRecord> rule_records(const Equipment& equipment) {
  std::vector<cases::RuleRecord> out;
  for (std::size_t i = 0; i < equipment.rules->rules.size(); ++i) {
    const rules::CompiledRule& use = equipment.rules->compiled[i];
    cases::RuleRecord& record = out.emplace_back(record_of(equipment.rules->rules[i], cases::RuleKind::kSigma));
    // Another use of the same rule leaves other rows in the case, so it is another version.
    record.hash = base::sha256_hex(record.hash + "|" + record.level + (use.finding ? "|finding" : "") +
                                   (use.correlated ? "|correlated|" + equipment.correlation_fields->names() : ""));
  }
  for (const rules::Correlation& c : equipment.rules->correlations)
    out.push_back(record_of(c, cases::RuleKind::kCorrelation));
  for (const indicators::Indicator& indicator : equipment.indicators.all())
    out.push_back(indicator_record(indicator));
  return out;
}

}  // namespace hoptrace::hunt
