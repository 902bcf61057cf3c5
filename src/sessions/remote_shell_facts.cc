// Remote shells: WinRM 6, 91, 169; WMI-Activity 5857-5861, Sysmon 19-21; PowerShell 400, 403, 4103, 4104. Fields: the
// providers' manifests; [MS-PSRP] for what a remote session calls its host ("ServerRemoteHost").
//
// Left out: PowerShell of the host's own users that names no other host, WMI's own clients, WMI's providers but those
// that run something when an event comes.
#include <array>

#include "sessions/command_target.h"
#include "sessions/fact_row.h"
#include "sessions/record_user.h"
#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

// "fs01/wsman?PSVersion=5.1"
void read_winrm_client(const RecordView& record, FactMaker& maker) {
  const std::string_view connection = record.text(Slot::kConnection);
  std::string_view server = connection.substr(0, connection.find_first_of("/?"));
  if (const std::size_t scheme = connection.find("://"); scheme != std::string_view::npos) {
    server = connection.substr(scheme + 3);
    server = server.substr(0, server.find_first_of("/?"));
  }
  if (const std::size_t colon = server.find(':'); colon == server.rfind(':')) server = server.substr(0, colon);
  Fact fact = maker.fact(FactKind::kWinrmClient);
  fact.account = fact.actor = record_user(record, maker);
  if (!maker.is_here(server)) maker.name_peer(fact, server);
  if (fact.peer_host != kNoText || fact.peer_address != kNoText) maker.keep(fact);
}

void read_winrm_server(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kWinrmServer);
  fact.account = record.has(Slot::kUser) ? maker.account(record.text(Slot::kUser)) : record_user(record, maker);
  fact.detail = maker.detail(record.text(Slot::kResourceUri));
  maker.keep_once(fact, kMoment);
}

// 5858 names the machine that asked; 5860 and 5861 are subscriptions to events, 5857 what they are run by.
void read_wmi(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kWmi);
  fact.account = maker.account(record.text(Slot::kUser));
  const std::string_view client = record.text(Slot::kClientMachine);
  if (!maker.is_here(client)) maker.name_peer(fact, client);
  const bool from_afar = fact.peer_host != kNoText || fact.peer_address != kNoText;
  switch (record.record().event_id) {
    case 5857:
      if (!contains(record.text(Slot::kWmiPath), "wbemcons") &&
          !contains(record.text(Slot::kWmiProvider), "consumer")) {
        return;
      }
      fact.detail = maker.detail(record.text(Slot::kWmiProvider));
      break;
    case 5858:
    case 5859:
      if (!from_afar) return;
      fact.detail = maker.detail(record.text(Slot::kOperation));
      break;
    default:
      fact.detail =
          maker.detail(record.has(Slot::kConsumer) ? record.text(Slot::kConsumer) : record.text(Slot::kQuery));
      if (fact.detail == kNoText && fact.account == kNoText && record.record().event_id == 5860) return;
  }
  maker.keep_once(fact, kMoment);
}

// Sysmon 19-21: a filter, a consumer, and what binds them.
void read_subscription(const RecordView& record, FactMaker& maker) {
  Fact fact = maker.fact(FactKind::kWmi);
  fact.account = maker.account(record.text(Slot::kUser));
  const Slot what = record.has(Slot::kConsumerOfFilter) ? Slot::kConsumerOfFilter
                    : record.has(Slot::kDestination)    ? Slot::kDestination
                                                        : Slot::kQuery;
  fact.detail = maker.detail(record.text(Slot::kOperation), '|', record.text(what));
  maker.keep(fact);
}

// What stands behind "name=" up to the end of the line.
std::string_view value_of(std::string_view text, std::string_view name) {
  const std::size_t at = find(text, name);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + name.size());
  return trimmed(rest.substr(0, rest.find_first_of("\r\n")));
}

