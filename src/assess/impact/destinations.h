// Destinations: where the hosts that an intrusion reached sent bytes since then, how many, and whether that is what
// they always do. All outer destinations are sized; which of them is theft and which is habit is judged from the days
// before (median and MAD of daily bytes on a log scale), who else goes there, hours, direction and what was gathered.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "assess/impact/completeness.h"
#include "assess/impact/input.h"
#include "assess/impact/ledger.h"

namespace hoptrace::assess::impact {

struct FromHost {
  std::string host;
  base::Time since;  // bytes are counted from the hour of this on
  Seen seen;
  LogSizes sizes;
  Range bytes;
  double in = 0;
  std::int64_t first_hour = 0, last_hour = 0;
};

enum class Judgement : std::uint8_t { kStandsOut, kSomeSigns, kHabit, kUntold };
[[nodiscard]] std::string_view name(Judgement judgement);

struct Destination {
  Text destination = 0;
  std::vector<std::uint16_t> ports;
  std::vector<FromHost> hosts;
  Seen seen;
  Range bytes;
  double in = 0;
  std::int64_t first_hour = 0, last_hour = 0;
  std::map<std::int64_t, double> by_hour;
  Judgement judgement = Judgement::kUntold;
  double weight = 0;  // 0 to 1: how much speaks for theft. No probability.
  std::vector<std::string> why;
  std::vector<RecordRef> records;
  bool by_proxy = false, by_sensor = false;
};

struct TenantView {
  const Ledger& ledger;
  const TenantFlows& flows;
  std::string_view tenant;
  const std::vector<Reached>& reached;  // of this tenant
  const AddressBook& addresses;
  const std::vector<Gathering>& gatherings;  // of this tenant
};

// The reached host of this tenant that has `address` in that hour, or null.
[[nodiscard]] const Reached* reached_at(const TenantView& view, std::string_view address, std::int64_t hour);

[[nodiscard]] std::vector<Destination> destinations(const TenantView& view, const Completeness& completeness);

}  // namespace hoptrace::assess::impact
