// RulePack: the rules of a run as a case keeps them, one packed behind the other, so that thousands are entered with
// one statement, and whoever keeps the pack from run to run need not make it again.
//
// Each rule is a text (base/packing.h) that begins with what tells its version: kind, id, hash. There are only bytes
// and counts in it, so it is the same on every machine. Packs out of a case may come from a stranger: what is no rule
// ends the pack.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/packing.h"
#include "cases/finding.h"

namespace hoptrace::cases {

auto members(base::Either<RuleRecord> auto& rule) {
  return std::tie(rule.kind, rule.id, rule.hash, rule.title, rule.author, rule.level, rule.status, rule.path,
                  rule.description, rule.tags, rule.references, rule.falsepositives);
}

// A rule in its pack: views of its bytes.
struct PackedRule {
  std::string_view bytes{};
  std::string_view version{};  // of these, what tells it from all others: kind, id and hash
  RuleKind kind = RuleKind::kSigma;
  std::string_view id{}, hash{}, title{};

  [[nodiscard]] RuleRecord unpack() const;
};

class RulePack {
 public:
  RulePack() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): the same, packed
  RulePack(const std::vector<RuleRecord>& rules) : RulePack(std::span(rules)) {}
  RulePack(std::initializer_list<RuleRecord> rules) : RulePack(std::span(rules.begin(), rules.end())) {}
  explicit RulePack(std::span<const RuleRecord> rules);
  explicit RulePack(std::string bytes) : bytes_(std::move(bytes)) {}

  void add(const RuleRecord& rule);
  void add(const PackedRule& rule);
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  // Views of this pack.
  [[nodiscard]] std::vector<PackedRule> rules() const;

  // For base::Packer and base::Unpacker.
  void pack(base::Packer& out) const { out.put(bytes_); }
  void unpack(base::Unpacker& from) { from.get(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace hoptrace::cases
