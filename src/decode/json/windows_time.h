// The record's own time, out of what forwarders leave of it (design: "Event time is the record's own").
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"
#include "decode/json/conversion.h"

namespace hoptrace::decode::json {

// Sysmon's own UtcTime, where the record is Sysmon's. Written by the driver in UTC without saying so.
[[nodiscard]] std::optional<base::Time> sysmon_time(const Conversion& record);

// How far `local` (a time of day without a zone) stands from UTC, if `utc` states the same moment: the difference
// rounded to a quarter of an hour, provided that what is left over is under two minutes. Nothing else counts as a
// statement of the zone.
[[nodiscard]] std::optional<std::int64_t> zone_ticks(std::string_view local, std::string_view utc);

// How far `stated` (with a zone) stands from `known`, if that is whole quarters of an hour but not none: the mark of
// a local time that was labelled as UTC.
[[nodiscard]] std::optional<std::int64_t> mislabelled_ticks(std::string_view stated, base::Time known);

// Uses `time` if the record has none yet.
void set_time(Conversion& record, std::optional<base::Time> time);

}  // namespace hoptrace::decode::json
