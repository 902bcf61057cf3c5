#include "simulate/traffic.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "simulate/traffic_writer.h"

namespace hoptrace::simulate {
namespace {

using base::Time;

// Places that hosts go to, and what they send: medians in bytes, spreads in natural logarithms.
struct Habitual {
  std::string_view kind, image, names;  // "{}" in a name: which of several
  int first, places;                    // last number of the address, and how many there are
  std::uint16_t port;
  double out, out_spread, in, in_spread;
};
constexpr Habitual kWeb{
    "web", "C:\\Program Files\\Mozilla Firefox\\firefox.exe", "www{}.site.example", 10, 40, 443, 9e3, 1.2, 2.5e5,
    1.3};
constexpr Habitual kMail{"mail",
                         "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE",
                         "mail{}.post.example",
                         60,
                         2,
                         443,
                         6e4,
                         1.4,
                         9e4,
                         1.3};
constexpr Habitual kUpdate{
    "update", "C:\\Windows\\System32\\svchost.exe", "update{}.vendor.example", 70, 3, 443, 3e3, 0.5, 5e6, 1.5};
constexpr Habitual kBackup{
    "backup", "C:\\Program Files\\Backup\\agent.exe", "vault{}.cloudbackup.example", 80, 3, 443, 8e7, 0.7, 2e5, 0.6};
constexpr Habitual kPartner{
    "partner", "C:\\Program Files\\App\\server.exe", "api{}.partner.example", 90, 20, 443, 1.2e5, 0.9, 6e4, 0.9};

class Traffic {
 public:
  Traffic(World& world, const Intruders& intruders, const TrafficOptions& options, std::uint64_t seed)
      : w_(world), intruders_(intruders), writer_(world, options, seed), dice_(writer_.dice) {}

  TrafficTruth write() {
    for (OrganisationIndex of = 0; of < w_.plan.organisations.size(); ++of) writer_.capture_loss(of);
    for (HostIndex h = 0; h < w_.plan.machines.size(); ++h)
      for (int day = 0; day < w_.plan.days; ++day) ordinary_day(h, day);
    for (const auto& intruder : intruders_) intrusion(*intruder);
    return std::move(truth_);
  }

 private:
  void go(HostIndex host, const Habitual& habit, int which, Time at) {
    const int place = which % habit.places;
    writer_.outward(
        {at, host, fmt::format("192.0.2.{}", habit.first + place), fmt::format(fmt::runtime(habit.names), place + 1),
         habit.port, writer_.size(habit.out, habit.out_spread), writer_.size(habit.in, habit.in_spread), habit.kind,
         habit.image, 0},
        truth_);
  }
  void some(HostIndex host, const Habitual& habit, int which, int day, int from, int to, std::int64_t low,
            std::int64_t high) {
    const int ahead = w_.plan.organisations[w_.plan.machines[host].organisation].hours_ahead * 60;
    for (std::int64_t n = dice_.between(low, high); n > 0; --n)
      go(host, habit, which,
         w_.plan.moment(day, static_cast<int>(dice_.between(from, to)) - ahead,
                        static_cast<int>(dice_.between(0, 59))));
  }

