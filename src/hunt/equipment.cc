#include "hunt/equipment.h"

#include <filesystem>

#include "base/digest.h"
#include "base/yaml.h"
#include "hunt/indicator_watch.h"
#include "hunt/kept_set.h"
#include "hunt/profile.h"
#include "hunt/record_readers.h"
#include "hunt/rule_source.h"
#include "indicators/load.h"
#include "sessions/fact_table.h"
#include "sessions/flow_count.h"
#include "sessions/posture_reader.h"
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

Result<std::vector<RuleSource>> read_rule_sources(const HuntOptions& options) {
  std::vector<RuleSource> out;
  if (options.default_rules) out.push_back({options.content + "/rules", {}});
  for (const std::string& path : options.rules) out.push_back({path, {}});
  for (RuleSource& source : out) {
    auto texts = read_rules(source.path);
    if (!texts) return std::unexpected(texts.error());
    source.texts = std::move(*texts);
  }
  return out;
}

Result<void> make_rule_set(Equipment& equipment, const HuntOptions& options, const std::vector<RuleSource>& rules) {
  auto sources = rules::LogSourceTable::load(options.content, equipment.fields);
  if (!sources) return std::unexpected(sources.error());
  auto placeholders = read_placeholders(options.placeholders);
  if (!placeholders) return std::unexpected(placeholders.error());
  rules::RuleSetBuilder builder(equipment.fields, std::move(*sources), std::move(*placeholders), options.jobs);
  const rules::RuleFilter filter{.statuses = options.statuses, .least_level = options.least_level};
  for (const RuleSource& source : rules) {
    if (auto taken = builder.take(source.texts, source.path, filter); !taken) return taken;
  }
  equipment.rules = builder.finish();
  return {};
}

Result<void> make_indicators(Equipment& equipment, const HuntOptions& options) {
  const auto own = options.default_rules ? indicators::OwnLists::kRead : indicators::OwnLists::kLeaveOut;
  equipment.refused_indicators.clear();
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

cases::RulePack pack_of(const rules::RuleSet& rules, const indicators::IndicatorIndex& indicators,
                        const std::string& correlation_fields) {
  cases::RulePack out;
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const rules::Rule& rule = rules.rules[i];
    const rules::CompiledRule& use = rules.compiled[i];
    cases::RuleRecord record = record_of(rule, cases::RuleKind::kSigma);
    // Another use of the same rule leaves other rows in the case, so it is another version.
    record.hash =
        base::sha256_hex(rule.hash + "|" + std::string(rules::name(rule.level)) + (use.finding ? "|finding" : "") +
                         (use.correlated ? "|correlated|" + correlation_fields : ""));
    out.add(record);
  }
  for (const rules::Correlation& c : rules.correlations) out.add(record_of(c, cases::RuleKind::kCorrelation));
  for (const indicators::Indicator& indicator : indicators.all()) out.add(indicator_record(indicator));
  return out;
}

// What reads facts for hops has a version like a rule.
cases::RuleRecord fact_reader() {
  cases::RuleRecord reader;
  reader.kind = cases::RuleKind::kLogonFacts;
  reader.id = "logon facts";
  reader.title = "Facts of who was where";
  reader.hash = std::to_string(sessions::kFactsVersion) + " " + record_readers_version();
  return reader;
}

// Rules and indicators, as an earlier run left them where it had the same before it.
Result<void> load_knowledge(Equipment& equipment, const HuntOptions& options) {
  const auto rules = read_rule_sources(options);
  if (!rules) return std::unexpected(rules.error());
  const KeptSet kept(options, *rules);
  equipment.kept_trouble = kept.trouble();
  const bool known = kept.load(equipment);
  if (!known) {
    if (auto made = make_rule_set(equipment, options, *rules); !made) return made;
    if (auto made = make_indicators(equipment, options); !made) return made;
  }
  equipment.correlation_fields.emplace(*equipment.rules, equipment.fields);
  sessions::FactReader::declare(equipment.fields);
  sessions::FlowReader::declare(equipment.fields);
  sessions::PostureReader::declare(equipment.fields);
  if (!known) {
    equipment.rule_pack = pack_of(*equipment.rules, equipment.indicators, equipment.correlation_fields->names());
  }
  equipment.indexes = kept.indexes(known || kept.save(equipment));
  if (options.profile != nullptr && equipment.indexes) options.profile->note_index(known);
  return {};
}

}  // namespace

Result<std::unique_ptr<Equipment>> equip(const HuntOptions& options, const std::string& root) {
  auto out = std::make_unique<Equipment>();
  if (auto loaded = load_tenants(*out, options, root); !loaded) return std::unexpected(loaded.error());
  auto kinds = decode::JsonKinds::load(options.content);
  if (!kinds) return std::unexpected(kinds.error());
  out->json_kinds = std::move(*kinds);
  auto vpn = decode::vpn::VpnPatterns::load(options.content);
  if (!vpn) return std::unexpected(vpn.error());
  out->vpn_patterns = std::move(*vpn);
  if (!options.allow_file.empty()) {
    auto allow = AllowList::load(options.allow_file);
    if (!allow) return std::unexpected(allow.error());
    out->allow = std::move(*allow);
  }
  if (auto loaded = load_knowledge(*out, options); !loaded) return std::unexpected(loaded.error());
  out->hops = options.hops;
  if (out->hops) out->rule_pack.add(fact_reader());
  return out;
}

}  // namespace hoptrace::hunt
