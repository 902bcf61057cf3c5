#include "simulate/passage.h"

#include <fmt/format.h>

#include <array>

#include "simulate/passage_writer.h"

namespace hoptrace::simulate {
namespace {

using base::Time;
using Side = WitnessSide;

void rdp(PassageWriter& w) {
  const Passage& p = w.passage();
  const std::string target = w.target_name();
  w.source(0, [&](Time at) { return records::rdp_going(at, p.actor, 1024, target); });
  w.source(180, [&](Time at) { return records::rdp_going(at, p.actor, 1102, w.target_address()); });
  w.explicit_credentials("C:\\Windows\\System32\\lsass.exe", "TERMSRV/" + target);
  w.flow(300, 3389, "C:\\Windows\\System32\\mstsc.exe", "C:\\Windows\\System32\\svchost.exe");
  w.authenticate(500, w.host_service());
  w.zeek_rdp(350);
  const Who network = w.network_logon(700, true);
  w.destination(900, [&](Time at) { return records::rdp_authenticated(at, w.used(), w.seen_from()); });
  if (w.reconnect(1'500)) return w.ended();
  const Who screen = w.screen_logon(1'800);
  w.destination(2'300, [&](Time at) { return records::rdp_session(at, 21, w.full_name(), w.seen_from()); });
  w.destination(2'400, [&](Time at) { return records::rdp_session(at, 22, w.full_name(), w.seen_from()); });
  w.destination(9'000, [&](Time at) { return records::logoff(at, network, 3); });
  w.acts_as(screen);
  w.run_in_session(30'000);
  w.leave_screen(screen);
}

void smb(PassageWriter& w) {
  const Passage& p = w.passage();
  const std::size_t slash = p.what.find('\\');
  const std::string share =
      slash == std::string::npos ? (p.what.empty() ? std::string("C$") : p.what) : p.what.substr(0, slash);
  if (w.typed())
    w.source_command("C:\\Windows\\System32\\net.exe", fmt::format("net use \\\\{}\\{}", w.target_name(), share));
  const Who session = w.smb_session();
  w.share(session, share,
          slash == std::string::npos ? std::string_view{} : std::string_view(p.what).substr(slash + 1));
  w.end_network(session);
  w.acts_as(session);
}

void smb_exec(PassageWriter& w) {
  const Who session = w.smb_session();
  const std::string name = w.random_name();
  const std::string image = fmt::format("%SystemRoot%\\{}.exe", name);
  w.share(session, "ADMIN$", name + ".exe");
  w.share(session, "IPC$", "svcctl");
  w.service(session, name, image);
  w.run_as_system(2'000, fmt::format("C:\\Windows\\{}.exe", name), "C:\\Windows\\System32\\services.exe");
  w.end_network(session);
}

void service(PassageWriter& w) {
  const Who session = w.smb_session();
  if (w.typed())
    w.source_command("C:\\Windows\\System32\\sc.exe", fmt::format("sc \\\\{} create {} binPath= {}", w.target_name(),
                                                                  w.service_name(), w.service_image()));
  w.share(session, "IPC$", "svcctl");
  w.service(session, w.service_name(), w.service_image());
  w.end_network(session);
  w.acts_as(session);
}

void schtask(PassageWriter& w) {
  const Who session = w.smb_session();
  if (w.typed())
    w.source_command("C:\\Windows\\System32\\schtasks.exe",
                     fmt::format("schtasks /create /s {} /tn {} /sc once /st 23:59 /ru SYSTEM /tr \"{}\"",
                                 w.target_name(), w.service_name(), w.passage().what));
  w.share(session, "IPC$", "atsvc");
  const std::string task = "\\" + w.service_name();
  w.destination(900, [&](Time at) { return records::task_added(at, session, task, w.passage().what); });
  w.destination(950, [&](Time at) { return records::task_registered(at, task, w.full_name()); });
  w.run_as_system(4'000, "C:\\Windows\\System32\\cmd.exe", "C:\\Windows\\System32\\svchost.exe");
  w.end_network(session);
}

void wmi(PassageWriter& w) {
  if (w.typed())
    w.source_command("C:\\Windows\\System32\\wbem\\WMIC.exe",
                     fmt::format("wmic /node:{} process call create \"{}\"", w.target_name(), w.passage().what));
  w.explicit_credentials("C:\\Windows\\System32\\wbem\\WMIC.exe", w.target_name());
  w.flow(250, 135, "C:\\Windows\\System32\\wbem\\WMIC.exe", "C:\\Windows\\System32\\svchost.exe");
  w.authenticate(350, w.host_service());
  const Who session = w.network_logon(480, w.shows_address(40));
  w.flow(700, static_cast<std::uint16_t>(w.world().dice.between(49'664, 49'690)),
         "C:\\Windows\\System32\\wbem\\WMIC.exe", "C:\\Windows\\System32\\svchost.exe");
  w.zeek_rpc(720, "IWbemServices", "ExecMethod");
  w.acts_as(session);
  w.run_as(session, 1'100, "C:\\Windows\\System32\\cmd.exe", "C:\\Windows\\System32\\wbem\\WmiPrvSE.exe");
  w.end_network(session);
}

void winrm(PassageWriter& w) {
  const Passage& p = w.passage();
  w.source(0, [&](Time at) { return records::winrm_going(at, p.actor, w.target_name()); });
  w.explicit_credentials("C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", w.target_name());
  w.flow(200, 5985, "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", "System");
  w.authenticate(300, w.host_service());
  const Who session = w.network_logon(450, w.shows_address(6));
  w.destination(650, [&](Time at) { return records::winrm_shell(at, w.used()); });
  w.acts_as(session);
  w.run_as(session, 900, "C:\\Windows\\System32\\wsmprovhost.exe", "C:\\Windows\\System32\\svchost.exe");
  w.end_network(session);
}

void rmm(PassageWriter& w) {
  w.agent_job();
}

void gdap(PassageWriter& w) {
  w.delegated_sign_in();
}

struct WayRow {
  Way way;
  std::string_view name;
  void (*write)(PassageWriter&);
};
constexpr std::array kWays{
    WayRow{Way::kRdp, "rdp", rdp},
    WayRow{Way::kSmb, "smb", smb},
    WayRow{Way::kSmbExec, "smb_exec", smb_exec},
    WayRow{Way::kService, "service", service},
    WayRow{Way::kWmi, "wmi", wmi},
    WayRow{Way::kWinrm, "winrm", winrm},
    WayRow{Way::kSchtask, "schtask", schtask},
    WayRow{Way::kRmm, "rmm", rmm},
    WayRow{Way::kGdap, "gdap", gdap},
};

const WayRow& row_of(Way way) {
  for (const WayRow& row : kWays)
    if (row.way == way) return row;
  return kWays.front();
}

}  // namespace

std::string_view way_name(Way way) {
  return row_of(way).name;
}

Who pass(World& world, const Passage& passage) {
  PassageWriter writer(world, passage);
  if (!passage.from_vpn.empty()) writer.tunnel();
  row_of(passage.way).write(writer);
  world.happened.push_back({passage.at, passage.from, passage.to, writer.account_told(),
                            std::string(way_name(passage.way)), passage.intrusion, writer.own_address(),
                            writer.seen_from()});
  return writer.session();
}

}  // namespace hoptrace::simulate