// An engine begins or ends: all that it says of itself stands in one long text.
void read_engine(const RecordView& record, FactMaker& maker) {
  std::string_view about;
  const auto look = [&](std::string_view text) {
    if (!contains(text, "hostname=")) return false;
    about = text;
    return true;
  };
  record.each(Slot::kData, look);
  if (about.empty()) look(record.text(Slot::kMessage));
  if (!same(value_of(about, "hostname="), "ServerRemoteHost")) return;
  Fact fact = maker.fact(FactKind::kShell);
  fact.detail = maker.detail(value_of(about, "hostapplication="));
  maker.keep_once(fact, kMoment);
}

// What stands between the quotes behind `name="ComputerName"; value=`.
std::string_view bound_computer(std::string_view payload) {
  constexpr std::string_view kBound = "name=\"computername\"; value=\"";
  const std::size_t at = find(payload, kBound);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = payload.substr(at + kBound.size());
  return trimmed(rest.substr(0, rest.find_first_of("\",")));
}

void read_command(const RecordView& record, FactMaker& maker) {
  const std::string_view context = record.text(Slot::kContextInfo);
  Text account = maker.account(value_of(context, "user = "));
  if (account == kNoText) account = record_user(record, maker);
  if (same(value_of(context, "host name = "), "ServerRemoteHost")) {
    Fact fact = maker.fact(FactKind::kShell);
    fact.account = account;
    fact.detail = maker.detail(value_of(context, "host application = "));
    return maker.keep_once(fact, kMinute);
  }
  const std::string_view computer = bound_computer(record.text(Slot::kPayload));
  if (computer.empty() || maker.is_here(computer)) return;
  constexpr std::array<std::string_view, 3> kSessions{"(invoke-command)", "(new-pssession)", "(enter-pssession)"};
  bool session = false;
  for (const std::string_view cmdlet : kSessions) session |= contains(record.text(Slot::kPayload), cmdlet);
  Fact fact = maker.fact(session ? FactKind::kWinrmClient : FactKind::kProcess);
  fact.account = fact.actor = account;
  maker.name_peer(fact, computer);
  if (!session) fact.detail = maker.detail(">powershell.exe", '|', record.text(Slot::kPayload));
  if (fact.peer_host != kNoText || fact.peer_address != kNoText) maker.keep_once(fact, kMoment);
}

// Long blocks are modules being loaded: what they could do, not what was done.
void read_script(const RecordView& record, FactMaker& maker) {
  constexpr std::size_t kMostTyped = 4096;
  const std::string_view script = record.text(Slot::kScriptBlock);
  if (script.size() > kMostTyped) return;
  const std::string_view target = shell_target(script);
  if (target.empty() || maker.is_here(target)) return;
  Fact fact = maker.fact(FactKind::kProcess);
  fact.account = fact.actor = record_user(record, maker);
  maker.name_peer(fact, target);
  fact.detail = maker.detail(">powershell.exe", '|', script);
  if (fact.peer_host != kNoText || fact.peer_address != kNoText) maker.keep_once(fact, kMoment);
}

constexpr std::string_view kWinrm = "Microsoft-Windows-WinRM/Operational";
constexpr std::string_view kWmi = "Microsoft-Windows-WMI-Activity/Operational";
constexpr std::string_view kSysmon = "Microsoft-Windows-Sysmon/Operational";
constexpr std::string_view kPowershell = "Microsoft-Windows-PowerShell/Operational";
constexpr FactRow kShellRows[]{
    {kWinrm, 6, {}, read_winrm_client},
    {kWinrm, 91, {}, read_winrm_server},
    {kWinrm, 169, {}, read_winrm_server},
    {kWmi, 5857, {}, read_wmi},
    {kWmi, 5858, {}, read_wmi},
    {kWmi, 5859, {}, read_wmi},
    {kWmi, 5860, {}, read_wmi},
    {kWmi, 5861, {}, read_wmi},
    {kSysmon, 19, {}, read_subscription},
    {kSysmon, 20, {}, read_subscription},
    {kSysmon, 21, {}, read_subscription},
    {"Windows PowerShell", 400, {}, read_engine},
    {"Windows PowerShell", 403, {}, read_engine},
    {kPowershell, 4103, {}, read_command},
    {kPowershell, 4104, {}, read_script},
};

}  // namespace

std::span<const FactRow> remote_shell_rows() {
  return kShellRows;
}

}  // namespace hoptrace::sessions
