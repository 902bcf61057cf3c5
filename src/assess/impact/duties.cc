#include "assess/impact/duties.h"

#include <fmt/format.h>

#include <array>

namespace hoptrace::assess::impact {
namespace {

using base::kHour;

// When a duty is due, counted from awareness.
struct Clock {
  int hours = 0, months = 0;  // neither: without undue delay
};

struct Row {
  Bearer bearer;
  std::string_view law, article, to, what, clock, condition;
  Clock due;
};

constexpr std::array kRows{
    Row{Bearer::kController,
        "GDPR (EU) 2016/679",
        "Art. 33(1), 33(3), 33(4)",
        "the competent supervisory authority",
        "notification of a personal data breach; in phases where not all is known",
        "72 hours from awareness; later only with the reasons for the delay",
        "personal data are affected, unless the breach is \"unlikely to result in a risk to the rights and freedoms "
        "of "
        "natural persons\"",
        {72, 0}},
    Row{Bearer::kController,
        "GDPR (EU) 2016/679",
        "Art. 33(5)",
        "its own files",
        "a record of the breach: facts, effects, remedial action",
        "at once; every breach",
        "personal data are affected",
        {}},
    Row{Bearer::kController,
        "GDPR (EU) 2016/679",
        "Art. 34",
        "the people concerned",
        "communication in clear and plain language",
        "without undue delay",
        "personal data are affected, and the breach is \"likely to result in a high risk to the rights and freedoms "
        "of "
        "natural persons\"",
        {}},
    Row{Bearer::kProcessor,
        "GDPR (EU) 2016/679",
        "Art. 33(2)",
        "each client whose data it processes",
        "notice to the controller",
        "without undue delay after awareness",
        "personal data that it processes for a client are affected",
        {}},
    Row{Bearer::kEntity,
        "NIS2, Directive (EU) 2022/2555",
        "Art. 23(4)(a)",
        "the CSIRT or competent authority",
        "early warning: whether malicious acts are suspected, and whether other countries may be affected",
        "24 hours from awareness",
        "an essential or important entity, and the incident is significant",
        {24, 0}},
    Row{Bearer::kEntity,
        "NIS2, Directive (EU) 2022/2555",
        "Art. 23(4)(b)",
        "the CSIRT or competent authority",
        "incident notification: first assessment, severity, impact, indicators of compromise",
        "72 hours from awareness",
        "an essential or important entity, and the incident is significant",
        {72, 0}},
    Row{Bearer::kEntity,
        "NIS2, Directive (EU) 2022/2555",
        "Art. 23(4)(d)",
        "the CSIRT or competent authority",
        "final report",
        "one month after the incident notification: at the latest, one month after the 72 hours",
        "an essential or important entity, and the incident is significant",
        {72, 1}},
    Row{Bearer::kProcessor,
        "Implementing Regulation (EU) 2024/2690",
        "Art. 3 and 10",
        "itself",
        "judging whether the incident is significant: a compromise of integrity, confidentiality or authenticity by "
        "a suspectedly malicious action is, for a managed service provider",
        "before the 24 hours of NIS2 end",
        "a managed service provider under NIS2",
        {24, 0}},
    Row{Bearer::kController,
        "UK GDPR",
        "Art. 33 and 34",
        "the ICO; people concerned where the risk is high",
        "notification of a personal data breach",
        "72 hours from awareness",
        "personal data are affected, and UK law applies",
        {72, 0}},
    Row{Bearer::kProcessor,
        "UK GDPR",
        "Art. 33(2)",
        "each client whose data it processes",
        "notice to the controller",
        "without undue delay after awareness",
        "personal data that it processes for a client are affected, and UK law applies",
        {}},
    Row{Bearer::kEntity,
        "UK NIS Regulations 2018 (SI 2018/506)",
        "reg. 11 and 12",
        "the designated authority; the ICO",
        "notification of an incident",
        "72 hours from awareness",
        "an operator of an essential service or a relevant digital service provider in the UK; check also whether "
        "the "
        "Cyber Security and Resilience Bill is in force (24 hours and 72 hours as introduced)",
        {72, 0}},
};

constexpr std::string_view kBearers[]{"controller", "processor", "essential or important entity"};

base::Time months_later(base::Time from, int months) {
  base::CalendarTime parts = base::calendar(from);
  parts.month += months;
  parts.year += (parts.month - 1) / 12;
  parts.month = (parts.month - 1) % 12 + 1;
  for (; parts.day > 27; --parts.day) {  // the 31st of a month that has none is its last day
    if (const auto made = base::from_calendar(parts)) return *made;
  }
  return base::from_calendar(parts).value_or(from);
}

}  // namespace

std::vector<Duty> duties(bool msp, const std::optional<Awareness>& aware) {
  std::vector<Duty> out;
  for (const Row& row : kRows) {
    if (row.bearer == Bearer::kProcessor && !msp) continue;
    Duty duty{row.law,       row.article,  kBearers[static_cast<std::size_t>(row.bearer)],
              row.to,        row.what,     row.clock,
              row.condition, std::nullopt, {}};
    const bool timed = row.due.hours > 0;
    if (!aware) {
      duty.status = "no clock runs: awareness not recorded";
    } else if (!timed) {
      duty.status = fmt::format("runs since {}, without a fixed hour", base::iso8601(aware->at));
    } else {
      const base::Time hours{aware->at.ticks + row.due.hours * kHour};
      duty.due = row.due.months > 0 ? months_later(hours, row.due.months) : hours;
      duty.status = fmt::format("runs since {}", base::iso8601(aware->at));
    }
    out.push_back(std::move(duty));
  }
  return out;
}

}  // namespace hoptrace::assess::impact