  void ordinary_day(HostIndex h, int day) {
    const Machine& m = w_.plan.machines[h];
    const auto of = static_cast<int>(m.organisation);
    some(h, kUpdate, 0, day, 120, 1'380, 1, 3);
    if (m.role == Role::kBackupServer) some(h, kBackup, of, day, 1'330, 1'430, 5, 9);
    if (m.role == Role::kAppServer) some(h, kPartner, of, day, 400, 1'200, 6, 12);
    if (m.server()) return;
    if (day % 7 >= 5) return;
    some(h, kMail, of, day, 500, 1'080, 4, 9);
    for (int favourite = 0; favourite < 4; ++favourite)
      some(h, kWeb, static_cast<int>(h) * 7 + favourite * favourite * 3, day, 500, 1'080, 0, 4);
    some(h, kWeb, static_cast<int>(dice_.between(0, 39)), day, 500, 1'080, 0, 2);
  }

  // The last host in each client on which something was run, and how it was come to.
  void intrusion(const Intruder& intruder) {
    std::map<OrganisationIndex, const TruthHop*> last;
    for (const TruthHop& hop : intruder.hops) {
      if (hop.method == "gdap" || hop.method == "smb") continue;
      last[w_.plan.machines[hop.to].organisation] = &hop;
    }
    for (const auto& [of, hop] : last) {
      if (w_.plan.organisations[of].provider || !dice_.chance(80)) continue;
      theft(intruder, *hop);
    }
    lures(intruder);
  }

  void theft(const Intruder& intruder, const TruthHop& hop) {
    const Machine& m = w_.plan.machines[hop.to];
    const OrganisationIndex of = m.organisation;
    TruthTheft theft{intruder.id, hop.to, hop.to, fmt::format("203.0.113.{}", dice_.between(200, 250)), 0, 0};
    Time at{intruder.last().ticks + dice_.between(900, 9'000) * Time::kTicksPerSecond};
    theft.files = read_files(hop, at);
    at.ticks += dice_.between(300, 2'400) * Time::kTicksPerSecond;
    if (intruder.options().tools) archive(hop.to, at);
    const std::uint64_t volume = writer_.size(4e8, 1.3);
    const bool slow = intruder.options().stealth >= 2;
    const std::uint64_t part = slow               ? std::max<std::uint64_t>(volume / 120, 500'000)
                               : dice_.chance(50) ? 100'000'000
                                                  : 20'000'000;
    std::vector<std::uint64_t> parts(static_cast<std::size_t>(volume / part), part);
    if (volume % part > 0) parts.push_back(volume % part);
    at.ticks += dice_.between(900, 5'000) * Time::kTicksPerSecond;
    if (dice_.chance(45)) {
      theft.out = w_.plan.host(0, Role::kJumpHost);
      const bool reached = std::any_of(intruder.hops.begin(), intruder.hops.end(),
                                       [&](const TruthHop& h) { return h.to == theft.out; });
      if (reached) {
        writer_.fetched(at, hop.to, theft.out, volume + volume / 80, parts);
        at.ticks += dice_.between(600, 4'000) * Time::kTicksPerSecond;
      } else {
        theft.out = hop.to;
      }
    }
    const std::string name = dice_.chance(60)
                                 ? fmt::format("{}-files.example", w_.plan.organisations[of].domain.substr(
                                                                       0, w_.plan.organisations[of].domain.find('.')))
                                 : std::string();
    if (!name.empty())
      truth_.lures.push_back(
          {w_.plan.machines[theft.out].organisation, name, w_.plan.organisations[of].domain, false});
    for (const std::uint64_t bytes : parts) {
      const std::uint64_t sent = bytes + bytes / 60 + static_cast<std::uint64_t>(dice_.between(500, 4'000));
      writer_.outward({at, theft.out, theft.destination, name, 443, sent, sent / 70, "theft",
                       "C:\\recovery\\rundll32.exe", intruder.id},
                      truth_);
      theft.bytes += sent;
      if (!name.empty() && truth_.flows.back().recorded) truth_.lures.back().recorded = true;
      at.ticks += (slow ? dice_.between(200, 1'500) : dice_.between(15, 90)) * Time::kTicksPerSecond;
    }
    truth_.thefts.push_back(std::move(theft));
  }

  // From the share of crown jewels, to the host that will pack them; on the file server itself nobody writes that.
  int read_files(const TruthHop& hop, Time at) {
    const Machine& m = w_.plan.machines[hop.to];
    const HostIndex files = w_.plan.host(m.organisation, Role::kFileServer);
    if (files == hop.to) return 0;
    Who who;
    who.sid = "S-1-5-21-1-2-3-1500";
    who.user = hop.account.substr(hop.account.find('\\') + 1);
    who.domain = hop.account.substr(0, hop.account.find('\\'));
    who.logon_id = 0x5A5A0000 + static_cast<std::uint64_t>(hop.to);
    Flow flow;
    flow.from = m.address(at), flow.to = w_.plan.machines[files].address(at), flow.from_port = 51'515,
    flow.to_port = 445;
    const int count = static_cast<int>(dice_.between(30, 250));
    for (int i = 0; i < count; ++i) {
      w_.write(files, WitnessSide::kDestination,
               records::share_file(w_.local(files, {at.ticks + i * Time::kTicksPerSecond}), who, flow, "designs",
                                   fmt::format("{}\\drawing{:04}.dwg", 2015 + i % 8, i)));
    }
    return count;
  }

  void archive(HostIndex host, Time at) {
    Started s;
    s.image = "C:\\$Recycle.Bin\\r.exe";
    s.command_line = "r.exe a -v100m -hp***** C:\\$Recycle.Bin\\d.rar D:\\designs";
    s.parent_image = "C:\\Windows\\System32\\cmd.exe";
    s.who = w_.system(host);
    s.pid = static_cast<std::uint32_t>(dice_.between(150, 3'200) * 4), s.parent_pid = 1'200;
    w_.write(host, WitnessSide::kExecution, records::created(w_.local(host, at), s.who, s));
    w_.write(host, WitnessSide::kExecution, records::started(w_.local(host, at), s));
  }

  // What the first host was lured with.
  void lures(const Intruder& intruder) {
    const HostIndex host = intruder.patient_zero;
    const OrganisationIndex of = w_.plan.machines[host].organisation;
    const std::string& domain = w_.plan.organisations[of].domain;
    const std::string word = domain.substr(0, domain.find('.'));
    const std::array<std::pair<std::string, std::string>, 4> names{
        std::pair(std::string("gov.uk.secure-notice.example"), std::string("gov.uk")),
        std::pair("portal." + word + "-support.example", domain), std::pair("mail." + word + ".invalid", domain),
        std::pair(std::string("rnofa.go.jp"), std::string("mofa.go.jp"))};
    const auto& [name, like] = dice_.one_of(names);
    Time at = intruder.last();
    if (!intruder.hops.empty())
      at = {intruder.hops.front().at.ticks - dice_.between(3'000, 9'000) * Time::kTicksPerSecond};
    truth_.lures.push_back({of, name, like, writer_.looked_up(at, host, name, "203.0.113.199")});
  }

  World& w_;
  const Intruders& intruders_;
  TrafficWriter writer_;
  Dice& dice_;
  TrafficTruth truth_;
};

}  // namespace

TrafficTruth write_traffic(World& world, const Intruders& intruders, const TrafficOptions& options,
                           std::uint64_t seed) {
  return Traffic(world, intruders, options, seed).write();
}

std::string traffic_csv(const World& w, const TrafficTruth& truth) {
  std::string out = "time,tenant,host,destination,name,port,bytes,kind,intrusion,recorded\n";
  for (const TruthFlow& f : truth.flows) {
    const Machine& m = w.plan.machines[f.host];
    out += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", base::iso8601(f.at),
                       w.plan.organisations[m.organisation].tenant, m.name, f.destination, f.name, f.port, f.bytes,
                       f.kind, f.intrusion, f.recorded ? 1 : 0);
  }
  return out;
}

nlohmann::ordered_json traffic_json(const World& w, const TrafficTruth& truth) {
  using Json = nlohmann::ordered_json;
  const auto place = [&](HostIndex h) {
    return Json{{"tenant", w.plan.organisations[w.plan.machines[h].organisation].tenant},
                {"host", w.plan.machines[h].name}};
  };
  Json thefts = Json::array(), lures = Json::array();
  for (const TruthTheft& t : truth.thefts)
    thefts.push_back({{"intrusion", t.intrusion},
                      {"from", place(t.from)},
                      {"out", place(t.out)},
                      {"destination", t.destination},
                      {"bytes", t.bytes},
                      {"files_read", t.files}});
  for (const TruthLure& l : truth.lures)
    lures.push_back({{"tenant", w.plan.organisations[l.organisation].tenant},
                     {"name", l.name},
                     {"resembles", l.resembles},
                     {"recorded", l.recorded}});
  return {{"thefts", std::move(thefts)}, {"lures", std::move(lures)}};
}

}  // namespace hoptrace::simulate
