#include "rules/detection.h"

#include <fmt/format.h>

#include <algorithm>

#include "rules/modifier.h"
#include "rules/pattern.h"

namespace hoptrace::rules {
namespace {

constexpr std::size_t kMostFilledIn = 1'024;  // texts that the placeholders of one value make

using base::Yaml;

struct Key {
  std::string_view field;
  std::vector<std::string_view> modifiers;
};

Key split_key(std::string_view key) {
  Key out;
  auto bar = key.find('|');
  out.field = key.substr(0, bar);
  while (bar != std::string_view::npos) {
    key.remove_prefix(bar + 1);
    bar = key.find('|');
    out.modifiers.push_back(key.substr(0, bar));
  }
  return out;
}

Parsed<void> check_value(std::string_view key, const Yaml& value) {
  if (value.is_scalar()) return {};
  return fault(value.line,
               fmt::format("`{}` holds a {} where a value belongs", key, value.is_map() ? "map" : "list"));
}

bool keywords_only(const Yaml& list) {
  return std::all_of(list.list.begin(), list.list.end(), [](const Yaml& item) { return item.is_scalar(); });
}

Item make_item(const Draft& draft, std::string_view key, int line) {
  Item item;
  item.field = draft.field;
  item.negated = draft.negated;
  item.source = key;
  item.line = line;
  return item;
}

// The node for values whose alternatives are `sets`: one item where that can say it, else one for each value.
NodeId combine(TreeBuilder& tree, const Item& item, const Draft& draft, std::vector<std::vector<Pattern>> sets) {
  const bool single = std::all_of(sets.begin(), sets.end(), [](const auto& set) { return set.size() == 1; });
  if (!draft.all || (single && !draft.negated)) {
    Item whole = item;
    whole.all = draft.all;
    for (auto& set : sets) {
      std::move(set.begin(), set.end(), std::back_inserter(whole.patterns));
    }
    return tree.add(std::move(whole));
  }
  std::vector<NodeId> nodes;
  for (auto& set : sets) {
    Item one = item;
    one.patterns = std::move(set);
    nodes.push_back(tree.add(std::move(one)));
  }
  return tree.join(draft.negated ? Node::Kind::kOr : Node::Kind::kAnd, std::move(nodes));
}

}  // namespace

Parsed<NodeId> DetectionReader::bounded(Parsed<NodeId> node, int line) const {
  if (node && !tree_.within_bounds()) return fault(line, "the rule grows beyond 200,000 patterns or 64 MiB of text");
  return node;
}

Parsed<NodeId> DetectionReader::read(const Yaml& definition) {
  if (definition.is_map()) return read_map(definition);
  if (definition.is_list() && !keywords_only(definition)) return read_list(definition);
  return read_item("", definition);
}

Parsed<NodeId> DetectionReader::read_map(const Yaml& map) {
  if (map.map.empty()) return fault(map.line, "an empty map says nothing");
  std::vector<NodeId> nodes;
  for (const auto& [key, value] : map.map) {
    auto node = read_item(key, value);
    if (!node) return node;
    nodes.push_back(*node);
  }
  return bounded(tree_.join(Node::Kind::kAnd, std::move(nodes)), map.line);
}

Parsed<NodeId> DetectionReader::read_list(const Yaml& list) {
  std::vector<NodeId> nodes;
  for (const Yaml& entry : list.list) {
    auto node = read(entry);
    if (!node) return node;
    nodes.push_back(*node);
  }
  return bounded(tree_.join(Node::Kind::kOr, std::move(nodes)), list.line);
}

Parsed<NodeId> DetectionReader::read_item(std::string_view key, const Yaml& value) {
  const Key parts = split_key(key);
  Draft draft;
  draft.field = parts.field;
  if (value.is_list() && value.list.empty()) return fault(value.line, fmt::format("`{}` has an empty list", key));
  const bool filled_in = expands(parts.modifiers);
  const std::size_t missing_before = missing_.size();
  const std::size_t count = value.is_list() ? value.list.size() : 1;
  for (std::size_t i = 0; i < count; ++i) {
    const Yaml& written = value.is_list() ? value.list[i] : value;
    if (auto fine = check_value(key, written); !fine) return std::unexpected(fine.error());
    DraftValue& one = draft.values.emplace_back();
    one.written = &written;
    one.raw = {written.text};
    if (filled_in && written.kind == Yaml::Kind::kText) {
      auto filled = fill_placeholders(written.text, placeholders_, kMostFilledIn, missing_);
      if (!filled) return fault(written.line, std::move(filled.error().reason));
      one.raw = std::move(*filled);
    }
    for (const std::string& raw : one.raw) one.texts.push_back(read_wildcards(raw));
  }
  if (auto fine = apply_modifiers(parts.modifiers, draft, value.line); !fine) return std::unexpected(fine.error());
  std::vector<std::vector<Pattern>> sets;
  for (const DraftValue& one : draft.values) {
    auto patterns = make_patterns(draft, one);
    if (!patterns) return std::unexpected(std::move(patterns.error()));
    if (!patterns->empty()) sets.push_back(std::move(*patterns));
  }
  // Where placeholders are missing the rule waits; what is built meanwhile is thrown away.
  if (missing_.size() > missing_before && sets.empty()) sets.push_back({IsNull{}});
  const Item item = make_item(draft, key, value.line);
  return bounded(combine(tree_, item, draft, std::move(sets)), value.line);
}

}  // namespace hoptrace::rules
