#include "cases/stretch_entry.h"

#include <algorithm>

#include "base/check.h"
#include "cases/identity.h"
#include "cases/packed.h"

namespace hoptrace::cases {

std::uint8_t level_in(Stretch& stretch, std::string_view level) {
  const auto known = std::ranges::find(stretch.levels, level);
  const auto number = known - stretch.levels.begin();
  base::check(number < 256, "rules have a handful of levels");
  if (known == stretch.levels.end()) stretch.levels.emplace_back(level);
  return static_cast<std::uint8_t>(number);
}

void enter(const FindingRow& finding, Stretch& stretch) {
  const EventRef& event = finding.event;
  std::string scratch;
  stretch.findings.push_back({.rule = finding.rule,
                              .offset = finding.offset,
                              .record_id = event.record_id,
                              .time = event.time,
                              .event = identity_of({.tenant = finding.tenant,
                                                    .host = event.host,
                                                    .channel = event.channel,
                                                    .content = event.content,
                                                    .record_id = event.record_id,
                                                    .time = event.time,
                                                    .timed = event.timed,
                                                    .origin = {stretch.artifact, finding.offset}},
                                                   scratch),
                              .event_id = event.event_id,
                              .log = static_cast<std::uint32_t>(stretch.logs.size()),
                              .detail = static_cast<std::uint32_t>(stretch.details.size()),
                              .level = level_in(stretch, finding.level),
                              .timed = event.timed,
                              .certain = finding.certain});
  stretch.logs.push_back({finding.tenant, event.host, event.channel, event.provider});
  stretch.details.push_back(detail_of(finding.matched, finding.missing, finding.context));
}

}  // namespace hoptrace::cases
