#include "hunt/keeper.h"

#include "hunt/event_ref.h"

namespace hoptrace::hunt {
namespace {

std::string_view level_of(const rules::Rule& rule, bool certain) {
  if (certain || rule.level == rules::Level::kInformational) return rules::name(rule.level);
  return rules::name(
      static_cast<rules::Level>(static_cast<int>(rule.level) - 1));  // one lower: see contract, Findings
}

}  // namespace

void Keeper::piece(cases::Stretch& stretch, std::vector<std::uint64_t>& suppressed_by_row,
                   const std::vector<bool>* indicators) {
  stretch_ = &stretch;
  suppressed_by_row_ = &suppressed_by_row;
  indicators_ = indicators;
}

void Keeper::record(const event::Event& event, const std::string& tenant, const IndicatorWatch& watch) {
  event_ = &event;
  tenant_ = &tenant;
  watch_ = &watch;
  referred_ = false;
}

const cases::EventRef& Keeper::reference() {
  if (!referred_) reference_ = event_ref(*event_, scratch_);
  referred_ = true;
  return reference_;
}

void Keeper::keep_indicators() {
  for (const IndicatorWatch::Found& found : watch_->found()) {
    if (indicators::info(equipment_.indicators.all()[found.indicator].type).weak) continue;
    if (indicators_ != nullptr && !(*indicators_)[found.indicator]) continue;
    const cases::RuleRow row = equipment_.indicator_rows[found.indicator];
    for (const auto& [field, text] : found.matched) {
      stretch_->sightings.push_back({.rule = row,
                                     .offset = event_->origin.offset,
                                     .tenant = *tenant_,
                                     .host = reference().host,
                                     .value = text,
                                     .field = field,
                                     .time = event_->time});
    }
    if (!found.alone) continue;
    stretch_->findings.push_back({.rule = row,
                                  .level = found.level,
                                  .certain = true,
                                  .offset = event_->origin.offset,
                                  .tenant = *tenant_,
                                  .event = reference(),
                                  .matched = found.matched,
                                  .missing = {},
                                  .context = watch_->context()});
  }
}

void Keeper::keep_match(match::Match& match) {
  const rules::Rule& rule = equipment_.rules->rules[match.rule];
  const rules::CompiledRule& compiled = equipment_.rules->compiled[match.rule];
  if (const auto row = equipment_.allow.leaves_out(rule.id, match)) {
    ++(*suppressed_by_row_)[*row];
    return;
  }
  if (compiled.correlated && match.certain) {
    const rules::Lane& lane = equipment_.rules->log_sources.lanes()[static_cast<std::size_t>(match.lane)];
    stretch_->matches.push_back({.rule = equipment_.rule_rows[match.rule],
                                 .offset = event_->origin.offset,
                                 .tenant = *tenant_,
                                 .event = reference(),
                                 .fields = equipment_.correlation_fields->of(*event_, lane, view_)});
    stretch_->matches.back().event.content = exact_content(*event_, scratch_);
  }
  if (!compiled.finding) return;
  stretch_->findings.push_back({.rule = equipment_.rule_rows[match.rule],
                                .level = std::string(level_of(rule, match.certain)),
                                .certain = match.certain,
                                .offset = event_->origin.offset,
                                .tenant = *tenant_,
                                .event = reference(),
                                .matched = std::move(match.matched),
                                .missing = std::move(match.missing),
                                .context = watch_->context()});
}

}  // namespace hoptrace::hunt
