#include "simulate/organisation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/check.h"

namespace hoptrace::simulate {
namespace {

using base::Time;

constexpr std::array<std::string_view, 40> kClientNames{
    "acme-foundry",  "birch-clinic",  "cobalt-freight", "dune-energy",    "elm-notaries",  "fjord-seafood",
    "gable-homes",   "harbor-bank",   "iris-optics",    "juniper-press",  "kestrel-air",   "lumen-lighting",
    "maple-schools", "nickel-works",  "orchid-pharma",  "pine-timber",    "quartz-mining", "river-water",
    "saffron-foods", "tern-shipping", "umber-design",   "velvet-textile", "willow-care",   "xenon-labs",
    "yarrow-farms",  "zephyr-travel", "amber-legal",    "basalt-roads",   "cedar-retail",  "delta-motors",
    "ember-glass",   "flint-tools",   "garnet-jewels",  "heath-insure",   "indigo-media",  "jade-ceramics",
    "kelp-biotech",  "larch-paper",   "moss-gardens",   "north-utilities"};
constexpr std::array<std::string_view, 24> kSurnames{"meyer",   "tanaka", "okafor", "silva",  "novak",  "haddad",
                                                     "jensen",  "rossi",  "dubois", "kovacs", "larsen", "moreau",
                                                     "fischer", "ivanov", "bauer",  "castro", "duarte", "eriksen",
                                                     "gallo",   "horvat", "jansen", "keller", "lund",   "weber"};
constexpr std::string_view kInitials = "abcdefghijklmnoprstvw";
constexpr int kFewestHosts = 8;

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

std::string some_guid(Dice& dice) {
  const auto part = [&] { return static_cast<unsigned>(dice.between(0, 0xFFFF)); };
  return fmt::format("{:04x}{:04x}-{:04x}-4{:03x}-a{:03x}-{:04x}{:04x}{:04x}", part(), part(), part(), part() & 0xFFF,
                     part() & 0xFFF, part(), part(), part());
}

class Planner {
 public:
  Planner(const FleetSize& size, Dice& dice) : size_(size), dice_(dice) {}

