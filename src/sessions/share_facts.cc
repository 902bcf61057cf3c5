// Shares opened, pipes connected to, programs written from afar. Security 5140, 5145 (learn.microsoft.com, "Audit
// File Share", "Audit Detailed File Share"); Sysmon 11, 17, 18.
//
// Left out: what machines open, IPC$ but for the pipes that act on a host, policy shares; of shares all but the
// first file in a minute, unless it is a program on an administrator's share; files that are no programs, and
// programs that no system process writes.
#include <array>

#include "sessions/fact_row.h"
#include "sessions/ports.h"
#include "sessions/principal.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

std::string_view share_of(const RecordView& record) {
  std::string_view share = record.text(Slot::kShareName);
  if (share.starts_with("\\\\*\\")) share.remove_prefix(4);
  return share;
}

void fill_share(Fact& fact, const RecordView& record, FactMaker& maker) {
  fact.account = maker.account(record.text(Slot::kSubjectDomain), record.text(Slot::kSubjectName));
  fact.logon_id = record.number(Slot::kSubjectLogonId);
  fact.peer_address = maker.address(record.text(Slot::kIpAddress));
  const std::uint64_t port = record.number(Slot::kIpPort);
  fact.peer_port = port <= 0xFFFF ? static_cast<std::uint16_t>(port) : std::uint16_t{0};
}

// A user's, from elsewhere.
bool is_visit(const RecordView& record) {
  return principal_of(record.text(Slot::kSubjectSid), record.text(Slot::kSubjectName)) == Principal::kUser &&
         !AddressText(record.text(Slot::kIpAddress)).is_loopback();
}

void read_share(const RecordView& record, FactMaker& maker) {
  const std::string_view share = share_of(record);
  if (same(share, "IPC$") || is_policy_share(share) || !is_visit(record)) return;
  Fact fact = maker.fact(FactKind::kShare);
  fill_share(fact, record, maker);
  fact.detail = maker.detail(share);
  maker.keep_once(fact, kMinute);
}

void read_share_file(const RecordView& record, FactMaker& maker) {
  const std::string_view share = share_of(record);
  const std::string_view file = record.text(Slot::kShareFile);
  const bool pipes = same(share, "IPC$");
  if ((pipes && !is_acting_pipe(file)) || is_policy_share(share) || !is_visit(record)) return;
  Fact fact = maker.fact(FactKind::kShare);
  fill_share(fact, record, maker);
  fact.detail = maker.detail(share);
  const bool admin = share.ends_with('$');
  if (!pipes && !(admin && is_program(file)) && !maker.is_new(fact, kMinute)) return;
  if (admin) fact.detail = maker.detail(share, '\\', file);
  maker.keep_once(fact, kMoment);
}

void read_pipe(const RecordView& record, FactMaker& maker) {
  const std::string_view pipe = record.text(Slot::kPipe);
  // By SMB, "System" connects in somebody's name; what else connects is of this host.
  const bool from_afar = same(file_name(record.text(Slot::kImage)), "System");
  if (!is_acting_pipe(pipe) || (record.record().event_id == 18 && !from_afar)) return;
  Fact fact = maker.fact(FactKind::kPipe);
  fact.detail = maker.detail(pipe, '|', file_name(record.text(Slot::kImage)));
  fact.guid = record.guid(Slot::kProcessGuid);
  maker.keep_once(fact, kMoment);
}

// What comes by SMB is written by "System".
void read_file(const RecordView& record, FactMaker& maker) {
  const std::string_view path = record.text(Slot::kTargetFile);
  constexpr std::array<std::string_view, 2> kWriters{"System", "svchost.exe"};
  if (!is_program(path) || !is_one_of(file_name(record.text(Slot::kImage)), kWriters)) return;
  constexpr std::array<std::string_view, 3> kUpdates{"\\softwaredistribution\\", "\\winsxs\\", "\\packages\\"};
  for (const std::string_view folder : kUpdates) {
    if (contains(path, folder)) return;
  }
  Fact fact = maker.fact(FactKind::kFile);
  fact.account = maker.account(record.text(Slot::kUser));
  fact.detail = maker.detail(path);
  fact.guid = record.guid(Slot::kProcessGuid);
  maker.keep_once(fact, kMoment);
}

constexpr std::string_view kSysmon = "Microsoft-Windows-Sysmon/Operational";
constexpr FactRow kShareRows[]{
    {"Security", 5140, {}, read_share}, {"Security", 5145, {}, read_share_file},
    {kSysmon, 11, {}, read_file},       {kSysmon, 17, {}, read_pipe},
    {kSysmon, 18, {}, read_pipe},
};

}  // namespace

std::span<const FactRow> share_rows() {
  return kShareRows;
}

}  // namespace hoptrace::sessions
