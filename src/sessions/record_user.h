// Whose record it is, of records that say so only in their header.
#pragma once

#include "sessions/fact_maker.h"

namespace hoptrace::sessions {

// The name that a forwarder put beside the SID (NXLog: Domain, AccountName), else the SID; none for the system's own.
[[nodiscard]] Text record_user(const RecordView& record, FactMaker& maker);

}  // namespace hoptrace::sessions
