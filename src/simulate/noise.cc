#include <fmt/format.h>

#include <array>

#include "simulate/habits.h"

namespace hoptrace::simulate {
namespace {

using base::Time;

Time sometime(World& w, int day) {
  // Machines work at night, too, but less.
  const std::int64_t second = w.dice.chance(70) ? w.dice.between(6 * 3600, 18 * 3600) : w.dice.between(0, 86'399);
  return {w.plan.moment(day, 0).ticks + second * Time::kTicksPerSecond + w.dice.between(0, 9'999'999)};
}

// A member of the domain and its controller: policies, time, its own account's tickets.
void member_at_controller(World& w, HostIndex from, HostIndex dc, Time at) {
  Arrival a;
  a.who = w.machine(from);
  const std::string& domain = w.plan.organisations[w.plan.machines[from].organisation].domain;
  a.address = w.plan.machines[from].address(at);
  a.port = w.new_port();
  const Time there = w.local(dc, at);
  const std::uint64_t ticket_due = (static_cast<std::uint64_t>(from) << 1 | 1) << 40;
  Time& last = w.tickets[ticket_due];
  std::string realm;
  for (const char c : domain) realm += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (last.ticks == 0 || at.ticks - last.ticks > 8LL * 3600 * Time::kTicksPerSecond) {
    last = at;
    w.write(dc, WitnessSide::kDomainController, records::ticket(there, a.who, realm, a.address, w.new_port()));
    w.write(dc, WitnessSide::kDomainController,
            records::service_ticket(there, a.who, realm, w.plan.machines[dc].name + "$", a.address, w.new_port()));
  }
  a.who.domain = realm;
  a.who.logon_id = w.new_logon_id(dc);
  w.write(dc, WitnessSide::kDestination, records::logon(there, a));
  a.who.domain = w.machine(from).domain;
  w.write(dc, WitnessSide::kDestination,
          records::logoff({there.ticks + w.dice.between(1, 15) * Time::kTicksPerSecond}, a.who, 3));
  if (!w.dice.chance(12)) return;
  Flow f;
  f.from = a.address, f.to = w.plan.machines[dc].address(at), f.from_port = a.port, f.to_port = 445;
  w.write(from, WitnessSide::kSource, records::permitted(w.local(from, at), f));
  w.write(from, WitnessSide::kSource, records::connection(w.local(from, at), f, 0));
  f.outbound = false;
  w.write(dc, WitnessSide::kDestination, records::permitted(there, f));
  w.write(dc, WitnessSide::kDestination, records::connection(there, f, 0));
  const std::array<std::string, 8> values{"tcp", "gssapi,smb", "2.100412", "2811", "3902", "SF", "0", "ShADadfF"};
  w.zeek(w.plan.machines[dc].organisation, kZeekConn, at, {w.new_uid(), f.from, f.to, f.from_port, 445}, values);
}

// A host with itself, or nobody with anybody.
void anonymous_or_own(World& w, HostIndex h, Time at) {
  Arrival a;
  const Time there = w.local(h, at);
  if (w.dice.chance(30)) {
    a.who = {"S-1-5-7", "ANONYMOUS LOGON", "NT AUTHORITY", 0};
    a.package = "NTLM";
    if (w.dice.chance(30))
      a.workstation =
          w.plan.machines[w.dice.one_of(w.plan.organisations[w.plan.machines[h].organisation].hosts)].name;
  } else if (w.dice.chance(30)) {
    a.who = w.system(h);
    a.who.user = "SYSTEM", a.who.domain = "NT AUTHORITY";
    a.subject = w.system(h);
    a.type = 5;
    a.package = "Negotiate";
    return w.write(h, WitnessSide::kExecution, records::logon(there, a));
  } else {
    a.who = w.machine(h);
    if (w.dice.chance(40)) a.address = w.dice.chance(50) ? "::1" : "fe80::5c1e:8b1:77d2:1a4";
  }
  a.who.logon_id = w.new_logon_id(h);
  w.write(h, WitnessSide::kDestination, records::logon(there, a));
  w.write(h, WitnessSide::kDestination,
          records::logoff({there.ticks + w.dice.between(1, 15) * Time::kTicksPerSecond}, a.who, 3));
}

// Programs that start on any working day.
void programs(World& w, HostIndex h, int day) {
  struct Program {
    std::string_view image, command_line, parent;
  };
  static constexpr std::array kPrograms{
      Program{"C:\\Windows\\System32\\taskhostw.exe", "taskhostw.exe", "C:\\Windows\\System32\\svchost.exe"},
      Program{"C:\\Windows\\System32\\svchost.exe", "C:\\Windows\\system32\\svchost.exe -k netsvcs -p",
              "C:\\Windows\\System32\\services.exe"},
      Program{"C:\\Windows\\System32\\cmd.exe", "cmd.exe /c \"C:\\ProgramData\\Vendor\\daily.cmd\"",
              "C:\\Windows\\System32\\svchost.exe"},
      Program{"C:\\Windows\\System32\\wbem\\WmiPrvSE.exe",
              "C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding", "C:\\Windows\\System32\\svchost.exe"},
      Program{"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
              "powershell.exe -NoProfile -File C:\\ProgramData\\Vendor\\health.ps1",
              "C:\\Windows\\System32\\taskhostw.exe"},
      Program{"C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE", "OUTLOOK.EXE",
              "C:\\Windows\\explorer.exe"},
      Program{"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe", "msedge.exe",
              "C:\\Windows\\explorer.exe"}};
  for (int i = 0; i < 6; ++i) {
    const Time at = sometime(w, day);
    const Program& p = w.dice.one_of(kPrograms);
    w.at(at, [&w, h, at, &p] {
      Started s;
      const bool person = p.parent.ends_with("explorer.exe");
      if (person && w.plan.machines[h].server()) return;
      s.image = p.image, s.command_line = p.command_line, s.parent_image = p.parent;
      s.who = person ? w.console(h, at) : w.system(h);
      s.pid = w.new_pid(), s.parent_pid = w.new_pid(), s.high = !person;
      w.write(h, WitnessSide::kExecution, records::created(w.local(h, at), s.who, s));
      w.write(h, WitnessSide::kExecution, records::started(w.local(h, at), s));
    });
  }
}

void leases(World& w, OrganisationIndex of, int day) {
  const Organisation& o = w.plan.organisations[of];
  for (const HostIndex h : o.hosts) {
    const Machine& m = w.plan.machines[h];
    if (m.server()) continue;
    for (const int minute :
         {static_cast<int>(w.dice.between(405, 480)), static_cast<int>(w.dice.between(780, 860))}) {
      const Time at = w.plan.moment(day, minute, static_cast<int>(w.dice.between(0, 59)));
      const std::array<std::string, 7> values{
          m.mac, m.name, m.name + "." + o.domain, o.domain, m.address(at), "28800.000000", "ACK"};
      w.zeek(of, kZeekDhcp, at, {w.new_uid(), m.address(at), o.servers + "10", 68, 67}, values);
    }
  }
}

}  // namespace

void plan_noise(World& w) {
  for (int day = 0; day < w.plan.days; ++day) {
    for (OrganisationIndex of = 0; of < w.plan.organisations.size(); ++of) {
      leases(w, of, day);
      const HostIndex dc = w.plan.host(of, Role::kDomainController);
      for (const HostIndex h : w.plan.organisations[of].hosts) {
        programs(w, h, day);
        for (int i = 0; i < 8; ++i) {
          const Time at = sometime(w, day);
          if (h != dc) w.at(at, [&w, h, dc, at] { member_at_controller(w, h, dc, at); });
        }
        for (int i = 0; i < 28; ++i) {
          const Time at = sometime(w, day);
          w.at(at, [&w, h, at] { anonymous_or_own(w, h, at); });
        }
      }
    }
  }
}

}  // namespace hoptrace::simulate
