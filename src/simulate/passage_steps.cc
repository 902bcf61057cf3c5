// The steps of PassageWriter that the hosts themselves write.
#include <fmt/format.h>

#include <array>

#include "simulate/passage_writer.h"

namespace hoptrace::simulate {

using base::Time;
using Side = WitnessSide;

namespace {

constexpr std::string_view kAgent = "C:\\Program Files (x86)\\Kaseya\\NWMSP\\AgentMon.exe";

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

void PassageWriter::start(HostIndex host, Side side, int ms, const Started& started) {
  const Time at = world_.local(host, after(ms));
  world_.write(host, side, records::created(at, started.who, started));
  world_.write(host, side, records::started(at, started));
}

void PassageWriter::source_command(std::string_view image, const std::string& command) {
  Started s;
  s.image = image;
  s.command_line = command;
  s.parent_image = "C:\\Windows\\System32\\cmd.exe";
  s.who = p_.actor;
  s.pid = world_.new_pid();
  s.parent_pid = world_.new_pid();
  start(p_.from, Side::kSource, 0, s);
}

void PassageWriter::explicit_credentials(std::string_view process, const std::string& target) {
  if (p_.hash_only) {
    // The hash is put into a session of its own on the source (type 9); no password, no 4648.
    Arrival a;
    a.who = p_.actor;
    a.subject = p_.actor;
    a.who.logon_id = world_.new_logon_id(p_.from);
    a.type = 9;
    a.package = "Negotiate";
    a.address = "::1";
    a.outbound_user = used().user;
    a.outbound_domain = used().domain;
    return source(-2'500, [&](Time at) { return records::logon(at, a); });
  }
  if (p_.actor.user == used().user && p_.actor.domain == used().domain) return;
  source(120, [&](Time at) {
    return records::explicit_use(at, p_.actor, used(), target, process, process == "-" ? to_at_source_ : "-");
  });
}

Who PassageWriter::network_logon(int ms, bool with_address) {
  Arrival a;
  a.who = used();
  a.who.logon_id = world_.new_logon_id(p_.to);
  const std::string netbios = a.who.domain;
  a.package = kerberos_ ? "Kerberos" : "NTLM";
  if (kerberos_) {
    a.who.domain = upper(world_.plan.organisations[world_.plan.accounts[p_.account].organisation].domain);
  } else {
    a.workstation = p_.workstation.empty() ? from_.name : p_.workstation;
  }
  if (with_address) a.address = from_at_destination_, a.port = port_at_destination_;
  a.elevated = world_.plan.accounts[p_.account].privileged();
  destination(ms, [&](Time at) { return records::logon(at, a); });
  a.who.domain = netbios;
  if (a.elevated) destination(ms, [&](Time at) { return records::special(at, a.who); });
  return a.who;
}

Who PassageWriter::screen_logon(int ms) {
  Arrival a;
  a.who = used();
  a.who.logon_id = world_.new_logon_id(p_.to);
  a.subject = world_.system(p_.to);
  a.type = 10;
  a.package = "Negotiate";
  a.address = from_at_destination_;
  a.workstation = to_.name;
  a.elevated = world_.plan.accounts[p_.account].privileged();
  destination(ms - 100, [&](Time at) {
    return records::explicit_use(at, a.subject, used(), "localhost", "C:\\Windows\\System32\\svchost.exe",
                                 from_at_destination_);
  });
  destination(ms, [&](Time at) { return records::logon(at, a); });
  if (a.elevated) destination(ms, [&](Time at) { return records::special(at, a.who); });
  return a.who;
}

bool PassageWriter::reconnect(int ms) {
  const auto open = world_.left_open.find({p_.to, p_.account});
  if (open == world_.left_open.end() || p_.at < open->second.since) return false;
  const Who who = open->second.who;
  world_.left_open.erase(open);
  destination(ms, [&](Time at) {
    return records::reconnected(at, who, p_.workstation.empty() ? from_.name : p_.workstation, from_at_destination_);
  });
  destination(ms + 40, [&](Time at) { return records::rdp_session(at, 25, full_name(), from_at_destination_); });
  acts_as(who);
  run_in_session(30'000);
  leave_screen(who);
  return true;
}

void PassageWriter::leave_screen(const Who& who) {
  const int end = p_.seconds * 1'000;
  if (world_.dice.chance(35)) {
    destination(end, [&](Time at) { return records::rdp_session(at, 24, full_name(), from_at_destination_); });
    destination(end, [&](Time at) { return records::disconnected(at, who, from_.name, from_at_destination_); });
    const HostIndex to = p_.to;
    const AccountIndex account = p_.account;
    world_.left_open[{to, account}] = {who, after(end)};
    return;
  }
  destination(end, [&](Time at) { return records::initiated_logoff(at, who); });
  destination(end + 300, [&](Time at) { return records::rdp_session(at, 23, full_name(), from_at_destination_); });
  destination(end + 900, [&](Time at) { return records::logoff(at, who, 10); });
}

void PassageWriter::end_network(const Who& who) {
  destination(p_.seconds * 1'000 + 1'500, [&](Time at) { return records::logoff(at, who, 3); });
}

Who PassageWriter::smb_session() {
  explicit_credentials("-", target_name_);
  flow(250, 445, "System", "System");
  authenticate(330, host_service());
  return network_logon(450, shows_address(71));
}

void PassageWriter::share(const Who& who, std::string_view name, std::string_view file) {
  const Flow seen = as_seen(false, 445);
  destination(560, [&](Time at) { return records::share(at, who, seen, name); });
  if (!file.empty()) destination(620, [&](Time at) { return records::share_file(at, who, seen, name, file); });
  past_sensors([&](OrganisationIndex of, bool at_source) {
    const Flow flow = as_seen(at_source, 445);
    const std::array<std::string, 4> values{fmt::format("\\\\{}\\{}", target_name_, name), "",
                                            name == "IPC$" ? "" : "NTFS", name == "IPC$" ? "PIPE" : "DISK"};
    world_.zeek(of, kZeekSmbMapping, after(540), {uid_, flow.from, flow.to, flow.from_port, flow.to_port}, values);
  });
}

void PassageWriter::service(const Who& who, const std::string& name, const std::string& image) {
  destination(900, [&](Time at) { return records::service_added(at, who, name, image); });
  destination(905, [&](Time at) { return records::service_installed(at, who, name, image); });
}

void PassageWriter::run_as(const Who& who, int ms, std::string_view image, std::string_view parent) {
  Started s;
  s.image = image;
  s.command_line = image.ends_with("cmd.exe") ? "cmd.exe /Q /c " + p_.what : std::string(image) + " -Embedding";
  s.parent_image = parent;
  s.who = who;
  s.pid = world_.new_pid();
  s.parent_pid = world_.new_pid();
  start(p_.to, Side::kExecution, ms, s);
  if (image.ends_with("cmd.exe") || p_.what.empty()) return;
  s.parent_image = s.image;
  s.parent_pid = s.pid;
  s.image = "C:\\Windows\\System32\\cmd.exe";
  s.command_line = "\"C:\\Windows\\system32\\cmd.exe\" /c " + p_.what;
  s.pid = world_.new_pid();
  start(p_.to, Side::kExecution, ms + 400, s);
}

void PassageWriter::run_as_system(int ms, std::string_view image, std::string_view parent) {
  Started s;
  s.image = image;
  s.command_line = image.ends_with("cmd.exe") ? "cmd.exe /C " + p_.what : std::string(image);
  s.parent_image = parent;
  s.who = world_.system(p_.to);
  s.pid = world_.new_pid();
  s.parent_pid = 612;
  start(p_.to, Side::kExecution, ms, s);
}

void PassageWriter::run_in_session(int ms) {
  if (p_.what.empty()) return;
  Started s;
  s.image = "C:\\Windows\\System32\\cmd.exe";
  s.command_line = "cmd.exe /c " + p_.what;
  s.parent_image = "C:\\Windows\\explorer.exe";
  s.who = session_;
  s.pid = world_.new_pid();
  s.parent_pid = world_.new_pid();
  start(p_.to, Side::kExecution, ms, s);
}

void PassageWriter::tunnel() {
  const bool within = crosses_;  // from another organisation's network; else from somebody's home
  Flow out;
  out.from = within ? from_.address(p_.at) : "192.168.178." + std::to_string(20 + p_.from % 200);
  out.from_port = world_.new_port();
  out.to = to_org_.outside;
  out.to_port = 443;
  out.image = to_org_.provider
                  ? "C:\\Program Files\\OpenVPN\\bin\\openvpn.exe"
                  : "C:\\Program Files (x86)\\Cisco\\Cisco AnyConnect Secure Mobility Client\\vpnagent.exe";
  out.pid = world_.new_pid();
  connect(-118'000, p_.from, Side::kSource, out);
  if (!within) return;
  const std::array<std::string, 8> values{
      "tcp", "ssl", std::to_string(p_.seconds + 300) + ".001122", "402204", "991204", "SF", "0", "ShADadfF"};
  world_.zeek(from_.organisation, kZeekConn, after(-118'000), {uid_, out.from, out.to, out.from_port, 443}, values);
}

// The agent keeps a connection to the provider's server; a job opens another to fetch what is to be run.
void PassageWriter::agent_job() {
  Flow out;
  out.from = to_at_destination_;
  out.from_port = port_at_destination_;
  out.to = crosses_ ? from_org_.outside : from_.address(p_.at);
  out.to_port = 5721;
  out.image = kAgent;
  out.pid = 2'204;
  connect(0, p_.to, Side::kDestination, out);
  Flow in = out;
  in.outbound = false;
  in.from = crosses_ ? to_org_.outside : out.from;
  in.from_port = port_at_source_;
  in.to = from_.address(p_.at);
  in.image = "C:\\Program Files (x86)\\Kaseya\\KServer\\KServer.exe";
  connect(30, p_.from, Side::kSource, in);
  const std::array<std::string, 8> values{
      "tcp", "ssl", "3.118204", "2204", std::to_string(world_.dice.between(4'000, 60'000)), "SF", "0", "ShADadfF"};
  world_.zeek(to_.organisation, kZeekConn, after(0), {uid_, out.from, out.to, out.from_port, 5721}, values);
  world_.zeek(from_.organisation, kZeekConn, after(10), {world_.new_uid(), in.from, in.to, in.from_port, 5721},
              values);
  run_as_system(900, "C:\\Windows\\System32\\cmd.exe", kAgent);
}

// A partner's administrator in the client's cloud directory: both directories' sign-in logs have it.
void PassageWriter::delegated_sign_in() {
  SignIn s;
  s.at = p_.at;
  const Who who = used();
  const Organisation& home = world_.plan.organisations[world_.plan.accounts[p_.account].organisation];
  s.upn = who.user + "@" + home.domain;
  s.name = who.user;
  s.address = from_org_.outside;
  s.application = "Microsoft 365 admin center";
  s.home = home.directory_id;
  s.resource = to_org_.directory_id;
  s.as_provider = true;
  s.id = fmt::format("{:08x}-{:04x}-4a00-9c00-{:012x}", p_.at.ticks & 0xFFFFFFFF, world_.dice.between(0, 0xFFFF),
                     world_.dice.between(0, 0xFFFFFFFFFFFF));
  for (const OrganisationIndex of : {to_.organisation, from_.organisation}) {
    entra_sign_in(world_.sensors, world_.plan.organisations[of].tenant, s);
    world_.told(of, "entra/signins.json", of == to_.organisation ? Side::kDestination : Side::kSource, p_.at);
  }
  Flow out = as_seen(true, 443);
  out.to = "20.190.159.4";
  out.image = "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe";
  out.user = p_.actor.domain + "\\" + p_.actor.user;
  out.pid = world_.new_pid();
  connect(-900, p_.from, Side::kSource, out);
  const std::array<std::string, 8> values{"tcp", "ssl", "41.002113", "9204", "60122", "SF", "0", "ShADadfF"};
  world_.zeek(from_.organisation, kZeekConn, after(-900), {uid_, out.from, out.to, out.from_port, 443}, values);
}

}  // namespace hoptrace::simulate
