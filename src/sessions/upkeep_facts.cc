// What happened to the host and its logs: boots, shutdowns, clocks set, logs cleared, auditing changed. Security
// 1102, 4608, 4616, 4719; System 104, 1074, 6005, 6006, Kernel-General 12, 13.
//
// Left out: the time service's corrections below a second, which come all day.
#include "sessions/fact_row.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

void fill_subject(Fact& fact, const RecordView& record, FactMaker& maker) {
  fact.account = fact.actor = maker.account(record.text(Slot::kSubjectDomain), record.text(Slot::kSubjectName));
  fact.logon_id = fact.actor_logon = record.number(Slot::kSubjectLogonId);
}

template <FactKind kKind>
void read_plain(const RecordView&, FactMaker& maker) {
  maker.keep_once(maker.fact(kKind), kMinute);
}

void read_cleared(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kLogCleared);
  fill_subject(fact, record, maker);
  const bool security = record.record().event_id == 1102;
  fact.detail = security ? maker.detail("Security") : maker.detail(record.text(Slot::kLogChannel));
  maker.keep(fact);
}

void read_clock(const RecordView& record, FactMaker& maker) {
  const auto before = record.time(Slot::kPreviousTime), after = record.time(Slot::kNewTime);
  if (before && after) {
    // Hostile numbers: a difference of two of them may not fit.
    const auto apart = static_cast<std::uint64_t>(after->ticks) - static_cast<std::uint64_t>(before->ticks);
    constexpr auto kOneSecond = static_cast<std::uint64_t>(base::kSecond);
    if (apart < kOneSecond || std::uint64_t{0} - apart < kOneSecond) return;
  }
  Fact fact = maker.fact(FactKind::kClockChanged);
  fill_subject(fact, record, maker);
  fact.guid = before ? static_cast<std::uint64_t>(before->ticks) : 0;
  maker.keep(fact);
}

void read_audit(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kAuditChanged);
  fill_subject(fact, record, maker);
  fact.detail = maker.detail(record.text(Slot::kSubcategory));
  maker.keep(fact);
}

constexpr std::string_view kEventlog = "Microsoft-Windows-Eventlog";
constexpr std::string_view kKernel = "Microsoft-Windows-Kernel-General";
constexpr FactRow kUpkeepRows[]{
    {"Security", 1102, kEventlog, read_cleared},
    {"Security", 4608, {}, read_plain<FactKind::kBoot>},
    {"Security", 4616, {}, read_clock},
    {"Security", 4719, {}, read_audit},
    {"System", 12, kKernel, read_plain<FactKind::kBoot>},
    {"System", 13, kKernel, read_plain<FactKind::kShutdown>},
    {"System", 104, kEventlog, read_cleared},
    {"System", 1074, "User32", read_plain<FactKind::kShutdown>},
    {"System", 6005, "EventLog", read_plain<FactKind::kBoot>},
    {"System", 6006, "EventLog", read_plain<FactKind::kShutdown>},
};

}  // namespace

std::span<const FactRow> upkeep_rows() {
  return kUpkeepRows;
}

}  // namespace hoptrace::sessions
