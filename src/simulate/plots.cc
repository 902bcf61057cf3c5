#include "simulate/plots.h"

#include <algorithm>

namespace hoptrace::simulate {
namespace {

// What plots are made of: chance, and who can be gone to from where.
class Plotter {
 public:
  Plotter(World& world, Intruder& intruder) : w_(world), i_(intruder) {}

  HostIndex desk() { return w_.dice.one_of(w_.plan.hosts(0, Role::kAdminWorkstation)); }
  HostIndex jump() const { return w_.plan.host(0, Role::kJumpHost); }
  OrganisationIndex client() {
    return static_cast<std::size_t>(w_.dice.between(1, static_cast<std::int64_t>(w_.plan.organisations.size()) - 1));
  }
  OrganisationIndex other_client(OrganisationIndex but) {
    const std::size_t clients = w_.plan.organisations.size() - 1;
    if (clients < 2) return but;
    return 1 +
           (but - 1 + static_cast<std::size_t>(w_.dice.between(1, static_cast<std::int64_t>(clients) - 1))) % clients;
  }
  HostIndex server(OrganisationIndex of) { return w_.dice.one_of(w_.plan.servers(of)); }
  AccountIndex own_admin(HostIndex desk) const { return w_.plan.machines[desk].administrator; }
  AccountIndex provider_account(OrganisationIndex of) const { return w_.plan.organisations[of].provider_account; }

  // An account that was live where the intruder is: a change, unless the options forbid it.
  AccountIndex taken(OrganisationIndex of, AccountIndex else_this) {
    if (!i_.options().account_change) return else_this;
    const Organisation& o = w_.plan.organisations[of];
    std::vector<AccountIndex> known = o.administrators;
    known.push_back(o.backup);
    std::erase(known, else_this);
    return known.empty() ? else_this : w_.dice.one_of(known);
  }

  // From `from` (in a client) on to one to three more hosts there, by one account, then files.
  void within(OrganisationIndex of, HostIndex from, AccountIndex account) {
    std::vector<HostIndex> been{from};
    HostIndex here = from;
    const int more = static_cast<int>(w_.dice.between(1, 3));
    for (int n = 0; n < more; ++n) {
      const HostIndex next = w_.dice.chance(75) ? server(of) : w_.dice.one_of(w_.plan.organisations[of].hosts);
      if (std::find(been.begin(), been.end(), next) != been.end()) continue;
      i_.hop(here, next, account, i_.some_way());
      been.push_back(next);
      if (w_.dice.chance(60)) here = next;
    }
    const HostIndex files = w_.plan.host(of, Role::kFileServer);
    if (here != files && w_.dice.chance(70)) i_.files(here, {files}, account);
  }

  // `net use` to several hosts of a client, a few seconds each.
  void burst(OrganisationIndex of, HostIndex from, AccountIndex account) {
    std::vector<HostIndex> to = w_.plan.organisations[of].hosts;
    w_.dice.shuffle(to);
    to.resize(std::min<std::size_t>(to.size(), static_cast<std::size_t>(w_.dice.between(3, 5))));
    i_.files(from, to, account);
  }

  void into_client(OrganisationIndex of, HostIndex from) {
    const HostIndex first = server(of);
    if (i_.options().stealth <= 1 && w_.dice.chance(50)) burst(of, from, provider_account(of));
    i_.hop(from, first, provider_account(of), i_.some_way());
    within(of, first, taken(of, provider_account(of)));
  }

