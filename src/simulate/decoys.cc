#include <array>

#include "simulate/habits.h"
#include "simulate/passage.h"

namespace hoptrace::simulate {
namespace {

using base::Time;

Time moment(World& w, OrganisationIndex of, int day, int local_minute, int second) {
  return w.plan.moment(day, local_minute - w.plan.organisations[of].hours_ahead * 60, second);
}

void service_visit(World& w, Time at, HostIndex from, HostIndex to, AccountIndex account, std::string what,
                   int seconds) {
  if (from == to) return;
  w.at(at, [&w, at, from, to, account, what = std::move(what), seconds] {
    Passage p;
    p.at = at;
    p.from = from;
    p.to = to;
    p.account = account;
    p.actor = w.who(account);
    p.actor.logon_id = 0x1'a2b0 + from;
    p.what = what;
    p.seconds = seconds;
    pass(w, p);
  });
}

// Every night, every server and some workstations, one behind the other.
void backup(World& w, OrganisationIndex of, int day) {
  const Organisation& o = w.plan.organisations[of];
  const HostIndex from = w.plan.host(of, Role::kBackupServer);
  int minute = 65;
  for (const HostIndex to : w.plan.servers(of)) {
    service_visit(w, moment(w, of, day, minute, static_cast<int>(w.dice.between(0, 40))), from, to, o.backup,
                  "C$\\ProgramData\\backup.cat", 300);
    minute += static_cast<int>(w.dice.between(6, 16));
  }
}

// Once or twice a week: everybody within minutes, with failures among it.
void scan(World& w, OrganisationIndex of, int day) {
  const Organisation& o = w.plan.organisations[of];
  const HostIndex from = w.plan.host(of, Role::kScanner);
  if (from == kNobody) return;
  int second = 0;
  const int start = static_cast<int>(w.dice.between(10 * 60, 21 * 60));
  for (const HostIndex to : o.hosts) {
    second += static_cast<int>(w.dice.between(2, 14));
    const Time at = moment(w, of, day, start, second);
    service_visit(w, at, from, to, o.scanner, "IPC$", 3);
    if (to == from || !w.dice.chance(30)) continue;
    w.at(at, [&w, at, from, to, &o] {
      Arrival a;
      a.who.user = "Administrator", a.who.domain = w.plan.machines[to].name;
      a.address = w.plan.machines[from].address(at), a.workstation = w.plan.machines[from].name, a.port = 50'231;
      w.write(to, WitnessSide::kDestination, records::failed(w.local(to, at), a));
    });
  }
}

// Remote management: an inventory of every host of an organisation, or a patch run.
void mass_job(World& w, OrganisationIndex of, int day) {
  constexpr std::array<std::string_view, 3> kJobs{"powershell -File C:\\ProgramData\\Kaseya\\inventory.ps1",
                                                  "wusa.exe C:\\ProgramData\\Kaseya\\kb5034441.msu /quiet /norestart",
                                                  "cscript //nologo C:\\ProgramData\\Kaseya\\audit.vbs"};
  const std::string job(w.dice.one_of(kJobs));
  const int start = static_cast<int>(w.dice.between(11 * 60, 22 * 60));
  for (const HostIndex to : w.plan.organisations[of].hosts) {
    const Time at = moment(w, of, day, start, static_cast<int>(w.dice.between(0, 900)));
    const HostIndex from = w.plan.host(0, Role::kRmmServer);
    if (to == from) continue;
    w.at(at, [&w, at, from, to, job] {
      Passage p;
      p.at = at;
      p.from = from;
      p.to = to;
      p.account = w.plan.organisations[0].application;
      p.way = Way::kRmm;
      p.what = job;
      pass(w, p);
    });
  }
}

// An administrator stays late: hosts that are seldom visited, and a tool that intruders like as well.
void unusual_evening(World& w, OrganisationIndex of, int day) {
  const std::vector<HostIndex> desks = w.plan.hosts(of, Role::kAdminWorkstation);
  const bool provider = w.plan.organisations[of].provider;
  const OrganisationIndex at_whom =
      provider
          ? static_cast<std::size_t>(w.dice.between(1, static_cast<std::int64_t>(w.plan.organisations.size()) - 1))
          : of;
  const HostIndex desk = w.dice.one_of(desks);
  const Time begins = moment(w, of, day, static_cast<int>(w.dice.between(18 * 60, 21 * 60)), 11);
  const std::uint64_t turn = static_cast<std::uint64_t>(w.dice.between(0, 1'000'000));
  w.at(begins, [&w, desk, begins, provider, at_whom, turn] {
    Dice dice(turn);
    Who actor = w.console(desk, begins);
    HostIndex from = desk;
    AccountIndex account = w.plan.machines[desk].administrator;
    Time at = begins;
    constexpr int kEvening = 9'000;  // seconds
    if (provider) {
      Passage p;
      p.at = at, p.from = desk, p.to = w.plan.host(0, Role::kJumpHost), p.account = account, p.actor = actor;
      p.way = Way::kRdp, p.seconds = kEvening;
      actor = pass(w, p);
      from = p.to;
      account = w.plan.organisations[at_whom].provider_account;
    }
    std::vector<HostIndex> targets = w.plan.organisations[at_whom].hosts;
    dice.shuffle(targets);
    targets.resize(std::min<std::size_t>(targets.size(), static_cast<std::size_t>(dice.between(4, 8))));
    if (dice.chance(8)) {  // a copy of the directory for a new controller: rules know it from intruders
      Started s;
      s.image = "C:\\Windows\\System32\\ntdsutil.exe";
      s.command_line = "ntdsutil \"activate instance ntds\" ifm \"create full C:\\IFM\" quit quit";
      s.parent_image = "C:\\Windows\\System32\\cmd.exe";
      s.who = actor;
      s.pid = w.new_pid(), s.parent_pid = w.new_pid();
      w.write(from, WitnessSide::kExecution, records::created(w.local(from, at), actor, s));
      w.write(from, WitnessSide::kExecution, records::started(w.local(from, at), s));
    }
    constexpr std::array kWays{Way::kRdp, Way::kSmb, Way::kWinrm, Way::kSmbExec, Way::kWmi};
    for (const HostIndex to : targets) {
      at.ticks += dice.between(90, 1'300) * Time::kTicksPerSecond;
      if (at.ticks >= begins.ticks + kEvening * Time::kTicksPerSecond) return;  // the session is left
      if (to == from) continue;
      Passage p;
      p.at = at, p.from = from, p.to = to, p.account = account, p.actor = actor, p.way = dice.one_of(kWays);
      p.what = p.way == Way::kSmb ? "C$\\Windows\\Temp\\kb.msu" : "wmic qfe list";
      p.seconds = static_cast<int>(dice.between(20, 600));
      w.at(p.at, [&w, p] { pass(w, p); });
    }
  });
}

// A cloud administrator's daily look into a client's directory.
void delegated_habit(World& w, int day) {
  for (const HostIndex desk : w.plan.hosts(0, Role::kAdminWorkstation)) {
    if (!w.dice.chance(60)) continue;
    const OrganisationIndex client =
        1 + (desk + (w.dice.chance(80) ? 0 : static_cast<std::size_t>(w.dice.between(0, 9)))) %
                (w.plan.organisations.size() - 1);
    const Time at =
        moment(w, 0, day, static_cast<int>(w.dice.between(9 * 60, 17 * 60)), static_cast<int>(w.dice.between(0, 59)));
    w.at(at, [&w, desk, at, client] {
      Passage p;
      p.at = at, p.from = desk, p.to = w.plan.host(client, Role::kDomainController);
      p.account = w.plan.machines[desk].administrator, p.actor = w.console(desk, at), p.way = Way::kGdap;
      pass(w, p);
    });
  }
}

}  // namespace

void plan_decoys(World& w) {
  for (int day = 0; day < w.plan.days; ++day) {
    for (OrganisationIndex of = 0; of < w.plan.organisations.size(); ++of) {
      backup(w, of, day);
      if (day % 7 >= 5) continue;
      if (w.dice.chance(35)) scan(w, of, day);
      if (w.dice.chance(30)) mass_job(w, of, day);
      if (w.dice.chance(5)) unusual_evening(w, of, day);
    }
    if (day % 7 < 5) delegated_habit(w, day);
  }
}

}  // namespace hoptrace::simulate
