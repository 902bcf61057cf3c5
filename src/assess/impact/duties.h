// Duties: which laws may ask for a report, by whom, to whom and until when. A clock runs only from a recorded
// decision that somebody is aware of a breach (`hoptrace case aware`); without it none does.
//
// Texts: Regulation (EU) 2016/679 Art. 33 and 34; Directive (EU) 2022/2555 Art. 23(4); Commission Implementing
// Regulation (EU) 2024/2690 Art. 3 and 10; UK GDPR Art. 33 and 34; SI 2018/506 reg. 12. One row each in duties.cc.
// Whether a law applies is said as a condition: which law an organisation is under stands in no log.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assess/impact/input.h"

namespace hoptrace::assess::impact {

// Who has the duty: whoever decides about the data, whoever processes it for others, whoever runs a service that the
// law names.
enum class Bearer : std::uint8_t { kController, kProcessor, kEntity };

struct Duty {
  std::string_view law, article, bearer, to, what, clock, condition;
  std::optional<base::Time> due;  // none: no clock runs, or the law names no hour
  std::string status;             // in words
};

// `msp`: the tenant serves others (a processor, and an entity under NIS2).
[[nodiscard]] std::vector<Duty> duties(bool msp, const std::optional<Awareness>& aware);

}  // namespace hoptrace::assess::impact
