// Processes that show a remote run or go to another host, and who reads lsass's memory. Security 4688
// (learn.microsoft.com, "Audit Process Creation"), Sysmon 1, 10.
//
// Left out: all other processes, that is, nearly all.
#include "sessions/command_target.h"
#include "sessions/fact_row.h"
#include "sessions/principal.h"
#include "sessions/record_user.h"
#include "sessions/remote_run.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

// Security's record names two accounts where a process was started for somebody else.
void fill_account(Fact& fact, const RecordView& record, FactMaker& maker) {
  if (record.has(Slot::kUser)) {  // Sysmon
    fact.account = maker.account(record.text(Slot::kUser));
    fact.logon_id = record.number(Slot::kSessionLogonId);
    fact.guid = record.guid(Slot::kProcessGuid);
    return;
  }
  fact.actor = maker.account(record.text(Slot::kSubjectDomain), record.text(Slot::kSubjectName));
  fact.actor_logon = record.number(Slot::kSubjectLogonId);
  const bool other = record.has(Slot::kTargetName) && record.number(Slot::kTargetLogonId) != 0;
  fact.account = other ? maker.account(record.text(Slot::kTargetDomain), record.text(Slot::kTargetName)) : fact.actor;
  fact.logon_id = other ? record.number(Slot::kTargetLogonId) : fact.actor_logon;
}

void read_process(const RecordView& record, FactMaker& maker) {
  const Started process{.parent = record.text(Slot::kParentImage),
                        .image = record.text(Slot::kImage),
                        .parent_command = record.text(Slot::kParentCommand),
                        .command = record.text(Slot::kCommandLine)};
  const Run run = run_of(process);
  std::string_view target = command_target(process.image, process.command);
  if (target.empty() && !is_installed(process.image)) target = command_address(process.command);
  if (run == Run::kNone && (target.empty() || maker.is_here(target))) return;
  Fact fact = maker.fact(run == Run::kAgent ? FactKind::kRemoteJob : FactKind::kProcess);
  fill_account(fact, record, maker);
  if (!maker.is_here(target)) maker.name_peer(fact, target);
  const std::string_view parent = file_name(process.parent), image = file_name(process.image);
  fact.detail = maker.detail(parent, run == Run::kAgent ? '|' : '>', image, '|', process.command);
  // Agents and providers do the same thing again and again.
  maker.keep_once(fact, run == Run::kAgent ? kHour : kMoment);
}

// Reading memory: PROCESS_VM_READ (0x10).
void read_memory(const RecordView& record, FactMaker& maker) {
  if (!same(file_name(record.text(Slot::kTargetImage)), "lsass.exe")) return;
  if ((record.number(Slot::kGrantedAccess) & 0x10) == 0) return;
  Fact fact = maker.fact(FactKind::kMemoryRead);
  fact.account = maker.account(record.text(Slot::kUser));
  fact.detail = maker.detail(record.text(Slot::kSourceImage));
  maker.keep_once(fact, kHour);
}

constexpr std::string_view kSysmon = "Microsoft-Windows-Sysmon/Operational";
constexpr FactRow kProcessRows[]{
    {"Security", 4688, {}, read_process},
    {kSysmon, 1, {}, read_process},
    {kSysmon, 10, {}, read_memory},
};

}  // namespace

void read_flagged_record(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kFlagged);
  if (record.has(Slot::kUser) || record.has(Slot::kSubjectName))
    fill_account(fact, record, maker);
  else
    fact.account = record_user(record, maker);
  // Who does something in a session of another's has both; whose session it is counts.
  fact.actor = kNoText;
  fact.actor_logon = 0;
  maker.keep(fact);
}

std::span<const FactRow> process_rows() {
  return kProcessRows;
}

}  // namespace hoptrace::sessions
