#include "simulate/world.h"

#include <fmt/format.h>

#include <algorithm>

namespace hoptrace::simulate {

using base::Time;

World::World(Plan the_plan, std::uint64_t seed)
    : plan(std::move(the_plan)), dice(seed ^ 0x5DEECE66DULL), logs(seed), next_logon_id_(plan.machines.size()) {
  consoles_.resize(plan.machines.size());
  for (HostIndex h = 0; h < plan.machines.size(); ++h) {
    const Machine& m = plan.machines[h];
    const Organisation& o = plan.organisations[m.organisation];
    logs.add_host({o.tenant, m.name, o.domain, o.netbios, m.leases.front().address});
    next_logon_id_[h] = static_cast<std::uint64_t>(dice.between(0x20000, 0x1500000));
  }
}

void World::at(Time when, std::function<void()> what) {
  planned_.emplace(when, std::move(what));
}

void World::run() {
  while (!planned_.empty()) {
    const auto next = planned_.extract(planned_.begin());
    next.mapped()();
  }
  kept_.clear();
}

void World::write(HostIndex host, WitnessSide side, LogRecord record) {
  const Machine& m = plan.machines[host];
  const bool sysmon = record.log.channel.starts_with("Microsoft-Windows-Sysmon");
  if (sysmon && !m.sysmon) return;
  if (record.event_id == 5156 && !m.filtering) return;
  if (record.event_id == 4688 && !m.processes) return;
  if (record.event_id == 4624) ++logons;
  if (watching) {
    const Seen seen{m.organisation, host, std::string(record.log.channel), side, record.time};
    if (std::find(watching->begin(), watching->end(), seen) == watching->end()) watching->push_back(seen);
  }
  logs.write(logs.hosts()[host], std::move(record));
}

void World::told(OrganisationIndex of, std::string file, WitnessSide side, Time when) {
  if (watching) watching->push_back({of, kNobody, std::move(file), side, when});
}

void World::zeek(OrganisationIndex of, const ZeekLog& log, Time when, const ZeekEnds& ends,
                 std::span<const std::string> values) {
  const Organisation& o = plan.organisations[of];
  if (!o.network_sensor) return;
  sensors.zeek(o.tenant, of % 3 == 2, log, when, ends, values);
  if (&log != &kZeekDhcp) told(of, fmt::format("zeek/{}.log", log.name), WitnessSide::kNetwork, when);
}

std::uint64_t World::new_logon_id(HostIndex host) {
  return next_logon_id_[host] += static_cast<std::uint64_t>(dice.between(0x140, 0x5200));
}

std::string World::new_uid() {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string uid = "C";
  for (int i = 0; i < 17; ++i) uid += dice.one_of(kLetters);
  return uid;
}

Who World::who(AccountIndex account) const {
  const Account& a = plan.accounts[account];
  return {a.sid, a.user, plan.organisations[a.organisation].netbios, 0};
}

Who World::machine(HostIndex host) const {
  const Machine& m = plan.machines[host];
  const Organisation& o = plan.organisations[m.organisation];
  return {fmt::format("{}-{}", o.forest_sid, 1'000 + host), m.name + "$", o.netbios, 0};
}

Who World::system(HostIndex host) const {
  Who who = machine(host);
  who.sid = "S-1-5-18";
  who.logon_id = 0x3e7;
  return who;
}

Who World::console(HostIndex host, Time when) {
  Who& open = consoles_[host];
  const Machine& m = plan.machines[host];
  if (open.logon_id != 0) return open;
  if (m.user == kNobody) return system(host);
  open = who(m.user);
  open.logon_id = new_logon_id(host);
  Arrival a;
  a.who = open;
  a.subject = system(host);
  a.type = dice.chance(20) ? 11 : 2;
  a.package = "Negotiate";
  a.workstation = m.name;
  a.address = "127.0.0.1";
  write(host, WitnessSide::kExecution, records::logon(local(host, when), a));
  return open;
}

void World::boot(HostIndex host, Time when) {
  next_logon_id_[host] = static_cast<std::uint64_t>(dice.between(0x11000, 0x30000));
  consoles_[host] = {};
  std::erase_if(left_open, [host](const auto& entry) { return entry.first.first == host; });
  const Time down = local(host, when), up = local(host, {when.ticks + 70 * Time::kTicksPerSecond});
  write(host, WitnessSide::kExecution, records::log_stopped(down));
  write(host, WitnessSide::kExecution, records::log_started(up));
  write(host, WitnessSide::kExecution, records::booted(up));
}

}  // namespace hoptrace::simulate
