#include "hunt/indicator_watch.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "indicators/strength.h"

namespace hoptrace::hunt {
namespace {

constexpr std::size_t kMostPairs = 16;      // fields shown of one indicator in one record
constexpr std::size_t kLongestText = 4096;  // bytes shown of one match

// "domain ctldl.windowsupdate.fartit.com (RedLeaves)"
std::string in_words(const indicators::Indicator& i) {
  const std::string& whose = i.malware.empty() ? i.actor : i.malware;
  return fmt::format("{} {}{}", indicators::info(i.type).name, i.value, whose.empty() ? "" : " (" + whose + ")");
}

std::string_view level_of(indicators::Confidence strength) {
  return indicators::name(strength);
}

}  // namespace

cases::RuleRecord indicator_record(const indicators::Indicator& i) {
  const std::string id = indicators::id_of(i);
  const std::string published = i.published ? base::iso8601(*i.published) : std::string();
  return {.kind = cases::RuleKind::kIndicator,
          .id = id,
          .title = "Published indicator: " + in_words(i),
          .author = i.source,
          .level = std::string(level_of(i.confidence)),
          .status = {},
          .path = i.place,
          .description = i.note,
          .tags = {},
          .references = {i.source},
          .falsepositives = {"Names and addresses change hands; a file name may be somebody else's"},
          .hash = base::sha256_hex(id + "|" + std::string(indicators::name(i.confidence)) + "|" + published)};
}

void IndicatorWatch::look_at(const event::Event& event) {
  look_at_nothing();
  scanner_.scan(event, sightings_);
  for (const indicators::Sighting& sighting : sightings_) {
    const auto same =
        std::find_if(found_.begin(), found_.end(), [&](const Found& f) { return f.indicator == sighting.indicator; });
    Found& found = same != found_.end() ? *same : found_.emplace_back();
    found.indicator = sighting.indicator;
    const std::string_view name = event.fields()[sighting.field].name;
    const bool known =
        std::any_of(found.matched.begin(), found.matched.end(), [&](const auto& pair) { return pair.first == name; });
    if (!known && found.matched.size() < kMostPairs) {
      found.matched.emplace_back(std::string(name), std::string(sighting.matched.substr(0, kLongestText)));
    }
  }
  const std::optional<base::Time> time = event.timed ? std::optional(event.time) : std::nullopt;
  for (Found& found : found_) {
    const indicators::Indicator& indicator = equipment_.indicators.all()[found.indicator];
    found.alone = indicators::stands_alone(indicator, time);
    found.level = level_of(indicators::strength_at(indicator, time));
    if (!found.alone) context_.push_back("weak indicator in the same record: " + in_words(indicator));
  }
}

}  // namespace hoptrace::hunt
