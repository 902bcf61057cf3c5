// Services installed and tasks made. Security 4697, 4698, 4702 (learn.microsoft.com, "Audit Security System
// Extension", "Audit Other Object Access Events"), System 7045, TaskScheduler 106, 140.
//
// Left out: tasks that the system itself changes.
#include "sessions/fact_row.h"
#include "sessions/principal.h"
#include "sessions/record_user.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

void fill_subject(Fact& fact, const RecordView& record, FactMaker& maker) {
  fact.account = fact.actor = maker.account(record.text(Slot::kSubjectDomain), record.text(Slot::kSubjectName));
  fact.logon_id = fact.actor_logon = record.number(Slot::kSubjectLogonId);
}

void read_service(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kService);
  if (record.has(Slot::kSubjectName)) {
    fill_subject(fact, record, maker);
  } else {
    fact.account = fact.actor = record_user(record, maker);
  }
  fact.detail = maker.detail(record.text(Slot::kServiceName), '|', record.text(Slot::kServiceFile));
  maker.keep(fact);
}

void read_task(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kTask);
  fill_subject(fact, record, maker);
  fact.detail = maker.detail(record.text(Slot::kTaskName));
  maker.keep(fact);
}

void read_changed_task(const RecordView& record, FactMaker& maker) {
  if (principal_of(record.text(Slot::kSubjectSid), record.text(Slot::kSubjectName)) == Principal::kUser) {
    read_task(record, maker);
  }
}

// 106 names whom the task is for, 140 who changed it.
template <bool kByUsersOnly>
void read_scheduler(const RecordView& record, FactMaker& maker) {
  const std::string_view user = record.text(Slot::kUser);
  const Principal who = principal_of(user, user);
  if (kByUsersOnly && who != Principal::kUser) return;
  Fact fact = maker.fact(FactKind::kTask);
  if (who == Principal::kUser) fact.account = fact.actor = maker.account(user);
  fact.detail = maker.detail(record.text(Slot::kTaskName));
  maker.keep(fact);
}

constexpr std::string_view kScheduler = "Microsoft-Windows-TaskScheduler/Operational";
constexpr FactRow kServiceRows[]{
    {"Security", 4697, {}, read_service},         {"Security", 4698, {}, read_task},
    {"Security", 4702, {}, read_changed_task},    {"System", 7045, "Service Control Manager", read_service},
    {kScheduler, 106, {}, read_scheduler<false>}, {kScheduler, 140, {}, read_scheduler<true>},
};

}  // namespace

std::span<const FactRow> service_rows() {
  return kServiceRows;
}

}  // namespace hoptrace::sessions
