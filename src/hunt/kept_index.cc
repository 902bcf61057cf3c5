#include "hunt/kept_index.h"

#include "base/bytes.h"
#include "base/digest.h"

namespace hoptrace::hunt {
namespace {

std::string name_of(std::span<const std::string_view> literals) {
  std::string all = match::LiteralSet::engine() + "\n";
  for (const std::string_view literal : literals)
    all.append(std::to_string(literal.size())).append(1, ':').append(literal);
  return "literals-" + base::sha256_hex(all);
}

}  // namespace

base::Result<std::shared_ptr<const match::LiteralSet>> KeptIndex::literals(
    std::span<const std::string_view> literals) {
  const std::string name = hunt::name_of(literals);
  if (const auto kept = folder_->read(name)) {
    if (auto set = match::LiteralSet::from_bytes(base::bytes_of(kept->text))) {
      if (profile_ != nullptr) profile_->note_index(true);
      return set;
    }
  }
  if (profile_ != nullptr) profile_->note_index(false);
  auto made = match::LiteralSet::compile(literals);
  if (!made) return made;
  if (const auto bytes = (*made)->serialize()) (void)folder_->write(name, base::text_of(*bytes));
  return made;
}

// A set of rules has another index for every choice of them that still has to be run (rule_selection.h).
std::string KeptIndex::name_of(const rules::RuleSet& rules) const {
  std::string all = rules_ + "\n";
  for (const rules::CompiledRule& rule : rules.compiled) all += rule.lanes.empty() ? '-' : '+';
  return "index-" + base::sha256_hex(all);
}

std::optional<base::KeptBytes> KeptIndex::index_of(const rules::RuleSet& rules) {
  if (rules_.empty()) return std::nullopt;
  auto bytes = folder_->read(name_of(rules));
  if (profile_ != nullptr) profile_->note_index(bytes.has_value());
  return bytes;
}

void KeptIndex::keep_index(const rules::RuleSet& rules, std::string_view bytes) {
  if (!rules_.empty()) (void)folder_->write(name_of(rules), bytes);
}

}  // namespace hoptrace::hunt
