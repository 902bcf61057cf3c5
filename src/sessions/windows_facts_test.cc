// The other records of Windows: one line each of what they become, and what is left out.
#include <gtest/gtest.h>

#include "sessions/record_for_tests.h"

namespace hoptrace::sessions {
namespace {

// "kind account actor peer_host peer_address own_address detail", with "-" for none.
std::string shown(const Reading& reading, const Fact& fact) {
  std::string out = std::to_string(static_cast<int>(fact.kind));
  for (const Text text :
       {fact.account, fact.actor, fact.peer_host, fact.peer_address, fact.own_address, fact.detail}) {
    out.append(1, ' ').append(text == kNoText ? "-" : reading.text(text));
  }
  return out;
}
std::string line(FactKind kind, std::string_view rest) {
  return std::to_string(static_cast<int>(kind)) + " " + std::string(rest);
}

class WindowsFacts : public testing::Test {
 protected:
  std::string one(const Written& record) { return shown(reading, reading.one(record)); }
  Reading reading;
};

TEST_F(WindowsFacts, tickets) {
  const Values values = {{"TargetUserName", "anna@ACME.EXAMPLE"},
                         {"TargetDomainName", "ACME.EXAMPLE"},
                         {"ServiceName", "WS6$"},
                         {"IpAddress", "::ffff:10.0.0.5"},
                         {"IpPort", "50001"},
                         {"Status", "0x0"}};
  EXPECT_EQ(one(security(4769, values)), line(FactKind::kServiceTicket, "ACME.EXAMPLE\\anna - - 10.0.0.5 - WS6$"));
  EXPECT_EQ(reading.rows().back().witness, Witness::kDomainController);
  EXPECT_EQ(one(security(4768, values)), line(FactKind::kTicketGranted, "ACME.EXAMPLE\\anna - - 10.0.0.5 - -"));
  Values refused = values;
  refused[5].second = "0x18";
  EXPECT_TRUE(reading.is_left_out(security(4769, refused)));
  EXPECT_TRUE(reading.is_left_out(security(4768, refused)));
  Values renewed = values;
  renewed[2].second = "krbtgt";
  EXPECT_TRUE(reading.is_left_out(security(4769, renewed)));
  EXPECT_EQ(one(security(4776, {{"TargetUserName", "anna"}, {"Workstation", "\\\\WS7"}, {"Status", "0"}})),
            line(FactKind::kNtlmChecked, "anna - WS7 - - -"));
}

TEST_F(WindowsFacts, replication_by_who_is_no_domain_controller) {
  Values values = {{"SubjectUserName", "anna"},
                   {"SubjectDomainName", "ACME"},
                   {"SubjectLogonId", "0x5"},
                   {"Properties", "%%7688 {1131f6ad-9c07-11d1-f79f-00c04fc2dcd2}"}};
  EXPECT_EQ(one(security(4662, values)), line(FactKind::kReplication, "ACME\\anna ACME\\anna - - - -"));
  values[0].second = "DC02$";
  EXPECT_TRUE(reading.is_left_out(security(4662, values)));
  values[0].second = "anna", values[3].second = "%%7688 {bf967aba-0de6-11d0-a285-00aa003049e2}";
  EXPECT_TRUE(reading.is_left_out(security(4662, values)));
}

Values share(std::string_view name, std::string_view file, std::string_view address = "10.0.0.5") {
  return {{"SubjectUserName", "anna"},  {"SubjectDomainName", "ACME"}, {"SubjectLogonId", "0x5"}, {"ShareName", name},
          {"RelativeTargetName", file}, {"IpAddress", address},        {"IpPort", "50001"}};
}

TEST_F(WindowsFacts, shares_and_pipes) {
  EXPECT_EQ(one(security(5140, share("\\\\*\\C$", ""))), line(FactKind::kShare, "ACME\\anna - - 10.0.0.5 - C$"));
  EXPECT_EQ(one(security(5145, share("\\\\*\\IPC$", "svcctl"))),
            line(FactKind::kShare, "ACME\\anna - - 10.0.0.5 - IPC$\\svcctl"));
  EXPECT_EQ(one(security(5145, share("\\\\*\\ADMIN$", "x\\PSEXESVC.EXE"))),
            line(FactKind::kShare, "ACME\\anna - - 10.0.0.5 - ADMIN$\\x\\PSEXESVC.EXE"));
  EXPECT_EQ(one(security(5145, share("\\\\*\\designs", "a\\b.dwg"))),
            line(FactKind::kShare, "ACME\\anna - - 10.0.0.5 - designs"));
  EXPECT_TRUE(reading.is_left_out(security(5145, share("\\\\*\\designs", "a\\c.dwg")))) << "once a minute";
  EXPECT_TRUE(reading.is_left_out(security(5140, share("\\\\*\\IPC$", ""))));
  EXPECT_TRUE(reading.is_left_out(security(5145, share("\\\\*\\IPC$", "browser"))));
  EXPECT_TRUE(reading.is_left_out(security(5145, share("\\\\*\\SYSVOL", "gpt.ini"))));
  EXPECT_TRUE(reading.is_left_out(security(5140, share("\\\\*\\D$", "", "::1"))));
}

TEST_F(WindowsFacts, services_and_tasks) {
  EXPECT_EQ(one(security(4697, {{"SubjectUserName", "anna"},
                                {"SubjectDomainName", "ACME"},
                                {"SubjectLogonId", "0x5"},
                                {"ServiceName", "PSEXESVC"},
                                {"ServiceFileName", "%SystemRoot%\\PSEXESVC.exe"}})),
            line(FactKind::kService, "ACME\\anna ACME\\anna - - - PSEXESVC|%SystemRoot%\\PSEXESVC.exe"));
  EXPECT_EQ(reading.rows().back().logon_id, 5U);
  EXPECT_EQ(one({"System",
                 "Service Control Manager",
                 7045,
                 {{"ServiceName", "x"},
                  {"ImagePath", "c:\\x.exe"},
                  {"AccountName", "LocalSystem"},
                  {"Security_UserID", "S-1-5-21-1-2-3-1104"}}}),
            line(FactKind::kService, "S-1-5-21-1-2-3-1104 S-1-5-21-1-2-3-1104 - - - x|c:\\x.exe"));
  const Values task = {{"SubjectUserName", "anna"}, {"SubjectDomainName", "ACME"}, {"TaskName", "\\x"}};
  EXPECT_EQ(one(security(4698, task)), line(FactKind::kTask, "ACME\\anna ACME\\anna - - - \\x"));
  constexpr std::string_view kScheduler = "Microsoft-Windows-TaskScheduler/Operational";
  EXPECT_EQ(one({kScheduler, {}, 106, {{"TaskName", "\\x"}, {"UserContext", "ACME\\anna"}}}),
            line(FactKind::kTask, "ACME\\anna ACME\\anna - - - \\x"));
  EXPECT_TRUE(reading.is_left_out({kScheduler, {}, 140, {{"TaskName", "\\x"}, {"UserName", "S-1-5-18"}}}));
}

Values process(std::string_view parent, std::string_view image, std::string_view command) {
  return {{"ParentImage", parent}, {"Image", image},   {"CommandLine", command},
          {"User", "ACME\\anna"},  {"LogonId", "0x5"}, {"ProcessGuid", "{11111111-0000-0000-0000-000000000000}"}};
}

TEST_F(WindowsFacts, processes_that_came_from_afar_or_go_there) {
  EXPECT_EQ(one(sysmon(1, process("C:\\W\\wmiprvse.exe", "C:\\Windows\\System32\\cmd.exe", "cmd /c whoami"))),
            line(FactKind::kProcess, "ACME\\anna - - - - wmiprvse.exe>cmd.exe|cmd /c whoami"));
  EXPECT_NE(reading.rows().back().guid, 0U);
  EXPECT_EQ(one(sysmon(1, process("C:\\x\\explorer.exe", "C:\\Windows\\System32\\mstsc.exe", "mstsc /v:10.0.0.7"))),
            line(FactKind::kProcess, "ACME\\anna - - 10.0.0.7 - explorer.exe>mstsc.exe|mstsc /v:10.0.0.7"));
  EXPECT_EQ(
      one(sysmon(1, process("C:\\P\\ScreenConnect.ClientService.exe", "C:\\Windows\\System32\\cmd.exe", "cmd"))),
      line(FactKind::kRemoteJob, "ACME\\anna - - - - ScreenConnect.ClientService.exe|cmd.exe|cmd"));
  EXPECT_EQ(one(sysmon(1, process("C:\\Windows\\System32\\svchost.exe", "C:\\Windows\\System32\\mmc.exe",
                                  "mmc.exe -Embedding"))),
            line(FactKind::kProcess, "ACME\\anna - - - - svchost.exe>mmc.exe|mmc.exe -Embedding"));
  EXPECT_EQ(one(sysmon(1, process("C:\\x.exe", "C:\\Users\\a\\move.exe", "move.exe 10.0.0.7"))),
            line(FactKind::kProcess, "ACME\\anna - - 10.0.0.7 - x.exe>move.exe|move.exe 10.0.0.7"));
  EXPECT_TRUE(reading.is_left_out(sysmon(1, process("C:\\explorer.exe", "C:\\Windows\\System32\\cmd.exe", "cmd"))));
  EXPECT_TRUE(reading.is_left_out(sysmon(
      1, process("C:\\Windows\\System32\\services.exe", "C:\\Windows\\System32\\svchost.exe", "svchost -k x"))));
  EXPECT_TRUE(reading.is_left_out(sysmon(1, process("C:\\explorer.exe", "sc.exe", "sc \\\\fs01 query")))) << "itself";
}

TEST_F(WindowsFacts, a_process_started_for_somebody_else_is_theirs) {
  const Fact fact = reading.one(security(4688, {{"SubjectUserName", "FS01$"},
                                                {"SubjectDomainName", "ACME"},
                                                {"SubjectLogonId", "0x3e7"},
                                                {"TargetUserName", "anna"},
                                                {"TargetDomainName", "ACME"},
                                                {"TargetLogonId", "0x77"},
                                                {"ParentProcessName", "C:\\Windows\\System32\\svchost.exe"},
                                                {"NewProcessName", "C:\\Windows\\System32\\wsmprovhost.exe"},
                                                {"CommandLine", "wsmprovhost.exe -Embedding"}}));
  EXPECT_EQ(reading.text(fact.account), "ACME\\anna");
  EXPECT_EQ(fact.logon_id, 0x77U);
  EXPECT_EQ(reading.text(fact.actor), "ACME\\FS01$");
}

TEST_F(WindowsFacts, reading_lsass) {
  const Values values = {{"SourceImage", "C:\\x\\m.exe"},
                         {"TargetImage", "C:\\Windows\\system32\\lsass.exe"},
                         {"GrantedAccess", "0x1010"},
                         {"SourceUser", "ACME\\anna"}};
  EXPECT_EQ(one(sysmon(10, values)), line(FactKind::kMemoryRead, "ACME\\anna - - - - C:\\x\\m.exe"));
  Values query = values;
  query[2].second = "0x1000";
  EXPECT_TRUE(reading.is_left_out(sysmon(10, query)));
}

TEST_F(WindowsFacts, connections_by_which_one_gets_onto_a_host) {
  const Values inward = {{"Direction", "%%14592"},    {"SourceAddress", "10.0.0.5"}, {"SourcePort", "50001"},
                         {"DestAddress", "10.0.0.6"}, {"DestPort", "445"},           {"Application", "System"}};
  EXPECT_EQ(one(security(5156, inward)), line(FactKind::kFlowIn, "- - - 10.0.0.5 10.0.0.6 System"));
  EXPECT_EQ(reading.rows().back().own_port, 445);
  EXPECT_EQ(reading.rows().back().peer_port, 50001);
  EXPECT_TRUE(reading.is_left_out(security(5156, inward))) << "within five seconds";
  EXPECT_EQ(one(sysmon(3, {{"Initiated", "true"},
                           {"SourceIp", "10.0.0.5"},
                           {"SourcePort", "50001"},
                           {"DestinationIp", "10.0.0.6"},
                           {"DestinationPort", "49700"},
                           {"DestinationHostname", "ws6.acme.example"},
                           {"User", "ACME\\anna"},
                           {"Image", "C:\\x\\grunt.exe"}})),
            line(FactKind::kFlowOut, "ACME\\anna - ws6.acme.example 10.0.0.6 10.0.0.5 grunt.exe"));
  Values web = inward;
  web[4].second = "443";
  EXPECT_TRUE(reading.is_left_out(security(5156, web)));
  Values itself = inward;
  itself[1].second = "10.0.0.6";
  EXPECT_TRUE(reading.is_left_out(security(5156, itself)));
}

TEST_F(WindowsFacts, files_written_by_the_system_for_somebody_elsewhere) {
  EXPECT_EQ(one(sysmon(11, {{"Image", "System"}, {"TargetFilename", "C:\\Windows\\a.exe"}})),
            line(FactKind::kFile, "- - - - - C:\\Windows\\a.exe"));
  EXPECT_TRUE(reading.is_left_out(sysmon(11, {{"Image", "C:\\x\\a.exe"}, {"TargetFilename", "C:\\b.exe"}})));
  EXPECT_TRUE(reading.is_left_out(sysmon(11, {{"Image", "System"}, {"TargetFilename", "C:\\a.log"}})));
}

TEST_F(WindowsFacts, pipes_and_names) {
  EXPECT_EQ(one(sysmon(18, {{"PipeName", "\\svcctl"}, {"Image", "System"}})),
            line(FactKind::kPipe, "- - - - - \\svcctl|System"));
  EXPECT_TRUE(reading.is_left_out(sysmon(18, {{"PipeName", "\\svcctl"}, {"Image", "C:\\x.exe"}})));
  EXPECT_EQ(one(sysmon(22, {{"QueryName", "ws6.acme.example"}, {"QueryResults", "type:  5 a;::ffff:10.0.0.6;"}})),
            line(FactKind::kName, "- - - 10.0.0.6 - ws6.acme.example"));
  EXPECT_TRUE(
      reading.is_left_out(sysmon(22, {{"QueryName", "www.example"}, {"QueryResults", "::ffff:93.184.1.1;"}})));
}

TEST_F(WindowsFacts, remote_desktop) {
  constexpr std::string_view kSessions = "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";
  const Values session = {{"User", "ACME\\anna"}, {"SessionID", "2"}, {"Address", "10.0.0.5"}};
  EXPECT_EQ(one({kSessions, {}, 21, session}), line(FactKind::kRdpArrival, "ACME\\anna - - 10.0.0.5 - -"));
  EXPECT_EQ(one({kSessions, {}, 25, session}), line(FactKind::kReconnect, "ACME\\anna - - 10.0.0.5 - -"));
  EXPECT_EQ(one({kSessions, {}, 24, session}), line(FactKind::kDisconnect, "ACME\\anna - - 10.0.0.5 - -"));
  EXPECT_EQ(one({kSessions, {}, 23, {{"User", "ACME\\anna"}}}), line(FactKind::kLogoff, "ACME\\anna - - - - -"));
  EXPECT_TRUE(reading.is_left_out({kSessions, {}, 21, {{"User", "ACME\\anna"}, {"Address", "LOCAL"}}}));
  EXPECT_EQ(one({"Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational",
                 {},
                 1149,
                 {{"Param1", "anna"}, {"Param2", "ACME"}, {"Param3", "10.0.0.5"}}}),
            line(FactKind::kRdpArrival, "ACME\\anna - - 10.0.0.5 - -"));
  constexpr std::string_view kClient = "Microsoft-Windows-TerminalServices-RDPClient/Operational";
  EXPECT_EQ(one({kClient, {}, 1024, {{"Name", "Server Name"}, {"Value", "ws6:3390"}}}),
            line(FactKind::kRdpClient, "- - ws6 - - -"));
  EXPECT_EQ(one({kClient, {}, 1102, {{"Value", "10.0.0.6"}}}), line(FactKind::kRdpClient, "- - - 10.0.0.6 - -"));
}

TEST_F(WindowsFacts, remote_shells) {
  constexpr std::string_view kWinrm = "Microsoft-Windows-WinRM/Operational";
  EXPECT_EQ(one({kWinrm, {}, 6, {{"connection", "ws6.acme.example/wsman?PSVersion=5.1"}}}),
            line(FactKind::kWinrmClient, "- - ws6.acme.example - - -"));
  EXPECT_EQ(one({kWinrm, {}, 6, {{"connection", "http://10.0.0.6:5985/wsman"}}}),
            line(FactKind::kWinrmClient, "- - - 10.0.0.6 - -"));
  EXPECT_TRUE(reading.is_left_out({kWinrm, {}, 6, {{"connection", "localhost/wsman"}}}));
  EXPECT_EQ(one({kWinrm, {}, 91, {{"resourceUri", "http://x/shell/cmd"}}}),
            line(FactKind::kWinrmServer, "- - - - - http://x/shell/cmd"));
  EXPECT_EQ(one({kWinrm, {}, 169, {{"username", "acme\\anna"}}}),
            line(FactKind::kWinrmServer, "acme\\anna - - - - -"));
  constexpr std::string_view kWmi = "Microsoft-Windows-WMI-Activity/Operational";
  EXPECT_EQ(one({kWmi, {}, 5858, {{"ClientMachine", "WS7"}, {"User", "ACME\\anna"}, {"Operation", "Start x"}}}),
            line(FactKind::kWmi, "ACME\\anna - WS7 - - Start x"));
  EXPECT_TRUE(reading.is_left_out({kWmi, {}, 5858, {{"ClientMachine", "FS01"}, {"User", "ACME\\anna"}}}));
  EXPECT_TRUE(
      reading.is_left_out({kWmi, {}, 5857, {{"ProviderName", "CIMWin32"}, {"ProviderPath", "cimwin32.dll"}}}));
}

TEST_F(WindowsFacts, power_shell_of_and_to_other_hosts) {
  const Written remote{
      "Windows PowerShell",
      "PowerShell",
      400,
      {{"Data", "Available"},
       {"Data", "None"},
       {"Data", "\tHostName=ServerRemoteHost\n\tHostVersion=1\n\tHostApplication=wsmprovhost.exe -E\n"}}};
  EXPECT_EQ(one(remote), line(FactKind::kShell, "- - - - - wsmprovhost.exe -E"));
  EXPECT_TRUE(reading.is_left_out({"Windows PowerShell", "PowerShell", 400, {{"Data", "\tHostName=ConsoleHost\n"}}}));
  constexpr std::string_view kOperational = "Microsoft-Windows-PowerShell/Operational";
  EXPECT_EQ(
      one({kOperational,
           {},
           4103,
           {{"ContextInfo", "  Host Name = ServerRemoteHost\r\n  Host Application = w -E\r\n  User = ACME\\anna\r\n"},
            {"Payload", "CommandInvocation(Get-Process): \"Get-Process\""}}}),
      line(FactKind::kShell, "ACME\\anna - - - - w -E"));
  EXPECT_EQ(one({kOperational,
                 {},
                 4103,
                 {{"ContextInfo", "  Host Name = ConsoleHost\r\n  User = ACME\\anna\r\n"},
                  {"Payload",
                   "CommandInvocation(Invoke-Command): \"Invoke-Command\"\r\nParameterBinding(Invoke-Command): "
                   "name=\"ComputerName\"; value=\"WS6\"\r\n"}}}),
            line(FactKind::kWinrmClient, "ACME\\anna ACME\\anna WS6 - - -"));
  EXPECT_EQ(one({kOperational, {}, 4104, {{"ScriptBlockText", "Enter-PSSession -ComputerName WS6"}}}),
            line(FactKind::kProcess, "- - WS6 - - >powershell.exe|Enter-PSSession -ComputerName WS6"));
  EXPECT_TRUE(reading.is_left_out(
      {kOperational, {}, 4104, {{"ScriptBlockText", "Invoke-Command -ComputerName $ComputerName"}}}));
}

TEST_F(WindowsFacts, upkeep) {
  EXPECT_EQ(one({"Security",
                 "Microsoft-Windows-Eventlog",
                 1102,
                 {{"SubjectUserName", "anna"}, {"SubjectDomainName", "ACME"}}}),
            line(FactKind::kLogCleared, "ACME\\anna ACME\\anna - - - Security"));
  EXPECT_EQ(one({"System", "Microsoft-Windows-Eventlog", 104, {{"Channel", "Windows PowerShell"}}}),
            line(FactKind::kLogCleared, "- - - - - Windows PowerShell"));
  EXPECT_EQ(one({"System", "EventLog", 6005, {}}), line(FactKind::kBoot, "- - - - - -"));
  EXPECT_EQ(one({"System", "EventLog", 6006, {}}), line(FactKind::kShutdown, "- - - - - -"));
  EXPECT_TRUE(reading.is_left_out({"System", "Microsoft-Windows-Kernel-Boot", 12, {}})) << "not Kernel-General's";
  EXPECT_TRUE(reading.is_left_out(
      security(4616, {{"PreviousTime", "2020-01-01T00:00:00.5Z"}, {"NewTime", "2020-01-01T00:00:01Z"}})));
  const Fact fact =
      reading.one(security(4616, {{"PreviousTime", "2020-01-01T00:00:00Z"}, {"NewTime", "2020-01-01T01:00:00Z"}}));
  EXPECT_EQ(fact.kind, FactKind::kClockChanged);
  EXPECT_EQ(fact.guid, 15'778'368'000'000'000U);
}

}  // namespace
}  // namespace hoptrace::sessions