  Plan make() {
    constexpr std::int64_t kMonday = 1'736'121'600;  // 2025-01-06
    plan_.days = size_.days;
    plan_.first_midnight = Time::from_seconds(kMonday + dice_.between(0, 60) * 7 * 86'400);
    for (int i = 0; i <= size_.clients; ++i) add_organisation(static_cast<std::size_t>(i));
    for (std::size_t i = 0; i < plan_.organisations.size(); ++i) {
      add_hosts(i);
      add_people(i);
      add_services(i);
    }
    for (Machine& m : plan_.machines) equip(m);
    return std::move(plan_);
  }

 private:
  void add_organisation(std::size_t i) {
    Organisation o;
    o.provider = i == 0;
    const std::string_view name = kClientNames[(i + kClientNames.size() - 1) % kClientNames.size()];
    const std::string_view first = o.provider ? "nwmsp" : name.substr(0, name.find('-'));
    o.tenant = o.provider ? std::string("northwind-msp") : std::string(name);
    o.netbios = upper(first);
    o.domain = std::string(first) + ".example";
    constexpr std::array<std::string_view, 3> kPlans{"192.168.", "10.0.", "10.10."};
    const std::string plan(o.provider ? kPlans[2] : dice_.one_of(kPlans));
    o.servers = plan + "1.";
    o.people = plan + "2.";
    o.mapped = fmt::format("10.{}.", 200 + i);
    o.arrival = o.provider ? std::string() : plan + "1.250";
    o.outside = fmt::format("203.0.113.{}", 10 + i);
    o.vpn_pool = o.provider ? "10.99.0." : plan + "99.";
    o.directory_id = some_guid(dice_);
    o.forest_sid = fmt::format("S-1-5-21-{}-{}-{}", dice_.between(1'000'000'000, 4'000'000'000),
                               dice_.between(1'000'000'000, 4'000'000'000), dice_.between(100'000'000, 999'999'999));
    o.hours_ahead = static_cast<int>(dice_.between(0, 2));
    o.network_sensor = o.provider || dice_.chance(75);
    plan_.organisations.push_back(std::move(o));
  }

  void add_host(OrganisationIndex of, Role role, std::string name, bool fixed) {
    Organisation& o = plan_.organisations[of];
    Machine m;
    m.organisation = of;
    m.role = role;
    m.name = std::move(name);
    const std::size_t n = o.hosts.size();
    const std::string address = (fixed ? o.servers : o.people) + std::to_string(10 + n);
    m.leases.push_back({Time{}, address});
    m.mac = fmt::format("00:15:5d:{:02x}:{:02x}:{:02x}", of, n / 200 + 16, n % 200);
    o.hosts.push_back(plan_.machines.size());
    plan_.machines.push_back(std::move(m));
  }

  void add_hosts(OrganisationIndex of) {
    const bool provider = plan_.organisations[of].provider;
    const int all = std::max(size_.hosts, kFewestHosts);
    add_host(of, Role::kDomainController, "DC01", true);
    if (size_.two_controllers) add_host(of, Role::kDomainController, "DC02", true);
    add_host(of, Role::kFileServer, "FS01", true);
    add_host(of, Role::kBackupServer, "BKP01", true);
    if (all >= 10) add_host(of, Role::kScanner, "SCN01", true);
    if (provider) {
      add_host(of, Role::kJumpHost, "JUMP01", true);
      add_host(of, Role::kRmmServer, "RMM01", true);
    }
    for (int i = 1; i <= std::max(1, all / 7); ++i) add_host(of, Role::kAppServer, fmt::format("APP{:02}", i), true);
    const int administrators = provider ? std::clamp(all / 6, 2, 6) : std::clamp(all / 12, 1, 3);
    for (int i = 1; i <= administrators; ++i)
      add_host(of, Role::kAdminWorkstation, fmt::format("ADM{:02}", i), false);
    for (int i = 1; static_cast<int>(plan_.organisations[of].hosts.size()) < all; ++i)
      add_host(of, Role::kWorkstation, fmt::format("WS{:02}", i), false);
  }

  AccountIndex add_account(OrganisationIndex of, std::string user, AccountKind kind) {
    const std::size_t rid = 1103 + plan_.accounts.size();
    plan_.accounts.push_back(
        {of, std::move(user), fmt::format("{}-{}", plan_.organisations[of].forest_sid, rid), kind});
    return plan_.accounts.size() - 1;
  }

  // Somebody at each workstation; who administers has a second account for it.
  void add_people(OrganisationIndex of) {
    Organisation& o = plan_.organisations[of];
    std::size_t n = static_cast<std::size_t>(dice_.between(0, 400));
    for (const HostIndex h : o.hosts) {
      Machine& m = plan_.machines[h];
      if (m.server()) continue;
      const std::string name = fmt::format("{}.{}", kInitials[n % kInitials.size()], kSurnames[n % kSurnames.size()]);
      ++n;
      m.user = add_account(of, name, AccountKind::kUser);
      o.people_accounts.push_back(m.user);
      if (m.role != Role::kAdminWorkstation) continue;
      m.administrator = add_account(of, "adm-" + name, AccountKind::kAdministrator);
      o.administrators.push_back(m.administrator);
    }
  }

  void add_services(OrganisationIndex of) {
    Organisation& o = plan_.organisations[of];
    o.backup = add_account(of, "svc_backup", AccountKind::kService);
    o.scanner = add_account(of, "svc_scan", AccountKind::kService);
    o.application = add_account(of, "svc_app", AccountKind::kService);
    if (!o.provider) o.provider_account = add_account(of, "nw-admin", AccountKind::kProvider);
  }

  void equip(Machine& m) {
    m.sysmon = m.role == Role::kJumpHost || m.role == Role::kAdminWorkstation || dice_.chance(m.server() ? 75 : 65);
    m.filtering = !m.sysmon || dice_.chance(20);
    m.processes = !m.sysmon || dice_.chance(40);
    if (m.server()) return;
    // Leases change; now and then an address goes on to somebody else.
    const Organisation& o = plan_.organisations[m.organisation];
    for (int day = 1; day < plan_.days; ++day) {
      if (!dice_.chance(15)) continue;
      Machine& other = plan_.machines[dice_.one_of(o.hosts)];
      const Time at = plan_.moment(day, static_cast<int>(dice_.between(300, 400)));
      if (other.server() || &other == &m || other.leases.back().from >= at || m.leases.back().from >= at) continue;
      const std::string mine = m.leases.back().address;
      m.leases.push_back({at, other.leases.back().address});
      other.leases.push_back({at, mine});
    }
  }

  const FleetSize& size_;
  Dice& dice_;
  Plan plan_;
};

}  // namespace

const std::string& Machine::address(Time at) const {
  const auto behind =
      std::upper_bound(leases.begin(), leases.end(), at, [](Time t, const Lease& lease) { return t < lease.from; });
  return behind == leases.begin() ? leases.front().address : std::prev(behind)->address;
}

HostIndex Plan::host(OrganisationIndex of, Role role) const {
  for (const HostIndex h : organisations[of].hosts)
    if (machines[h].role == role) return h;
  return kNobody;
}

std::vector<HostIndex> Plan::hosts(OrganisationIndex of, Role role) const {
  std::vector<HostIndex> out;
  for (const HostIndex h : organisations[of].hosts)
    if (machines[h].role == role) out.push_back(h);
  return out;
}

std::vector<HostIndex> Plan::servers(OrganisationIndex of) const {
  std::vector<HostIndex> out;
  for (const HostIndex h : organisations[of].hosts)
    if (machines[h].server() && machines[h].role != Role::kScanner) out.push_back(h);
  return out;
}

std::string Plan::account_name(AccountIndex account) const {
  const Account& a = accounts[account];
  return organisations[a.organisation].netbios + "\\" + a.user;
}

std::string Plan::fqdn(HostIndex host) const {
  const Machine& m = machines[host];
  return m.name + "." + organisations[m.organisation].domain;
}

Time Plan::moment(int day, int minute, int second) const {
  return {first_midnight.ticks + (day * 86'400LL + minute * 60LL + second) * Time::kTicksPerSecond};
}

Plan plan_fleet(const FleetSize& size, Dice& dice) {
  base::check(size.clients >= 1 && size.clients <= static_cast<int>(kClientNames.size()),
              "a fleet has 1 to 40 clients");
  return Planner(size, dice).make();
}

std::string tenants_yaml(const Plan& plan) {
  std::string out = "# What the responder knew before the hunt. The companies are invented.\ntenants:\n";
  for (const Organisation& o : plan.organisations) {
    out += fmt::format("  - name: {}\n    role: {}\n    domains: [{}]\n", o.tenant, o.provider ? "msp" : "client",
                       o.domain);
    out += fmt::format("    networks: [{}0/24, {}0/24, {}0.0/16, {}/32]\n", o.servers, o.people, o.mapped, o.outside);
    if (o.provider) {
      out += fmt::format("    vpn_pools: [{}0/24]\n    jump_hosts: [JUMP01]\n", o.vpn_pool);
    } else {
      out += fmt::format("    vpn_pools: [{}0/24, {}/32]\n", o.vpn_pool, o.arrival);
      out += fmt::format("    msp: {}\n    msp_accounts: ['{}'{}]\n", plan.organisations[0].tenant,
                         plan.account_name(o.provider_account),
                         o.more_accounts.empty() ? "" : fmt::format(", '{}'", o.more_accounts));
      out += fmt::format("    data: {{personal_records: {}, crown_jewels: ['\\\\fs01\\designs']}}\n",
                         1'000 * o.hosts.size());
    }
    out += o.more_yaml;
  }
  return out;
}

}  // namespace hoptrace::simulate
