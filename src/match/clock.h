// Clocks: the parts of a date that Sigma's time modifiers ask for (|minute … |year).
//
// Source: sigma-appendix-modifiers 2.1.0, "Time Modifiers": a number taken out of a date, "not designed to handle
// timezone or format conversions". So a text is taken by its own clock: an offset written behind it is not applied
// (14:05+02:00 is hour 14), and a text without one is read as it stands. An instant (EVTX's own times) is UTC. Text
// must be ISO 8601, with a T or a blank; anything else has no parts. Weeks are ISO 8601's, 1 to 53.
#pragma once

#include <optional>

#include "base/time.h"
#include "event/value.h"
#include "rules/rule.h"

namespace hoptrace::match {

// `text` is the value's text. Only instants and text have a clock; a plain number has none.
[[nodiscard]] std::optional<base::CalendarTime> clock_of(const event::Value& value, std::string_view text);
[[nodiscard]] double part_of(const base::CalendarTime& clock, rules::TimePart part);

}  // namespace hoptrace::match
