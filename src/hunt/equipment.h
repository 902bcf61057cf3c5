// Equipment: everything a hunt needs before it looks at evidence, loaded once and never changed while workers read
// it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cases/case.h"
#include "cases/finding.h"
#include "decode/decoder.h"
#include "decode/json_kinds.h"
#include "decode/vpn/vpn_patterns.h"
#include "event/field.h"
#include "hunt/allow_list.h"
#include "hunt/correlation_fields.h"
#include "hunt/hunt.h"
#include "indicators/indicator_index.h"
#include "indicators/indicator_list.h"
#include "match/index_store.h"
#include "rules/rule_set.h"
#include "tenants/tenants.h"

namespace hoptrace::hunt {

struct Equipment {
  event::FieldDictionary fields;
  tenants::Tenants tenants = tenants::Tenants::only_default();
  decode::JsonKinds json_kinds;
  decode::vpn::VpnPatterns vpn_patterns;
  std::shared_ptr<const rules::RuleSet> rules;
  indicators::IndicatorIndex indicators;
  std::vector<indicators::Refusal> refused_indicators;
  AllowList allow;
  std::optional<CorrelationFields> correlation_fields;
  // As the case keeps them: rules, correlations, indicators; then what reads facts for hops, if it does.
  cases::RulePack rule_pack;
  std::unique_ptr<match::IndexStore> indexes;  // for the matchers; null: nothing is kept
  std::string kept_trouble;                    // not empty: why nothing could be kept (kept_set.h)
  std::string tenants_file;                    // the one that was read, or empty
  // The case's rows, once the rules are entered: of rules->rules[i], rules->correlations[i] and indicators.all()[i].
  std::vector<cases::RuleRow> rule_rows, correlation_rows, indicator_rows;
  // What reads facts for hops has a version and a row like a rule: artifacts read without it are read again for it.
  bool hops = false;
  std::optional<cases::RuleRow> facts_row;

  // For identify(), splitters and decoders; `this` outlives them.
  [[nodiscard]] decode::DecodeOptions decode_options(bool carve, decode::Sieve* sieve = nullptr) const {
    return {.carve = carve, .json_kinds = &json_kinds, .vpn = &vpn_patterns, .sieve = sieve};
  }
};

// Loads what `options` name; `root` is the evidence root (for its tenants.yaml).
[[nodiscard]] base::Result<std::unique_ptr<Equipment>> equip(const HuntOptions& options, const std::string& root);

}  // namespace hoptrace::hunt
