#include "rules/parse_rule.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/unicode.h"
#include "rules/condition.h"
#include "rules/detection.h"
#include "rules/metadata.h"
#include "rules/rule_hash.h"
#include "rules/tree_builder.h"

namespace hoptrace::rules {
namespace {

using base::Yaml;

Parsed<void> read_selections(const Yaml& section, std::initializer_list<std::string_view> reserved, Detection& out,
                             DetectionReader& reader) {
  for (const auto& [name, definition] : section.map) {
    if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) continue;
    if (name == "timeframe") {
      return fault(definition.line,
                   "`timeframe` belongs to aggregations, which are not in Sigma 2: write a correlation rule");
    }
    auto root = reader.read(definition);
    if (!root) return std::unexpected(std::move(root.error()));
    out.selections.push_back({name, *root, definition.line});
  }
  if (out.selections.empty()) return fault(section.line, "there is no search identifier");
  return {};
}

// A condition, or a list of them: any of the list.
Parsed<void> read_condition(const Yaml& section, Detection& out, TreeBuilder& tree) {
  const Yaml* const condition = section.find("condition");
  if (!condition || condition->items().empty()) return fault(section.line, "there is no `condition`");
  std::vector<NodeId> roots;
  std::vector<std::string_view> texts;
  for (const Yaml* const item : condition->items()) {
    if (!item->is_scalar()) return fault(item->line, "a condition must be text");
    auto root = parse_condition(item->text, item->line, out.selections, tree);
    if (!root) return std::unexpected(std::move(root.error()));
    roots.push_back(*root);
    texts.push_back(item->text);
  }
  out.condition = fmt::format("{}", fmt::join(texts, "\n"));
  out.root = tree.join(Node::Kind::kOr, std::move(roots));
  return {};
}

Parsed<void> read_detection(const Yaml& section, std::initializer_list<std::string_view> reserved, Detection& out,
                            const PlaceholderValues& placeholders) {
  TreeBuilder tree(out);
  DetectionReader reader(tree, placeholders);
  if (auto fine = read_selections(section, reserved, out, reader); !fine) return fine;
  if (auto fine = read_condition(section, out, tree); !fine) return fine;
  if (reader.missing().empty()) return {};
  const std::string names = fmt::format("%{}%", fmt::join(reader.missing(), "%, %"));
  return std::unexpected(Fault{section.line, fmt::format("no values are known for {}", names), true});
}

const Yaml* find_map(const Yaml& document, std::string_view key) {
  const Yaml* const section = document.find(key);
  return section && section->is_map() ? section : nullptr;
}

// The rules that a filter is for; none means all.
Parsed<std::vector<std::string>> read_filtered_rules(const Yaml& section) {
  auto names = read_texts(section, "rules");
  if (names && names->size() == 1 && base::equal_folded(names->front(), "any")) names->clear();
  return names;
}

}  // namespace

Parsed<Rule> parse_rule(const Yaml& document, const PlaceholderValues& placeholders) {
  Rule rule;
  if (auto fine = read_metadata(document, rule); !fine) return std::unexpected(std::move(fine.error()));
  for (const auto& [key, member] : {std::pair("modified", &rule.modified), std::pair("license", &rule.license)}) {
    auto text = read_text(document, key);
    if (!text) return std::unexpected(std::move(text.error()));
    *member = std::move(*text);
  }
  auto fields = read_texts(document, "fields");
  if (!fields) return std::unexpected(std::move(fields.error()));
  rule.fields = std::move(*fields);
  auto logsource = read_logsource(document);
  if (!logsource) return std::unexpected(std::move(logsource.error()));
  rule.logsource = std::move(*logsource);
  const Yaml* const detection = find_map(document, "detection");
  if (!detection) return fault(document.line, "there is no `detection` map");
  if (auto fine = read_detection(*detection, {"condition"}, rule.detection.edit(), placeholders); !fine) {
    return std::unexpected(std::move(fine.error()));
  }
  rule.hash = hash_of(rule);
  if (rule.id.empty()) rule.id = make_id(rule.hash, rule.title, rule.name);
  return rule;
}

Parsed<Filter> parse_filter(const Yaml& document, const PlaceholderValues& placeholders) {
  Filter filter;
  if (auto fine = read_metadata(document, filter.rule); !fine) return std::unexpected(std::move(fine.error()));
  filter.id = filter.rule.id;
  filter.title = filter.rule.title;
  filter.line = document.line;
  auto logsource = read_logsource(document);
  if (!logsource) return std::unexpected(std::move(logsource.error()));
  filter.logsource = std::move(*logsource);
  const Yaml* const section = find_map(document, "filter");
  if (!section) return fault(document.line, "`filter` must be a map");
  auto names = read_filtered_rules(*section);
  if (!names) return std::unexpected(std::move(names.error()));
  filter.rules = std::move(*names);
  if (auto fine = read_detection(*section, {"condition", "rules"}, filter.rule.detection.edit(), placeholders);
      !fine) {
    return std::unexpected(std::move(fine.error()));
  }
  filter.rule.hash = hash_of(filter.rule);
  return filter;
}

}  // namespace hoptrace::rules
