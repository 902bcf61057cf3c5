#include "simulate/habits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulate/passage.h"

namespace hoptrace::simulate {
namespace {

using base::Time;

constexpr std::array<std::string_view, 8> kFiles{"dept\\plan.xlsx",      "dept\\minutes.docx", "public\\forms.pdf",
                                                 "projects\\a\\bom.csv", "dept\\budget.xlsx",  "public\\news.docx",
                                                 "projects\\b\\t.dwg",   "home\\notes.txt"};
constexpr std::array<std::string_view, 5> kChores{"ipconfig /all", "sc query spooler", "gpupdate /force",
                                                  "dir C:\\inetpub\\logs", "systeminfo"};

class Habits {
 public:
  explicit Habits(World& world) : w_(world), plan_(world.plan), dice_(world.dice) {}

  void plan_day(OrganisationIndex of, int day) {
    const Organisation& o = plan_.organisations[of];
    const bool weekend = day % 7 >= 5;
    for (const HostIndex h : o.hosts) {
      if (plan_.machines[h].server() || weekend || dice_.chance(7)) continue;  // ill, away
      person(of, h, day);
      if (plan_.machines[h].role != Role::kAdminWorkstation) continue;
      if (o.provider) {
        provider_administrator(h, day);
      } else {
        client_administrator(of, h, day);
      }
    }
    if (!weekend) applications(of, day);
  }

 private:
  // A minute of the day in UTC, for a local one.
  Time around(OrganisationIndex of, int day, int minute, int spread) {
    const int local =
        minute - plan_.organisations[of].hours_ahead * 60 + static_cast<int>(dice_.between(-spread, spread));
    return {plan_.moment(day, local, static_cast<int>(dice_.between(0, 59))).ticks + dice_.between(0, 9'999'999)};
  }
  Time office_hour(OrganisationIndex of, int day) { return around(of, day, 13 * 60, 4 * 60); }

  void go(Passage p) {
    w_.at(p.at, [this, p]() mutable {
      if (p.actor.user == "-") p.actor = w_.console(p.from, p.at);
      const Who there = pass(w_, p);
      if (p.way == Way::kRdp && plan_.machines[p.to].server() && dice_.chance(2)) fetch_from_there(p, there);
    });
  }

  // Logged on to one server, an administrator takes something from the file server's share.
  void fetch_from_there(const Passage& before, const Who& there) {
    Passage p;
    p.at = {before.at.ticks + dice_.between(60, 600) * Time::kTicksPerSecond};
    p.from = before.to;
    p.to = plan_.host(plan_.machines[p.from].organisation, Role::kFileServer);
    p.account = before.account;
    p.actor = there;
    p.what = "share\\install\\setup.msi";
    p.seconds = 40;
    const bool open = p.at.ticks < before.at.ticks + before.seconds * Time::kTicksPerSecond;
    if (p.to != p.from && open) w_.at(p.at, [this, p] { pass(w_, p); });
  }

  void person(OrganisationIndex of, HostIndex h, int day) {
    const Time arrives = around(of, day, 8 * 60 + 10, 50);
    World& w = w_;
    w_.at(arrives, [&w, h, arrives] {
      if (w.dice.chance(25)) w.boot(h, {arrives.ticks - 90 * Time::kTicksPerSecond});
      (void)w.console(h, arrives);
    });
    if (!plan_.organisations[of].provider && dice_.chance(6)) evening_at_home(of, h, day);
    const std::vector<HostIndex> servers = file_places(of);
    const int visits = static_cast<int>(dice_.between(3, 7));
    for (int i = 0; i < visits; ++i) {
      Passage p;
      p.at = i == 0 ? Time{arrives.ticks + dice_.between(20, 400) * Time::kTicksPerSecond} : office_hour(of, day);
      p.from = h;
      p.to = servers[(h + static_cast<std::size_t>(dice_.chance(75) ? 0 : i)) % servers.size()];
      if (dice_.chance(4)) p.to = dice_.one_of(plan_.organisations[of].hosts);  // now and then somewhere new
      if (p.to == h) continue;
      p.account = plan_.machines[h].user;
      p.what = "share\\" + std::string(dice_.one_of(kFiles));
      p.seconds = static_cast<int>(dice_.between(15, 900));
      go(std::move(p));
    }
  }

