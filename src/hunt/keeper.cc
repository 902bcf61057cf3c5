#include "hunt/keeper.h"

#include <algorithm>

#include "cases/identity.h"
#include "cases/packed.h"
#include "cases/stretch_entry.h"

namespace hoptrace::hunt {

void Keeper::piece(cases::Stretch& stretch, std::vector<std::uint64_t>& suppressed_by_row,
                   const std::vector<bool>* indicators) {
  stretch_ = &stretch;
  suppressed_by_row_ = &suppressed_by_row;
  indicators_ = indicators;
  levels_ = {};
  ++pieces_;
}

void Keeper::record(const event::Event& event, const std::string& tenant, const std::string& host,
                    const IndicatorWatch& watch) {
  event_ = &event;
  header_ = header_of(event);
  tenant_ = &tenant;
  host_ = &host;
  watch_ = &watch;
  named_ = false;
}

bool Keeper::keep_without_event(const decode::Glance& glance, const ContentPlan& plan, const std::string& tenant,
                                const std::string& host, std::span<const KeptMatch> matches) {
  if (std::ranges::any_of(matches, &KeptMatch::correlated)) return false;
  const bool any_finding =
      std::ranges::any_of(matches, [](const KeptMatch& match) { return match.detail != nullptr; });
  if (any_finding && !plan.write(glance, content_)) return false;
  event_ = nullptr;
  header_ = header_of(glance);
  tenant_ = &tenant;
  host_ = &host;
  watch_ = nullptr;
  if (any_finding) name_record(base::fingerprint(content_.bytes()));
  for (const KeptMatch& match : matches) keep_match(match);
  return true;
}

void Keeper::keep_indicators() {
  for (const IndicatorWatch::Found& found : watch_->found()) {
    if (indicators::info(equipment_.indicators.all()[found.indicator].type).weak) continue;
    if (indicators_ != nullptr && !(*indicators_)[found.indicator]) continue;
    const cases::RuleRow row = equipment_.indicator_rows[found.indicator];
    for (const auto& [field, text] : found.matched) {
      stretch_->sightings.push_back({.rule = row,
                                     .offset = header_.origin.offset,
                                     .tenant = *tenant_,
                                     .host = *host_,
                                     .value = text,
                                     .field = field,
                                     .time = header_.time});
    }
    if (!found.alone) continue;
    keep_finding(row, cases::level_in(*stretch_, found.level), true,
                 cases::detail_of(found.matched, {}, watch_->context()));
  }
}

void Keeper::keep_match(const KeptMatch& match) {
  if (match.left_out) {
    ++(*suppressed_by_row_)[*match.left_out];
    return;
  }
  if (match.correlated) keep_for_correlations(match);
  if (!match.finding) return;
  const std::uint8_t level = level_of(match.level);
  const cases::RuleRow row = equipment_.rule_rows[match.rule];
  if (watch_ == nullptr || watch_->context().empty()) return keep_finding(row, level, match.certain, match.detail);
  keep_finding(row, level, match.certain, cases::with_context(*match.detail, watch_->context()));
}

void Keeper::keep_for_correlations(const KeptMatch& match) {
  const rules::Lane& lane = equipment_.rules->log_sources.lanes()[static_cast<std::size_t>(match.lane)];
  stretch_->matches.push_back({.rule = equipment_.rule_rows[match.rule],
                               .offset = event_->origin.offset,
                               .tenant = *tenant_,
                               .event = {.time = event_->time,
                                         .timed = event_->timed,
                                         .host = *host_,
                                         .channel = std::string(event_->channel),
                                         .provider = std::string(event_->provider),
                                         .event_id = event_->event_id,
                                         .record_id = event_->record_id,
                                         .content = exact_content(*event_, content_)},
                               .fields = equipment_.correlation_fields->of(*event_, lane, view_)});
}

std::uint8_t Keeper::level_of(rules::Level level) {
  auto& number = levels_[static_cast<std::size_t>(level)];
  if (!number) number = cases::level_in(*stretch_, rules::name(level));
  return *number;
}

void Keeper::keep_finding(cases::RuleRow rule, std::uint8_t level, bool certain, const cases::SharedDetail& detail) {
  if (!named_) name_record(content_of(*event_, content_));
  cases::NewFinding& finding = stretch_->findings.emplace_back(record_);
  finding.rule = rule;
  finding.level = level;
  finding.certain = certain;
  finding.detail = number_of(detail);
}

void Keeper::name_record(const base::Fingerprint& of_content) {
  named_ = true;
  const auto content = of_content.raw();
  record_ = {.rule = 0,
             .offset = header_.origin.offset,
             .record_id = header_.record_id,
             .time = header_.time,
             .event = cases::identity_of({.tenant = *tenant_,
                                          .host = *host_,
                                          .channel = header_.channel,
                                          .content = {content.data(), content.size()},
                                          .record_id = header_.record_id,
                                          .time = header_.time,
                                          .timed = header_.timed,
                                          .origin = header_.origin},
                                         scratch_),
             .event_id = header_.event_id,
             .log = log(),
             .detail = 0,
             .level = 0,
             .timed = header_.timed,
             .certain = true};
}

// One of the latest that the stretch has, or a new one.
std::uint32_t Keeper::log() {
  constexpr std::size_t kLatest = 8;
  auto& logs = stretch_->logs;
  for (std::size_t i = logs.size(); i > 0 && i + kLatest > logs.size(); --i) {
    const cases::LogName& known = logs[i - 1];
    if (known.host == *host_ && known.channel == header_.channel && known.provider == header_.provider &&
        known.tenant == *tenant_) {
      return static_cast<std::uint32_t>(i - 1);
    }
  }
  logs.push_back({*tenant_, *host_, std::string(header_.channel), std::string(header_.provider)});
  return static_cast<std::uint32_t>(logs.size() - 1);
}

std::uint32_t Keeper::number_of(const cases::SharedDetail& detail) {
  Noted& noted = noted_[detail->hash % kNoted];
  if (noted.detail != detail.get() || noted.piece != pieces_) {
    noted = {detail.get(), pieces_, static_cast<std::uint32_t>(stretch_->details.size())};
    stretch_->details.push_back(detail);
  }
  return noted.number;
}

}  // namespace hoptrace::hunt
