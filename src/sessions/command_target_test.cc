#include "sessions/command_target.h"

#include <gtest/gtest.h>

#include <string>

namespace hoptrace::sessions {
namespace {

struct Case {
  std::string_view image, command, target;
};

TEST(CommandTarget, the_host_that_a_tool_goes_to) {
  constexpr Case kCases[]{
      {"C:\\Windows\\System32\\mstsc.exe", "\"C:\\Windows\\System32\\mstsc.exe\" /v:fs01.acme.example:3390 /admin",
       "fs01.acme.example"},
      {"mstsc.exe", "mstsc /v 10.0.0.7", "10.0.0.7"},
      {"WMIC.exe", "wmic /node:\"WS6\" process call create \"cmd.exe\"", "WS6"},
      {"wmic.exe", "wmic /user:a /node:10.0.0.7,10.0.0.8 os get", "10.0.0.7"},
      {"wmic.exe", "wmic /node:@hosts.txt os get", ""},
      {"sc.exe", "sc \\\\WS6 query", "WS6"},
      {"sc.exe", "sc query \"\\\\x y\"", ""},
      {"schtasks.exe", "schtasks /create /s WS6 /tn \"x\" /tr calc", "WS6"},
      {"schtasks.exe", "schtasks /create /sc daily /tn x /tr calc", ""},
      {"net.exe", "net use z: \\\\fs01\\c$ /user:acme\\anna pw", "fs01"},
      {"net1.exe", "net1 use * \"\\\\10.0.0.7\\ADMIN$\"", "10.0.0.7"},
      {"PsExec64.exe", "PsExec64.exe -accepteula \\\\WS6 -s cmd", "WS6"},
      {"psexec.exe", "\\\\tools\\share\\psexec.exe -s cmd", ""},
      {"winrs.exe", "winrs -r:http://ws6:5985 ipconfig", "ws6"},
      {"winrs.exe", "winrs -remote:ws6 ipconfig", "ws6"},
      {"powershell.exe", "powershell -c Enter-PSSession -ComputerName WS6 -Credential $c", "WS6"},
      {"pwsh.exe", "pwsh -c \"Invoke-Command -Cn 'ws6','ws7' {hostname}\"", "ws6"},
      {"powershell.exe", "powershell -c Invoke-Command -ComputerName $all {hostname}", ""},
      {"powershell.exe", "powershell -c Copy-Item x.exe \\\\ws6\\c$\\windows\\temp", "ws6"},
      {"cmd.exe", "cmd.exe /c copy a.exe \\\\ws6\\ADMIN$\\a.exe", "ws6"},
      {"cmd.exe", "cmd.exe /c \\\\acme.example\\netlogon\\login.bat", ""},
      {"cmd.exe", "cmd.exe /c echo x > \\\\127.0.0.1\\C$\\__output", ""},
      {"ssh.exe", "ssh -i key.pem -p 2222 anna@10.0.0.7 id", "10.0.0.7"},
      {"plink.exe", "plink.exe -ssh -pw secret -R 3389:127.0.0.1:3389 root@203.0.113.7", "203.0.113.7"},
      {"reg.exe", "reg add \\\\ws6\\HKLM\\Software /v x", "ws6"},
      {"notepad.exe", "notepad \\\\fs01\\docs\\a.txt", ""},
  };
  for (const Case& one : kCases) EXPECT_EQ(command_target(one.image, one.command), one.target) << one.command;
}

TEST(CommandTarget, an_address_given_to_a_program) {
  EXPECT_EQ(command_address("MoveWMI.exe 172.18.39.6 x"), "172.18.39.6");
  EXPECT_EQ(command_address("\"C:\\a b\\10.0.0.1.exe\" 8.8.8.8"), "");
  EXPECT_EQ(command_address(""), "");
}

TEST(CommandTarget, nothing_hostile_takes_long_or_reads_beyond) {
  std::string command = "psexec ";
  for (int i = 0; i < 100'000; ++i) command += "\\\\ \"";
  EXPECT_EQ(command_target("psexec.exe", command), "");
  EXPECT_EQ(command_target("mstsc.exe", "mstsc /v:"), "");
  EXPECT_EQ(command_target("mstsc.exe", "/v"), "");
  EXPECT_EQ(command_target("psexec.exe", "x \\\\" + std::string(300, 'a')), "");
  EXPECT_EQ(command_target("cmd.exe", "\\\\a\\$"), "a");
  EXPECT_EQ(command_target("cmd.exe", "\\\\a\\"), "");
  EXPECT_EQ(command_target("cmd.exe", "\\\\"), "");
  EXPECT_EQ(command_target("winrs.exe", "winrs -r:["), "");
  EXPECT_EQ(command_target("", ""), "");
}

}  // namespace
}  // namespace hoptrace::sessions
