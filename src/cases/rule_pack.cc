#include "cases/rule_pack.h"

#include <optional>

namespace hoptrace::cases {
namespace {

// Nothing where the bytes are no rule.
std::optional<PackedRule> view_of(std::string_view bytes) {
  base::Unpacker from(base::bytes_of(bytes));
  PackedRule out{.bytes = bytes};
  from.get(out.kind);
  const auto text = [&from] { return base::text_of(from.get_bytes()); };
  out.id = text();
  out.hash = text();
  out.version = bytes.substr(0, bytes.size() - from.left());
  out.title = text();
  if (from.left() == 0 || out.kind > RuleKind::kLogonFacts) return {};  // at least as many counts as follow are left
  return out;
}

}  // namespace

RuleRecord PackedRule::unpack() const {
  RuleRecord out;
  base::Unpacker(base::bytes_of(bytes)).get(out);
  return out;
}

RulePack::RulePack(std::span<const RuleRecord> rules) {
  for (const RuleRecord& rule : rules) add(rule);
}

void RulePack::add(const RuleRecord& rule) {
  base::Packer one;
  one.put(rule);
  add(PackedRule{.bytes = one.take()});
}

void RulePack::add(const PackedRule& rule) {
  base::Packer text;
  text.put(std::string(rule.bytes));
  bytes_ += text.take();
}

std::vector<PackedRule> RulePack::rules() const {
  std::vector<PackedRule> out;
  base::Unpacker from(base::bytes_of(bytes_));
  while (from.left() > 0) {
    const auto rule = view_of(base::text_of(from.get_bytes()));
    if (!rule) break;
    out.push_back(*rule);
  }
  return out;
}

}  // namespace hoptrace::cases
