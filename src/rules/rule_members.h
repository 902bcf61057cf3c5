// What rules and the set of them are made of, for base::Packer and base::Unpacker (packing.h).
//
// A member that is added to one of these structs must be named here as well; rule_members_test.cc counts them.
#pragma once

#include <tuple>

#include "base/packing.h"
#include "rules/rule_set.h"

namespace hoptrace::rules {

auto members(base::Either<Glob::Part> auto& part) {
  return std::tie(part.kind, part.literal);
}
auto members(base::Either<Glob> auto& glob) {
  return std::tie(glob.parts, glob.cased);
}
auto members(base::Either<NumberEquals> auto& number) {
  return std::tie(number.value, number.text);
}
auto members(base::Either<BoolEquals> auto& boolean) {
  return std::tie(boolean.value);
}
auto members(base::Either<IsNull> auto&) {
  return std::tie();
}
auto members(base::Either<Exists> auto& exists) {
  return std::tie(exists.expected);
}
auto members(base::Either<Regex> auto& regex) {
  return std::tie(regex.pattern, regex.ignore_case, regex.multi_line, regex.dot_all);
}
auto members(base::Either<Cidr> auto& cidr) {
  return std::tie(cidr.network, cidr.prefix, cidr.v6);
}
auto members(base::Either<Compare> auto& compare) {
  return std::tie(compare.comparison, compare.value);
}
auto members(base::Either<TimeCompare> auto& compare) {
  return std::tie(compare.part, compare.comparison, compare.value);
}
auto members(base::Either<FieldReference> auto& reference) {
  return std::tie(reference.field, reference.placement, reference.cased);
}
auto members(base::Either<Item> auto& item) {
  return std::tie(item.field, item.patterns, item.all, item.negated, item.source, item.line);
}
auto members(base::Either<Node> auto& node) {
  return std::tie(node.kind, node.children, node.item);
}
auto members(base::Either<LogSource> auto& source) {
  return std::tie(source.product, source.category, source.service, source.definition);
}
auto members(base::Either<Selection> auto& selection) {
  return std::tie(selection.name, selection.root, selection.line);
}
auto members(base::Either<Detection> auto& detection) {
  return std::tie(detection.items, detection.nodes, detection.root, detection.selections, detection.condition);
}
// Without what is only told of a rule (Rule::description and the like): who keeps rules keeps that as it is told.
auto members(base::Either<Rule> auto& r) {
  return std::tie(r.id, r.name, r.title, r.level, r.status, r.logsource, r.detection, r.path, r.line, r.hash);
}
auto members(base::Either<CorrelationCondition> auto& condition) {
  return std::tie(condition.comparisons, condition.fields, condition.percentile);
}
auto members(base::Either<Correlation::Alias> auto& alias) {
  return std::tie(alias.name, alias.field_of_rule);
}
auto members(base::Either<Correlation> auto& c) {
  return std::tie(c.id, c.name, c.title, c.description, c.author, c.date, c.references, c.tags, c.falsepositives,
                  c.level, c.status, c.type, c.rules, c.group_by, c.timespan_seconds, c.condition, c.aliases,
                  c.generate, c.all_tenants, c.path, c.line, c.hash);
}

auto members(base::Either<FieldMapping> auto& mapping) {
  return std::tie(mapping.rule_field, mapping.conversion, mapping.sources, mapping.constant);
}
auto members(base::Either<Lane> auto& l) {
  return std::tie(l.name, l.product, l.category, l.service, l.channels, l.providers, l.event_ids, l.where,
                  l.kind_product, l.kind_category, l.kind_service, l.mappings, l.cannot_have, l.closed, l.has, l.weak,
                  l.common);
}

auto members(base::Either<Refusal> auto& refusal) {
  return std::tie(refusal.path, refusal.line, refusal.title, refusal.id, refusal.reason, refusal.waiting);
}
auto members(base::Either<CompiledRule> auto& rule) {
  return std::tie(rule.index, rule.lanes, rule.fields, rule.references, rule.finding, rule.correlated);
}
auto members(base::Either<FilterUse> auto& use) {
  return std::tie(use.path, use.line, use.title, use.id, use.rules);
}
auto members(base::Either<RuleSet> auto& set) {
  return std::tie(set.rules, set.compiled, set.correlations, set.correlation_members, set.correlation_is_finding,
                  set.filters, set.refused, set.left_out, set.repeated, set.log_sources, set.hash);
}

}  // namespace hoptrace::rules
