#include "correlate/correlate.h"

#include <array>
#include <charconv>
#include <string>

#include "correlate/aggregate.h"
#include "correlate/grouping.h"
#include "correlate/windows.h"

namespace hoptrace::correlate {
namespace {

using base::Result;

// "12", "0.5": the shortest text that reads back as the number.
std::string text_of(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

Item item_of(const cases::CorrelationItem& kept, Needs needed) {
  Item item;
  item.id = kept.id;
  item.member = kept.member;
  item.time = kept.event.time;
  item.tenant = kept.tenant;
  item.host = kept.event.host;
  item.channel = kept.event.channel;
  item.record_id = kept.event.record_id;
  item.content = kept.event.content;
  if (needed == Needs::kValues) item.values = kept.values;
  if (needed == Needs::kNumbers) {
    for (const std::string& text : kept.values) {
      if (const auto number = number_of(text)) item.numbers.push_back(*number);
    }
  }
  return item;
}

// One correlation against the case.
class Evaluator {
 public:
  Evaluator(cases::Case& hunted, const rules::RuleSet& rules, std::size_t index, cases::RuleRow row, base::Time now)
      : store_(hunted.correlations()),
        rules_(rules),
        index_(index),
        correlation_(rules.correlations[index]),
        row_(row),
        now_(now) {}

  Result<void> run(const std::vector<cases::CorrelationMember>& members, Evaluation& sum) {
    const Grouping grouping(rules_, index_);
    const auto groupless = store_.ingest(
        row_, members, [&](std::uint32_t member, const std::string& tenant, const cases::Pairs& fields) {
          return grouping.of(member, tenant, fields);
        });
    if (!groupless) return std::unexpected(groupless.error());
    sum.groupless += *groupless;
    cases::CorrelationGroup group;
    while (true) {
      const auto found = store_.next_stale(row_, group.id, group);
      if (!found) return std::unexpected(found.error());
      if (!*found) break;
      if (auto outcome = evaluate_group(group, sum); !outcome) return outcome;
    }
    return store_.show(row_, shown());
  }

 private:
  [[nodiscard]] bool shown() const { return rules_.correlation_is_finding[index_]; }

  Result<void> evaluate_group(const cases::CorrelationGroup& group, Evaluation& sum) {
    const auto replaced = store_.replace(row_, group, rules::name(correlation_.level), shown(), now_,
                                         [&](const cases::Correlations::Emit& emit) { return hits_of(group, emit); });
    if (!replaced) return std::unexpected(replaced.error());
    ++sum.groups;
    sum.kept += replaced->kept;
    sum.added += replaced->added;
    sum.superseded += replaced->superseded;
    return {};
  }

  Result<void> hits_of(const cases::CorrelationGroup& group, const cases::Correlations::Emit& emit) {
    Windows windows(correlation_, [&](const Hit& hit) { emit(kept(hit, group)); });
    const Needs needed = needs(correlation_.type);
    auto outcome =
        store_.items(group, [&](const cases::CorrelationItem& item) { windows.add(item_of(item, needed)); });
    windows.finish();
    return outcome;
  }

  [[nodiscard]] cases::CorrelationHit kept(const Hit& hit, const cases::CorrelationGroup& group) const {
    cases::CorrelationHit out;
    for (const Item& part : hit.parts) out.parts.push_back(part.id);
    out.reached = hit.parts[hit.reached].id;
    out.matched = group.shown;
    out.matched.emplace_back(name(correlation_.type), text_of(hit.value));
    return out;
  }

  cases::Correlations& store_;
  const rules::RuleSet& rules_;
  std::size_t index_;
  const rules::Correlation& correlation_;
  cases::RuleRow row_;
  base::Time now_;
};

// Indices of all correlations, each after those that it refers to (the RuleSet has no circles).
void put_in_order(const rules::RuleSet& rules, std::size_t index, std::vector<bool>& seen,
                  std::vector<std::size_t>& order) {
  if (seen[index]) return;
  seen[index] = true;
  for (const std::uint32_t member : rules.correlation_members[index]) {
    if (member >= rules.rules.size()) put_in_order(rules, member - rules.rules.size(), seen, order);
  }
  order.push_back(index);
}

}  // namespace

Result<Evaluation> evaluate(cases::Case& hunted, const rules::RuleSet& rules,
                            const std::vector<cases::RuleRow>& rule_rows,
                            const std::vector<cases::RuleRow>& correlation_rows, base::Time now) {
  std::vector<bool> seen(rules.correlations.size());
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < rules.correlations.size(); ++i) put_in_order(rules, i, seen, order);
  Evaluation sum;
  for (const std::size_t index : order) {
    std::vector<cases::CorrelationMember> members;
    for (const std::uint32_t member : rules.correlation_members[index]) {
      const bool rule = member < rules.rules.size();
      members.push_back({rule ? rule_rows[member] : correlation_rows[member - rules.rules.size()], !rule});
    }
    Evaluator evaluator(hunted, rules, index, correlation_rows[index], now);
    if (auto outcome = evaluator.run(members, sum); !outcome) return std::unexpected(outcome.error());
  }
  return sum;
}

}  // namespace hoptrace::correlate
