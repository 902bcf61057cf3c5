#include "simulate/background.h"

#include <array>

#include "simulate/windows_events.h"

namespace hoptrace::simulate {
namespace {

using base::Time;

struct Program {
  std::string_view image, command_line, parent;
};
constexpr std::array kPrograms{
    Program{"C:\\Windows\\System32\\svchost.exe", "C:\\Windows\\system32\\svchost.exe -k netsvcs",
            "C:\\Windows\\System32\\services.exe"},
    Program{"C:\\Windows\\System32\\taskhostw.exe", "taskhostw.exe", "C:\\Windows\\System32\\svchost.exe"},
    Program{"C:\\Windows\\System32\\wuauclt.exe", "\"C:\\Windows\\system32\\wuauclt.exe\" /RunHandlerComServer",
            "C:\\Windows\\System32\\svchost.exe"},
    Program{"C:\\Windows\\System32\\SearchProtocolHost.exe",
            "\"C:\\Windows\\system32\\SearchProtocolHost.exe\" Global\\UsGthrFltPipeMssGthrPipe5_",
            "C:\\Windows\\System32\\SearchIndexer.exe"},
    Program{"C:\\Program Files\\Microsoft Office\\Office15\\OUTLOOK.EXE",
            "\"C:\\Program Files\\Microsoft Office\\Office15\\OUTLOOK.EXE\"", "C:\\Windows\\explorer.exe"},
    Program{"C:\\Program Files\\Internet Explorer\\iexplore.exe",
            "\"C:\\Program Files\\Internet Explorer\\iexplore.exe\"", "C:\\Windows\\explorer.exe"},
    Program{"C:\\Windows\\System32\\backgroundTaskHost.exe",
            "\"C:\\Windows\\system32\\backgroundTaskHost.exe\" -ServerName:App.AppX",
            "C:\\Windows\\System32\\svchost.exe"},
};
constexpr std::array<std::string_view, 6> kServices{
    "Windows Update",      "Background Intelligent Transfer Service",  "Application Experience",
    "Software Protection", "WinHTTP Web Proxy Auto-Discovery Service", "Multimedia Class Scheduler"};
constexpr std::array<std::string_view, 5> kNames{"www.msftncsi.example", "mail.northwind.example",
                                                 "crl.vendor.example", "intranet.acme.example", "ntp.pool.example"};

template <class Table>
const auto& any_of(FleetLog& fleet, const Table& table) {
  return table[static_cast<std::size_t>(fleet.between(0, static_cast<std::int64_t>(table.size()) - 1))];
}

Time moment(FleetLog& fleet, Time midnight) {  // office hours in Europe, in UTC
  return {midnight.ticks + fleet.between(7 * 3600, 17 * 3600) * Time::kTicksPerSecond + fleet.between(0, 9'999'999)};
}

Process ordinary(FleetLog& fleet, const Host& host) {
  const Program& program = any_of(fleet, kPrograms);
  Process p;
  p.image = program.image;
  p.command_line = program.command_line;
  p.parent_image = program.parent;
  p.parent_command_line = program.parent;
  p.pid = static_cast<std::uint32_t>(fleet.between(600, 9'000));
  p.parent_pid = static_cast<std::uint32_t>(fleet.between(400, 900));
  p.user = host.netbios + "\\" + (host.name.starts_with("WS") ? "j.meyer" : host.name + "$");
  return p;
}

void write_logons(FleetLog& fleet, const Host& host, Time midnight) {
  for (int i = 0; i < 40; ++i) {
    const Time at = moment(fleet, midnight);
    const Host& from = any_of(fleet, fleet.hosts());
    if (from.tenant != host.tenant) continue;
    const bool machine = fleet.between(0, 99) < 84;
    const bool addressed = fleet.between(0, 99) < 75;
    const Logon logon{.user = machine ? from.name + "$" : "j.meyer",
                      .domain = host.netbios,
                      .address = addressed ? from.address : "-",
                      .logon_id = static_cast<std::uint64_t>(fleet.between(0x10000, 0xFFFFFF))};
    if (!machine && fleet.between(0, 9) == 0)
      fleet.write(host, logon_failed({at.ticks - 4 * Time::kTicksPerSecond}, logon));
    fleet.write(host, logged_on(at, host, logon));
    fleet.write(host, logged_off({at.ticks + fleet.between(20, 900) * Time::kTicksPerSecond}, logon));
  }
}

}  // namespace

void write_working_day(FleetLog& fleet, Time midnight) {
  for (const Host& host : fleet.hosts()) {
    write_logons(fleet, host, midnight);
    for (int i = 0; i < 60; ++i) {
      const Process p = ordinary(fleet, host);
      const Time at = moment(fleet, midnight);
      fleet.write(host, process_started(at, p));
      fleet.write(host, process_created(at, host, p));
    }
    for (int i = 0; i < 25; ++i) {
      const Process p = ordinary(fleet, host);
      fleet.write(host, name_queried(moment(fleet, midnight), p, any_of(fleet, kNames), "192.0.2.17"));
    }
    for (int i = 0; i < 20; ++i) {
      fleet.write(
          host, service_state(moment(fleet, midnight), any_of(fleet, kServices), i % 2 == 0 ? "running" : "stopped"));
    }
  }
}

}  // namespace hoptrace::simulate
