// Background: what a quiet company's hosts write on a working day, so that an intrusion has something to hide in.
#pragma once

#include "simulate/fleet_log.h"

namespace hoptrace::simulate {

// One day of ordinary logons, processes, look-ups and service changes on every host of the fleet.
void write_working_day(FleetLog& fleet, base::Time midnight);

}  // namespace hoptrace::simulate
