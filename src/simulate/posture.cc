#include "simulate/posture.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "simulate/passage.h"
#include "simulate/record_parts.h"

namespace hoptrace::simulate {
namespace {

using base::Time;
using Side = WitnessSide;

using base::kDay, base::kSecond;
constexpr int kPastDays = 200;
constexpr std::string_view kForeignDirectory = "9d1f0c3e-5b7a-4c11-8e2d-6a4b3c2d1e0f";

constexpr LogSpec kPowerShell{"Microsoft-Windows-PowerShell", "{a0c1853b-5c40-4b15-8766-3cf1c58f985a}",
                              "Microsoft-Windows-PowerShell/Operational"};
constexpr LogSpec kAppLocker{"Microsoft-Windows-AppLocker", "{cbda4dbf-8d5d-4f69-9578-be14aa540d22}",
                             "Microsoft-Windows-AppLocker/EXE and DLL"};
constexpr LogSpec kNetlogon{"NETLOGON", "", "System"};

bool is_client(const World& world, OrganisationIndex of) {
  return !world.plan.organisations[of].provider;
}

// Within the fleet's first working day, by the clock of the organisation.
Time morning(const World& world, OrganisationIndex of, int minute, int second = 0) {
  return world.plan.moment(1, minute - world.plan.organisations[of].hours_ahead * 60, second);
}

}  // namespace

PostureFaults::PostureFaults(Plan& plan, std::uint64_t seed) : dice_(seed ^ 0x706F7374ULL) {
  faults_.resize(plan.organisations.size());
  old_accounts_.resize(plan.organisations.size());
  for (OrganisationIndex of = 0; of < faults_.size(); ++of) {
    for (int check = 1; check <= kChecks; ++check)
      faults_[of].planted[static_cast<std::size_t>(check)] = dice_.chance(50);
    Organisation& o = plan.organisations[of];
    o.spare_controllers = !has(of, 9);
    o.spare_desks = !has(of, 11);
    if (!o.provider) {
      plan.accounts[o.provider_account].user = fmt::format("nw-{}", o.domain.substr(0, o.domain.find('.')));
      if (has(of, 2)) old_accounts_[of] = o.netbios + "\\nw-retired";
    }
    o.more_yaml = yaml(plan, of);
    o.more_accounts = old_accounts_[of];
  }
}

std::string PostureFaults::yaml(const Plan& plan, OrganisationIndex of) const {
  const Organisation& o = plan.organisations[of];
  std::string out = fmt::format(
      "    timezone: Etc/GMT{}\n"
      "    zones: {{servers: {{networks: [{}0/24], may_reach: [people]}}, people: {{networks: [{}0/24]{}}}}}\n",
      o.hours_ahead == 0 ? std::string() : fmt::format("-{}", o.hours_ahead), o.servers, o.people,
      has(of, 12) ? "" : ", may_reach: [servers]");
  if (o.provider) return out + "    inventory: ['ADM*', 'JUMP01', 'RMM01']\n";
  out += fmt::format("    change_windows: ['{}']\n", has(of, 8) ? "Mon-Fri 11:00-12:00" : "Mon-Sun 05:00-23:30");
  out += fmt::format("    delegated_admins: [{}]\n", plan.organisations[0].directory_id);
  return out;
}

// Past the jump host, from a desk of the provider's.
void PostureFaults::plan(World& world) {
  for (OrganisationIndex of = 1; of < faults_.size(); ++of) {
    if (!has(of, 6)) continue;
    const Time at = morning(world, of, 10 * 60 + 17);
    const HostIndex desk = world.plan.host(0, Role::kAdminWorkstation), to = world.plan.host(of, Role::kAppServer);
    world.at(at, [&world, at, desk, to, of] {
      Passage p;
      p.at = at, p.from = desk, p.to = to, p.way = Way::kRdp, p.seconds = 600, p.what = "systeminfo";
      p.account = world.plan.organisations[of].provider_account;
      p.actor = world.console(desk, at);
      pass(world, p);
    });
  }
}

void PostureFaults::write(World& world) {
  for (OrganisationIndex of = 0; of < faults_.size(); ++of) {
    write_past(world, of);
    write_hosts(world, of);
    write_network(world, of);
    if (!is_client(world, of)) continue;
    write_accounts(world, of);
    write_cloud(world, of);
  }
  write_shared(world);
}

// Controllers' logs of more than half a year, and a gateway's.
void PostureFaults::write_past(World& world, OrganisationIndex of) {
  const Organisation& o = world.plan.organisations[of];
  const std::vector<HostIndex> controllers = world.plan.hosts(of, Role::kDomainController);
  const bool fault = has(of, 1), gap = fault && dice_.chance(50);
  const int hole = static_cast<int>(dice_.between(20, 150));
  for (const HostIndex dc : controllers) {
    for (int half = 0; half < 2 * kPastDays; ++half) {
      const int day = half / 2;
      if (gap && dc == controllers.back() && day >= hole && day < hole + 3) continue;
      const Time at{world.plan.first_midnight.ticks - kPastDays * kDay + half * kDay / 2 +
                    dice_.between(60, 3'000) * kSecond};
      Who who = world.who(o.people_accounts[static_cast<std::size_t>(half) % o.people_accounts.size()]);
      world.write(dc, Side::kDomainController, records::ticket(at, who, o.domain, o.people + "77", 50'123));
    }
    // Each of them at work while the fleet is.
    for (int day = 0; day < world.plan.days; ++day)
      for (const int hour : {1, 9, 17})
        world.write(dc, Side::kDomainController,
                    records::ticket(world.plan.moment(day, hour * 60 + 7), world.who(o.people_accounts.front()),
                                    o.domain, o.people + "77", 50'124));
  }
  const Time evening = morning(world, of, 19 * 60);
  vpn::asa_session(world.sensors, o.tenant, evening, {evening.ticks + 900 * kSecond},
                   world.plan.accounts[o.people_accounts.back()].user, "198.51.100.77", o.vpn_pool + "200");
  if (fault && !gap) {
    const HostIndex host = world.plan.host(of, Role::kFileServer);
    world.write(host, Side::kExecution, records::cleared(morning(world, of, 23 * 60 + 40), world.system(host)));
  }
}

Arrival PostureFaults::provider_arrival(World& world, OrganisationIndex of, HostIndex at) const {
  const Organisation& o = world.plan.organisations[of];
  Arrival a;
  a.who = world.who(o.provider_account);
  a.who.logon_id = world.new_logon_id(at);
  a.package = "NTLM";
  a.address = o.arrival;
  a.port = 50'881;
  a.workstation = "JUMP01";
  return a;
}

void PostureFaults::write_session(World& world, HostIndex at, Time when, const Arrival& arrival) const {
  world.write(at, Side::kDestination, records::logon(when, arrival));
  world.write(at, Side::kDestination, records::logoff({when.ticks + 40 * kSecond}, arrival.who, arrival.type));
}

void PostureFaults::write_accounts(World& world, OrganisationIndex of) {
  const HostIndex files = world.plan.host(of, Role::kFileServer), dc = world.plan.host(of, Role::kDomainController);
  if (has(of, 2) && dice_.chance(50)) {  // used once, long ago; or never
    Who old = world.who(world.plan.organisations[of].provider_account);
    old.user = "nw-retired";
    old.sid = world.plan.organisations[of].forest_sid + "-4711";
    world.write(dc, Side::kDomainController,
                records::ticket({world.plan.first_midnight.ticks - 150 * kDay}, old,
                                world.plan.organisations[of].domain, world.plan.organisations[of].arrival, 50'001));
  }
  // Refused: a few times as everybody is, or again and again before a logon.
  const Time refused = morning(world, of, 11 * 60 + 20);
  Arrival a = provider_arrival(world, of, files);
  for (int i = 0; i < (has(of, 4) ? 14 : 3); ++i)
    world.write(files, Side::kDestination, records::failed({refused.ticks + i * 19 * kSecond}, a));
  write_session(world, files, {refused.ticks + 400 * kSecond}, a);
  if (has(of, 5)) {
    a = provider_arrival(world, of, files);
    a.address = "198.51.100.201";
    write_session(world, files, morning(world, of, 11 * 60 + 31), a);
  }
  if (has(of, 13)) {
    a = provider_arrival(world, of, files);
    a.workstation = "DESKTOP-7Q2K9L1";
    write_session(world, files, morning(world, of, 11 * 60 + 41), a);
  }
  if (has(of, 9)) {  // if nobody of the provider's comes to a controller
    a = provider_arrival(world, of, dc);
    write_session(world, dc, morning(world, of, 11 * 60 + 51), a);
    world.write(dc, Side::kDestination, records::special(morning(world, of, 11 * 60 + 51), a.who));
  }
  if (has(of, 11)) {
    const HostIndex desk = world.plan.host(of, Role::kWorkstation);
    a = provider_arrival(world, of, desk);
    a.who = world.who(world.plan.organisations[of].administrators.front());
    a.who.logon_id = world.new_logon_id(desk);
    a.type = 10;
    a.address = world.plan.organisations[of].people + "11";
    a.workstation = world.plan.machines[desk].name;
    write_session(world, desk, morning(world, of, 11 * 60 + 55), a);
    Arrival there = a;
    there.who.logon_id = world.new_logon_id(dc);
    write_session(world, dc, morning(world, of, 11 * 60 + 57), there);
    world.write(dc, Side::kDestination, records::special(morning(world, of, 11 * 60 + 57), there.who));
  }
}

void PostureFaults::write_cloud(World& world, OrganisationIndex of) {
  const Organisation &o = world.plan.organisations[of], &provider = world.plan.organisations[0];
  SignIn s;
  s.application = "Azure Portal", s.address = provider.outside, s.home = provider.directory_id,
  s.resource = o.directory_id;
  s.as_provider = true;
  for (int i = 0; i < 4; ++i) {
    s.at = morning(world, of, 9 * 60 + i * 40);
    s.id = fmt::format("{:08x}-0000-4000-8000-{:012x}", of, i);
    s.name = s.upn = world.plan.accounts[provider.administrators.front()].user + "@" + provider.domain;
    s.requirement = has(of, 3) && i == 2 ? "singleFactorAuthentication" : "multiFactorAuthentication";
    entra_sign_in(world.sensors, o.tenant, s);
  }
  if (!has(of, 17)) return;
  s.at = morning(world, of, 15 * 60);
  s.id = fmt::format("{:08x}-0000-4000-8000-{:012x}", of, 99);
  s.home = kForeignDirectory;
  s.name = s.upn = "partner@elsewhere.example";
  s.requirement = "multiFactorAuthentication";
  entra_sign_in(world.sensors, o.tenant, s);
}

void PostureFaults::write_hosts(World& world, OrganisationIndex of) {
  const std::vector<HostIndex>& hosts = world.plan.organisations[of].hosts;
  const HostIndex silent = has(of, 15) ? dice_.one_of(hosts) : kNobody;
  for (const HostIndex host : hosts) {
    const Time at = morning(world, of, 8 * 60, static_cast<int>(host % 50));
    LogRecord started = records::make_record(kPowerShell, 40961, at, 4, {});
    world.write(host, Side::kExecution, std::move(started));
    if (host == silent) continue;
    world.write(host, Side::kExecution,
                records::make_record(kPowerShell, 4104, at, 2,
                                     {{"MessageNumber", "1"},
                                      {"MessageTotal", "1"},
                                      {"ScriptBlockText", "Get-Service -Name Spooler"},
                                      {"ScriptBlockId", records::some_guid(at, host)},
                                      {"Path", "C:\\ProgramData\\Vendor\\health.ps1"}}));
  }
  const HostIndex app = world.plan.host(of, Role::kAppServer);
  LogRecord decided = records::make_record(kAppLocker, has(of, 14) ? 8003 : 8004, morning(world, of, 10 * 60 + 3), 0,
                                           {{"PolicyName", "EXE"}, {"FilePath", "%OSDRIVE%\\TEMP\\SETUP.EXE"}});
  decided.user_data = "RuleAndFileData";
  world.write(app, Side::kExecution, std::move(decided));
  if (has(of, 19)) {
    const HostIndex dc = world.plan.host(of, Role::kDomainController);
    world.write(
        dc, Side::kDomainController,
        records::make_record(kNetlogon, 5829, morning(world, of, 10 * 60 + 9), 0,
                             {{"", "OLDSCAN$"}, {"", world.plan.organisations[of].netbios}, {"", "Domain Member"}}));
  }
}

void PostureFaults::write_network(World& world, OrganisationIndex of) {
  const Organisation& o = world.plan.organisations[of];
  const auto flow = [&](int minute, std::string from, std::string to, std::uint16_t port, std::string service) {
    const std::array<std::string, 8> values{"tcp", std::move(service), "2.100412", "4811", "9102", "SF",
                                            "0",   "ShADadfF"};
    world.zeek(of, kZeekConn, morning(world, of, minute),
               {world.new_uid(), std::move(from), std::move(to), world.new_port(), port}, values);
  };
  const auto ask = [&](int minute, const std::string& from, std::string query) {
    const std::array<std::string, 7> values{"udp", "4711", std::move(query), "A", "NOERROR", "F", "198.51.100.40"};
    world.zeek(of, kZeekDns, morning(world, of, minute),
               {world.new_uid(), from, o.servers + "10", world.new_port(), 53}, values);
  };
  for (int i = 0; i < 3; ++i) {
    flow(9 * 60 + i * 25, o.servers + std::to_string(11 + i), "198.51.100.4" + std::to_string(i), 443, "ssl");
    ask(9 * 60 + i * 25, o.servers + std::to_string(11 + i), "updates.vendor.example");
  }
  if (has(of, 16)) {
    if (dice_.chance(50)) {
      flow(12 * 60 + 5, o.servers + "11", "198.51.100.23", 995, "");
    } else {
      ask(12 * 60 + 5, o.servers + "11", "sync.windowsupdate.fartit.com");
    }
  }
  if (!has(of, 7) || world.plan.organisations.size() < 3) return;
  const OrganisationIndex other = of == 0 ? 1 : of == 1 ? 2 : 1;
  const std::string foreign = world.plan.organisations[other].mapped + "1.12";
  const std::string here = o.provider ? world.plan.organisations[2].mapped + "1.11" : o.servers + "11";
  flow(13 * 60 + 2, foreign, here, 445, "gssapi,smb");
}

// One account of the provider's own directory at the last two clients that have it.
void PostureFaults::write_shared(World& world) {
  std::vector<OrganisationIndex> at;
  for (OrganisationIndex of = 1; of < faults_.size(); ++of)
    if (has(of, 10)) at.push_back(of);
  if (at.size() == 1) faults_[at.front()].planted[10] = false;
  if (at.size() < 2) return;
  for (const OrganisationIndex of : at) {
    const HostIndex files = world.plan.host(of, Role::kFileServer);
    Arrival a = provider_arrival(world, of, files);
    a.who = world.who(world.plan.organisations[0].administrators.front());
    a.who.logon_id = world.new_logon_id(files);
    write_session(world, files, morning(world, of, 11 * 60 + 43), a);
  }
}

// What everybody's work makes true, whoever planted what.
bool PostureFaults::happened(const World& world, OrganisationIndex of, int check) const {
  const Plan& plan = world.plan;
  const Organisation& o = plan.organisations[of];
  const auto moves = [&](auto&& is) {
    for (const Happened& h : world.happened) {
      const bool session = h.method != "rmm" && h.method != "gdap";
      if (session && plan.machines[h.to].organisation == of && is(h)) return true;
    }
    return false;
  };
  const auto by_provider = [&](const Happened& h) {
    return !o.provider && h.account == plan.account_name(o.provider_account);
  };
  if (check == 6) {
    return moves([&](const Happened& h) {
      const Machine& from = plan.machines[h.from];
      return !o.provider && from.organisation == 0 && from.role != Role::kJumpHost;
    });
  }
  if (check == 8) {
    return moves([&](const Happened& h) {
      const base::CalendarTime there = base::calendar({h.at.ticks + o.hours_ahead * base::kHour});
      const int minute = there.hour * 60 + there.minute;
      return by_provider(h) && (minute < 5 * 60 || minute >= 23 * 60 + 30);
    });
  }
  if (check == 9)
    return moves(
        [&](const Happened& h) { return by_provider(h) && plan.machines[h.to].role == Role::kDomainController; });
  if (check != 11) return false;
  return moves([&](const Happened& desk) {
    if (plan.machines[desk.to].server() || desk.method != "rdp") return false;
    return moves([&](const Happened& h) {
      return h.account == desk.account && plan.machines[h.to].role == Role::kDomainController;
    });
  });
}

nlohmann::ordered_json PostureFaults::truth(const World& world) const {
  auto rows = nlohmann::ordered_json::array();
  constexpr std::array kOfProviders{1, 7, 11, 12, 14, 15, 16, 19};
  constexpr std::array kOfClients{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19};
  for (OrganisationIndex of = 0; of < faults_.size(); ++of) {
    const Organisation& o = world.plan.organisations[of];
    const auto add = [&](int check) {
      bool fault = has(of, check) || happened(world, of, check);
      if (o.provider && check == 11) fault = happened(world, of, check);
      if ((check == 7 || check == 16) && !o.network_sensor) return;  // there is no record of it
      if (check == 7 && world.plan.organisations.size() < 3) fault = false;
      rows.push_back({{"tenant", o.tenant}, {"check", check}, {"fault", fault}});
    };
    if (o.provider) {
      for (const int check : kOfProviders) add(check);
    } else {
      for (const int check : kOfClients) add(check);
    }
  }
  return rows;
}

}  // namespace hoptrace::simulate
