// Search identifiers: the maps and lists of a detection section, as nodes. Source: Sigma rules specification 2.1,
// "Search-Identifier".
//
//   map                AND of its items                    a list under a key: OR, |all: AND
//   list of maps       OR                                  a list in a list: OR, as pySigma reads it
//   list of texts      OR of keywords                      '|all': [...]: AND of keywords
//   one text           a keyword
// An empty list or map says nothing and is refused. A list under |all may have one value: it is that value.
// What one value expands to (windash, base64offset, placeholders) are alternatives, even under |all.
// |neq|all holds where at least one of the values is not there: the negation of |all.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/yaml.h"
#include "rules/fault.h"
#include "rules/rule_set.h"
#include "rules/tree_builder.h"

namespace hoptrace::rules {

class DetectionReader {
 public:
  DetectionReader(TreeBuilder& tree, const PlaceholderValues& placeholders)
      : tree_(tree), placeholders_(placeholders) {}

  // The node of one search identifier.
  [[nodiscard]] Parsed<NodeId> read(const base::Yaml& definition);
  // Placeholder names that no list was given for.
  [[nodiscard]] const std::set<std::string>& missing() const { return missing_; }

 private:
  [[nodiscard]] Parsed<NodeId> read_map(const base::Yaml& map);
  [[nodiscard]] Parsed<NodeId> read_list(const base::Yaml& list);
  [[nodiscard]] Parsed<NodeId> read_item(std::string_view key, const base::Yaml& value);
  [[nodiscard]] Parsed<NodeId> bounded(Parsed<NodeId> node, int line) const;

  TreeBuilder& tree_;
  const PlaceholderValues& placeholders_;
  std::set<std::string> missing_;
};

}  // namespace hoptrace::rules