 private:
  World& w_;
  Intruder& i_;
};

Intruder& add(World& world, const IntruderOptions& options, Intruders& all) {
  all.push_back(std::make_unique<Intruder>(world, options, static_cast<int>(all.size()) + 1));
  return *all.back();
}

}  // namespace

void plot_cloud_hopper(World& w, const IntruderOptions& options, Intruders& all) {
  Intruder& i = add(w, options, all);
  Plotter p(w, i);
  const HostIndex desk = p.desk();
  const OrganisationIndex client = p.client();
  i.begin(desk);
  i.hop(desk, p.jump(), p.own_admin(desk), Way::kRdp);
  if (w.dice.chance(50)) {
    const HostIndex more = p.server(0);
    if (more != p.jump()) i.hop(p.jump(), more, p.taken(0, p.own_admin(desk)), i.some_way());
  }
  p.into_client(client, p.jump());
  if (const OrganisationIndex second = p.other_client(client); second != client && w.dice.chance(60))
    p.into_client(second, p.jump());
  i.finish();
}

void plot_rmm_push(World& w, const IntruderOptions& options, Intruders& all) {
  Intruder& i = add(w, options, all);
  Plotter p(w, i);
  const HostIndex desk = p.desk();
  const HostIndex rmm = w.plan.host(0, Role::kRmmServer);
  i.begin(desk);
  i.hop(desk, rmm, p.own_admin(desk), Way::kRdp);
  const OrganisationIndex client = p.client();
  HostIndex landed = kNobody;
  for (const OrganisationIndex of : {client, p.other_client(client)}) {
    if (landed != kNobody && of == client) break;
    const HostIndex target = w.dice.one_of(w.plan.organisations[of].hosts);
    i.hop(rmm, target, p.provider_account(of), Way::kRmm);
    if (landed == kNobody) landed = target;
  }
  p.within(client, landed, p.taken(client, p.provider_account(client)));
  i.finish();
}

void plot_gdap(World& w, const IntruderOptions& options, Intruders& all) {
  Intruder& i = add(w, options, all);
  Plotter p(w, i);
  const HostIndex desk = p.desk();
  const OrganisationIndex client = p.client();
  i.begin(desk);
  i.hop(desk, w.plan.host(client, Role::kDomainController), p.own_admin(desk), Way::kGdap);
  if (const OrganisationIndex second = p.other_client(client); second != client && w.dice.chance(50))
    i.hop(desk, w.plan.host(second, Role::kDomainController), p.own_admin(desk), Way::kGdap);
  i.hop(desk, p.jump(), p.own_admin(desk), Way::kRdp);
  p.into_client(client, p.jump());
  i.finish();
}

void plot_client_to_client(World& w, const IntruderOptions& options, Intruders& all) {
  Intruder& i = add(w, options, all);
  Plotter p(w, i);
  const OrganisationIndex origin = p.client();
  const std::vector<HostIndex> desks = w.plan.hosts(origin, Role::kAdminWorkstation);
  const HostIndex first = w.dice.one_of(desks);
  i.begin(first);
  const HostIndex middle = p.server(origin);
  i.hop(first, middle, p.own_admin(first), i.some_way());
  // The provider's people administer this server: their account is in its memory.
  const HostIndex victim = p.desk();
  i.hop(middle, p.jump(), p.own_admin(victim), Way::kRdp, w.dice.chance(50));
  p.into_client(p.other_client(origin), p.jump());
  i.finish();
}

void plot_two_intruders(World& w, const IntruderOptions& options, Intruders& all) {
  plot_cloud_hopper(w, options, all);
  IntruderOptions second = options;
  second.stealth = (options.stealth + 1) % 4;
  if (w.dice.chance(50)) {
    plot_rmm_push(w, second, all);
  } else {
    plot_client_to_client(w, second, all);
  }
}

void plot_quiet_insider(World& w, const IntruderOptions& options, Intruders& all) {
  IntruderOptions quiet = options;
  quiet.account_change = false;
  quiet.stealth = std::max(2, options.stealth);
  Intruder& i = add(w, quiet, all);
  Plotter p(w, i);
  const HostIndex desk = p.desk();
  const OrganisationIndex client = p.client();
  i.begin(desk, false);
  i.hop(desk, p.jump(), p.own_admin(desk), Way::kRdp);
  std::vector<HostIndex> to = w.plan.organisations[client].hosts;
  w.dice.shuffle(to);
  to.resize(std::min<std::size_t>(to.size(), 4));
  for (std::size_t n = 0; n < to.size(); ++n)
    i.hop(p.jump(), to[n], p.provider_account(client), n % 2 == 0 ? Way::kRdp : Way::kSmb);
  i.finish();
}

void plot_benign(World&, const IntruderOptions&, Intruders&) {}

}  // namespace hoptrace::simulate