  // A client's people come in by its own gateway.
  void evening_at_home(OrganisationIndex of, HostIndex h, int day) {
    const Organisation& o = plan_.organisations[of];
    Passage p;
    p.at = around(of, day, 20 * 60, 60);
    p.from = h;
    p.to = plan_.host(of, Role::kFileServer);
    p.account = plan_.machines[h].user;
    p.what = "share\\" + std::string(dice_.one_of(kFiles));
    p.seconds = static_cast<int>(dice_.between(60, 1'500));
    p.from_vpn = o.vpn_pool + std::to_string(dice_.between(2, 60));
    vpn::asa_session(w_.sensors, o.tenant, {p.at.ticks - 95 * Time::kTicksPerSecond},
                     {p.at.ticks + (p.seconds + 300) * Time::kTicksPerSecond}, plan_.accounts[p.account].user,
                     fmt::format("198.51.100.{}", 20 + h % 200), p.from_vpn);
    go(std::move(p));
  }

  std::vector<HostIndex> file_places(OrganisationIndex of) {
    std::vector<HostIndex> out = plan_.hosts(of, Role::kFileServer);
    const std::vector<HostIndex> applications = plan_.hosts(of, Role::kAppServer);
    out.insert(out.end(), applications.begin(), applications.end());
    return out;
  }

  Way way_of_work() {
    const std::int64_t n = dice_.between(0, 99);
    return n < 55   ? Way::kRdp
           : n < 73 ? Way::kWinrm
           : n < 88 ? Way::kSmb
           : n < 94 ? Way::kWmi
           : n < 97 ? Way::kService
                    : Way::kSchtask;
  }

  Passage chore(Time at, HostIndex from, HostIndex to, AccountIndex account) {
    Passage p;
    p.at = at;
    p.from = from;
    p.to = to;
    p.account = account;
    p.way = way_of_work();
    p.what = p.way == Way::kSmb ? "C$\\Windows\\Temp\\setup.log" : std::string(dice_.one_of(kChores));
    if (p.way == Way::kService) p.what = "C:\\Program Files\\Vendor\\agent.exe";
    p.seconds = static_cast<int>(p.way == Way::kRdp ? dice_.between(120, 3'000) : dice_.between(5, 200));
    return p;
  }

  void client_administrator(OrganisationIndex of, HostIndex h, int day) {
    const Machine& m = plan_.machines[h];
    const std::vector<HostIndex> servers = plan_.servers(of);
    const int visits = static_cast<int>(dice_.between(3, 7));
    for (int i = 0; i < visits; ++i) go(chore(office_hour(of, day), h, dice_.one_of(servers), m.administrator));
    const int calls = plan_.organisations[of].spare_desks ? 0 : 2;
    for (int i = 0; i < calls; ++i) {  // helpdesk: whoever calls
      const HostIndex to = dice_.one_of(plan_.organisations[of].hosts);
      if (to != h && dice_.chance(70)) go(chore(office_hour(of, day), h, to, m.administrator));
    }
  }

  // From the jump host, with the account that all of the provider's people share at this client.
  void at_clients(HostIndex jump, const Who& session, Time from, Time until, std::size_t favourite) {
    const int visits = static_cast<int>(dice_.between(3, 7));
    Time at = from;
    for (int i = 0; i < visits; ++i) {
      const std::size_t clients = plan_.organisations.size() - 1;
      const std::size_t client = 1 + (dice_.chance(85) ? favourite + static_cast<std::size_t>(i % 2)
                                                       : static_cast<std::size_t>(dice_.between(0, 40))) %
                                         clients;
      std::vector<HostIndex> servers = plan_.servers(client);
      if (plan_.organisations[client].spare_controllers) {
        std::erase_if(servers, [&](HostIndex h) { return plan_.machines[h].role == Role::kDomainController; });
      }
      at.ticks += dice_.between(60, 2'400) * Time::kTicksPerSecond;
      if (at >= until) return;  // who has left the desktop does nothing in it any more
      Passage p = chore(at, jump, dice_.one_of(servers), plan_.organisations[client].provider_account);
      p.actor = session;
      go(std::move(p));
    }
  }

  void provider_administrator(HostIndex h, int day) {
    const HostIndex jump = plan_.host(0, Role::kJumpHost);
    const bool from_home = dice_.chance(12);
    const int sessions = static_cast<int>(dice_.between(1, 2)) + (from_home ? 1 : 0);
    for (int i = 0; i < sessions; ++i) {
      const bool home = from_home && i == sessions - 1;
      Passage p;
      p.at = home ? around(0, day, 19 * 60, 50) : around(0, day, i == 0 ? 9 * 60 : 14 * 60, 60);
      p.from = h;
      p.to = jump;
      p.account = plan_.machines[h].administrator;
      p.way = Way::kRdp;
      p.seconds = static_cast<int>(dice_.between(3'000, 11'000));
      if (home) p.from_vpn = vpn_from_home(h, p.at, p.seconds);
      w_.at(p.at, [this, p, h]() mutable {
        p.actor = w_.console(p.from, p.at);
        const Who session = pass(w_, p);
        // Planned from within: what follows needs the session; World runs what is planned while it runs, too.
        at_clients(p.to, session, p.at, {p.at.ticks + p.seconds * Time::kTicksPerSecond}, h);
      });
    }
    for (int i = 0; i < 2; ++i) {
      const HostIndex to = dice_.chance(50) ? plan_.host(0, Role::kRmmServer) : dice_.one_of(plan_.servers(0));
      go(chore(office_hour(0, day), h, to, plan_.machines[h].administrator));
    }
  }

  std::string vpn_from_home(HostIndex h, Time at, int seconds) {
    const Organisation& o = plan_.organisations[0];
    const std::string inside = o.vpn_pool + std::to_string(dice_.between(2, 60));
    vpn::openvpn_session(w_.sensors, o.tenant, {at.ticks - 95 * Time::kTicksPerSecond},
                         {at.ticks + (seconds + 300) * Time::kTicksPerSecond},
                         plan_.accounts[plan_.machines[h].user].user, fmt::format("198.51.100.{}", 20 + h % 200),
                         inside);
    return inside;
  }

  // An application's own account, from server to server, all day.
  void applications(OrganisationIndex of, int day) {
    const HostIndex files = plan_.host(of, Role::kFileServer);
    for (const HostIndex h : plan_.hosts(of, Role::kAppServer)) {
      for (int hour = 7; hour < 19; hour += 2) {
        Passage p;
        p.at = around(of, day, hour * 60 + 15, 6);
        p.from = h;
        p.to = files;
        p.account = plan_.organisations[of].application;
        p.actor = w_.who(p.account);
        p.actor.logon_id = 0x2'4c11 + h;
        p.what = "export\\batch.csv";
        p.seconds = 20;
        go(std::move(p));
      }
    }
  }

  World& w_;
  Plan& plan_;
  Dice& dice_;
};

}  // namespace

void plan_habits(World& world) {
  const auto habits = std::make_shared<Habits>(world);
  for (int day = 0; day < world.plan.days; ++day)
    for (OrganisationIndex of = 0; of < world.plan.organisations.size(); ++of) habits->plan_day(of, day);
  world.keep(habits);
}

}  // namespace hoptrace::simulate
