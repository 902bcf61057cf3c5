#include "match/hand_built_for_tests.h"

#include "base/check.h"
#include "base/yaml.h"
#include "rules/log_source_reader.h"

namespace hoptrace::match::hand_built {

using rules::Node;
using rules::NodeId;

rules::Glob glob(std::string_view text, bool cased) {
  using Part = rules::Glob::Part;
  rules::Glob out{.parts = {}, .cased = cased};
  for (const char c : text) {
    if (c == '*' || c == '?') {
      out.parts.push_back({c == '*' ? Part::Kind::kMany : Part::Kind::kOne, {}});
    } else {
      if (out.parts.empty() || out.parts.back().kind != Part::Kind::kLiteral) out.parts.push_back({});
      out.parts.back().literal += c;
    }
  }
  return out;
}

rules::NumberEquals number(double value, std::string text) {
  return {value, std::move(text)};
}

NodeId RuleMaker::node(Node::Kind kind, std::vector<NodeId> children) {
  rule_.detection.edit().nodes.push_back({kind, std::move(children), 0});
  return static_cast<NodeId>(rule_.detection.edit().nodes.size() - 1);
}

NodeId RuleMaker::add(rules::Item item) {
  rule_.detection.edit().items.push_back(std::move(item));
  rule_.detection.edit().nodes.push_back(
      {Node::Kind::kItem, {}, static_cast<std::uint32_t>(rule_.detection.edit().items.size() - 1)});
  return static_cast<NodeId>(rule_.detection.edit().nodes.size() - 1);
}

NodeId RuleMaker::item(const std::string& field, std::vector<rules::Pattern> patterns) {
  return add({.field = field, .patterns = std::move(patterns), .source = field});
}
NodeId RuleMaker::all(const std::string& field, std::vector<rules::Pattern> patterns) {
  return add({.field = field, .patterns = std::move(patterns), .all = true, .source = field + "|all"});
}
NodeId RuleMaker::neq(const std::string& field, std::vector<rules::Pattern> patterns) {
  return add({.field = field, .patterns = std::move(patterns), .negated = true, .source = field + "|neq"});
}

rules::Rule RuleMaker::finish(NodeId root) {
  rule_.detection.edit().root = root;
  return std::move(rule_);
}

SetMaker::SetMaker(std::string_view lanes_yaml, std::string_view fields_yaml) {
  rules::LogSourceReader reader(fields_);
  const auto tables = base::parse_yaml(fields_yaml, "fields.yml");
  const auto lanes = base::parse_yaml(lanes_yaml, "lanes.yml");
  base::check(tables && lanes, "the test's tables are YAML");
  for (const base::Yaml& document : *tables) {
    base::check(reader.read_fields(document, "fields.yml").has_value(), "the test's fields can be read");
  }
  for (const base::Yaml& document : *lanes) {
    base::check(reader.read_lanes(document, "lanes.yml").has_value(), "the test's lanes can be read");
  }
  auto table = reader.finish();
  base::check(table.has_value(), "the test's lanes are whole");
  table_ = std::move(*table);
}

rules::CompiledRule SetMaker::compile(std::uint32_t index) {
  rules::CompiledRule out;
  out.index = index;
  for (std::size_t i = 0; i < table_.lanes().size(); ++i) out.lanes.push_back(static_cast<rules::LaneId>(i));
  for (const rules::Item& item : rules_[index].detection->items) {
    out.fields.push_back(item.field.empty() ? event::FieldId::kOther : fields_.intern(item.field));
    for (const rules::Pattern& pattern : item.patterns) {
      if (const auto* const other = std::get_if<rules::FieldReference>(&pattern)) {
        out.references.push_back(fields_.intern(other->field));
      }
    }
  }
  return out;
}

std::shared_ptr<const rules::RuleSet> SetMaker::finish() {
  auto set = std::make_shared<rules::RuleSet>();
  for (std::uint32_t i = 0; i < rules_.size(); ++i) set->compiled.push_back(compile(i));
  set->rules = std::move(rules_);
  set->log_sources = std::move(table_);
  return set;
}

}  // namespace hoptrace::match::hand_built
