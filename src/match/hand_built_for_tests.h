// Rules, lanes and records built by hand, for tests that must not depend on the rules' reader or a decoder.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "event/event.h"
#include "rules/rule_set.h"

namespace hoptrace::match::hand_built {

// "a*b?c": no escapes.
[[nodiscard]] rules::Glob glob(std::string_view text, bool cased = false);
[[nodiscard]] rules::NumberEquals number(double value, std::string text);

class RuleMaker {
 public:
  explicit RuleMaker(std::string title) { rule_.title = rule_.id = std::move(title); }

  // An empty field: keywords.
  rules::NodeId item(const std::string& field, std::vector<rules::Pattern> patterns);
  rules::NodeId all(const std::string& field, std::vector<rules::Pattern> patterns);
  rules::NodeId neq(const std::string& field, std::vector<rules::Pattern> patterns);
  rules::NodeId both(std::vector<rules::NodeId> children) {
    return node(rules::Node::Kind::kAnd, std::move(children));
  }
  rules::NodeId either(std::vector<rules::NodeId> children) {
    return node(rules::Node::Kind::kOr, std::move(children));
  }
  rules::NodeId no(rules::NodeId child) { return node(rules::Node::Kind::kNot, {child}); }
  [[nodiscard]] rules::Rule finish(rules::NodeId root);

 private:
  rules::NodeId node(rules::Node::Kind kind, std::vector<rules::NodeId> children);
  rules::NodeId add(rules::Item item);

  rules::Rule rule_;
};

// A rule set with the given lanes (YAML as in content/), every rule on every one of them.
class SetMaker {
 public:
  // Ends the test program where the tables cannot be read: they are part of the test.
  SetMaker(std::string_view lanes_yaml, std::string_view fields_yaml);

  void add(rules::Rule rule) { rules_.push_back(std::move(rule)); }
  [[nodiscard]] std::shared_ptr<const rules::RuleSet> finish();
  [[nodiscard]] event::FieldDictionary& fields() { return fields_; }

 private:
  [[nodiscard]] rules::CompiledRule compile(std::uint32_t index);

  event::FieldDictionary fields_;
  rules::LogSourceTable table_;
  std::vector<rules::Rule> rules_;
};

}  // namespace hoptrace::match::hand_built
