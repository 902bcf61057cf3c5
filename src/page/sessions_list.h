// Sessions of the hosts on an intrusion, from a day before it to a day after it: who logged on, from where, until
// when as far as a record of the end is there. Those at a screen or a remote desktop come before those of the network
// where there are more than the bounds allow; sessions of machines and of the system itself are none of people.
#pragma once

#include "page/document_text.h"
#include "page/view.h"

namespace hoptrace::page {

struct SessionList {
  Json rows = Json::array();  // by time
  std::uint64_t all = 0;
};

[[nodiscard]] base::Result<SessionList> list_sessions(View& view);

}  // namespace hoptrace::page
