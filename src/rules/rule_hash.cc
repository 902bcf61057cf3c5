#include "rules/rule_hash.h"

#include <fmt/format.h>

#include <iterator>

#include "base/digest.h"

namespace hoptrace::rules {
namespace {

// A text with its length in front, so that no two lists of texts give the same bytes.
std::string sized(std::string_view text) {
  return fmt::format("{}:{};", text.size(), text);
}

struct Canonical {
  std::string operator()(const Glob& glob) const {
    std::string out = glob.cased ? "glob-cased " : "glob ";
    for (const Glob::Part& part : glob.parts) {
      if (part.kind == Glob::Part::Kind::kLiteral) out += sized(part.literal);
      if (part.kind == Glob::Part::Kind::kOne) out += '?';
      if (part.kind == Glob::Part::Kind::kMany) out += '*';
    }
    return out;
  }
  std::string operator()(const NumberEquals& n) const { return fmt::format("number {} {}", n.value, sized(n.text)); }
  std::string operator()(const BoolEquals& b) const { return fmt::format("bool {}", b.value); }
  std::string operator()(const IsNull&) const { return "null"; }
  std::string operator()(const Exists& e) const { return fmt::format("exists {}", e.expected); }
  std::string operator()(const Regex& r) const {
    return fmt::format("regex {}{}{} {}", r.ignore_case ? "i" : "", r.multi_line ? "m" : "", r.dot_all ? "s" : "",
                       sized(r.pattern));
  }
  std::string operator()(const Cidr& c) const {
    std::string out = fmt::format("cidr v{} /{} ", c.v6 ? 6 : 4, c.prefix);
    for (const std::uint8_t byte : c.network) out += fmt::format("{:02x}", byte);
    return out;
  }
  std::string operator()(const Compare& c) const {
    return fmt::format("compare {} {}", static_cast<int>(c.comparison), c.value);
  }
  std::string operator()(const TimeCompare& t) const {
    return fmt::format("time {} {} {}", static_cast<int>(t.part), static_cast<int>(t.comparison), t.value);
  }
  std::string operator()(const FieldReference& f) const {
    return fmt::format("field {} {} {}", static_cast<int>(f.placement), f.cased, sized(f.field));
  }
};

std::string canonical(const Item& item) {
  std::string out = fmt::format("item {} {} {}", sized(item.field), item.all, item.negated);
  for (const Pattern& pattern : item.patterns) out += sized(canonical(pattern));
  return out;
}

std::string canonical(const Node& node) {
  std::string out = fmt::format("node {} {}", static_cast<int>(node.kind), node.item);
  for (const NodeId child : node.children) out += fmt::format(" {}", child);
  return out;
}

// What is hashed is gathered first: one digest over one text is many times as quick as one piece at a time.
void add(std::string& all, std::string_view text) {
  fmt::format_to(std::back_inserter(all), "{}:", text.size());
  all.append(text).append(1, ';');
}

void add(std::string& all, const base::Yaml& value) {
  fmt::format_to(std::back_inserter(all), "{} {} {} ", static_cast<int>(value.kind), value.quoted,
                 value.list.size() + value.map.size());
  add(all, value.text);
  for (const base::Yaml& item : value.list) add(all, item);
  for (const auto& [key, item] : value.map) {
    add(all, key);
    add(all, item);
  }
}

}  // namespace

std::string canonical(const Pattern& pattern) {
  return std::visit(Canonical(), pattern);
}

std::string hash_of(const Rule& rule) {
  std::string all;
  add(all, "rule 1");
  for (const std::string* const part : {&rule.logsource.product, &rule.logsource.category, &rule.logsource.service}) {
    add(all, *part);
  }
  for (const Item& item : rule.detection->items) add(all, canonical(item));
  for (const Node& node : rule.detection->nodes) add(all, canonical(node));
  add(all, fmt::format("root {}", rule.detection->root));
  return base::sha256_hex(all);
}

std::string hash_of(const Correlation& correlation) {
  std::string all;
  add(all, fmt::format("correlation 1 {} {} {}", static_cast<int>(correlation.type), correlation.timespan_seconds,
                       correlation.condition.percentile));
  for (const Compare& comparison : correlation.condition.comparisons) add(all, canonical(Pattern(comparison)));
  for (const std::string& field : correlation.condition.fields) add(all, "field " + field);
  for (const std::string& field : correlation.group_by) add(all, "by " + field);
  for (const Correlation::Alias& alias : correlation.aliases) {
    add(all, "alias " + alias.name);
    for (const auto& [rule, field] : alias.field_of_rule) add(all, sized(rule) + field);
  }
  for (const std::string& rule : correlation.rules) add(all, "rule " + rule);
  if (correlation.all_tenants) add(all, "all tenants");
  return base::sha256_hex(all);
}

std::string digest_of(const base::Yaml& document) {
  std::string all;
  add(all, document);
  return base::sha256_hex(all);
}

std::string make_id(std::string_view verdict_hash, std::string_view title, std::string_view rule_name) {
  const std::string hash = base::sha256_hex(sized(verdict_hash) + sized(title) + sized(rule_name));
  return fmt::format("{}-{}-{}-{}-{}", hash.substr(0, 8), hash.substr(8, 4), hash.substr(12, 4), hash.substr(16, 4),
                     hash.substr(20, 12));
}

}  // namespace hoptrace::rules
