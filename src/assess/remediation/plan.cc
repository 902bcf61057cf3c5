#include "assess/remediation/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/unicode.h"

namespace hoptrace::assess::remediation {
namespace {

constexpr std::size_t kMostGrounds = 8, kMostSteps = 20'000;

std::string short_host(std::string_view host) {
  return base::fold(host.substr(0, host.find('.')));
}

// What of one organisation the intruder touched.
struct Touched {
  std::map<std::string, std::vector<Ground>> hosts;  // as records name them
  std::map<std::string, std::vector<Ground>> accounts;
  std::map<std::string, std::vector<Ground>> contacts;  // addresses and names outside
  std::map<std::string, std::vector<Ground>> ways;      // methods by which a border was crossed
  std::set<std::string> origins;
  bool controller = false;
};

void add(std::vector<Ground>& grounds, const Ground& ground) {
  const auto same = [&](const Ground& other) {
    return other.artifact == ground.artifact && other.offset == ground.offset;
  };
  if (grounds.size() < kMostGrounds && std::ranges::none_of(grounds, same)) grounds.push_back(ground);
}

class Planner {
 public:
  Planner(const tenants::Tenants& tenants, const Happened& happened) : tenants_(tenants) {
    for (const Move& move : happened.moves) note(move, happened);
    for (const Origin& origin : happened.origins) {
      if (!touched_.contains(origin.tenant)) continue;
      touched_[origin.tenant].origins.insert(short_host(origin.host));
    }
    for (const Contact& contact : happened.contacts) {
      const auto there = touched_.find(contact.tenant);
      if (there != touched_.end()) add(there->second.contacts[contact.value], contact.ground);
    }
  }

  std::vector<Step> make() {
    for (const auto& [tenant, touched] : touched_) {
      tenant_ = tenant;
      orders_ = {};
      prepare(touched);
      cut(touched);
      reset(touched);
      watch(touched);
    }
    std::ranges::stable_sort(steps_, {},
                             [](const Step& step) { return std::tie(step.phase, step.tenant, step.order); });
    if (steps_.size() > kMostSteps) steps_.resize(kMostSteps);
    return std::move(steps_);
  }

 private:
  void note(const Move& move, const Happened& happened) {
    const bool crosses = move.from_tenant != move.to_tenant && !move.from_tenant.empty();
    for (const auto& [tenant, ground] : move.records) {
      Touched& touched = touched_[tenant];
      if (tenant == move.to_tenant) {
        if (!move.to_host.empty()) add(touched.hosts[move.to_host], ground);
        if (!move.account.empty()) add(touched.accounts[move.account], ground);
        if (crosses) add(touched.ways[move.method], ground);
        const auto controllers = happened.controllers.find(tenant);
        touched.controller = touched.controller || (controllers != happened.controllers.end() &&
                                                    controllers->second.contains(short_host(move.to_host)));
      }
      if (tenant == move.from_tenant) {
        if (!move.from_host.empty()) add(touched.hosts[move.from_host], ground);
        if (crosses) add(touched.ways[move.method], ground);
      }
    }
  }

  void step(Phase phase, Action action, std::string kind, std::string target, std::string what, std::string reason,
            std::vector<Ground> grounds) {
    if (grounds.empty()) return;
    Step made;
    made.tenant = tenant_;
    made.phase = phase;
    made.action = action;
    made.id = base::sha256_hex(fmt::format("{}\n{}\n{}\n{}\n{}", tenant_, name(phase), name(action), kind, target))
                  .substr(0, 16);
    made.kind = std::move(kind);
    made.target = std::move(target);
    made.what = std::move(what);
    made.reason = std::move(reason);
    made.together = phase == Phase::kCut;
    made.order = ++orders_[static_cast<std::size_t>(phase)];
    made.grounds = std::move(grounds);
    steps_.push_back(std::move(made));
  }

  [[nodiscard]] static std::vector<Ground> all(const std::map<std::string, std::vector<Ground>>& from) {
    std::vector<Ground> out;
    for (const auto& [key, grounds] : from) {
      if (!grounds.empty() && out.size() < kMostGrounds) out.push_back(grounds.front());
    }
    return out;
  }
  [[nodiscard]] bool is_provider() const {
    const tenants::Tenant* const own = tenants_.find(tenant_);
    return own != nullptr && own->role == tenants::Role::kMsp;
  }
  [[nodiscard]] static std::string times(const std::vector<Ground>& grounds) {
    return grounds.size() == 1 ? "one record shows" : fmt::format("{} records show", grounds.size());
  }

  void prepare(const Touched& t) {
    step(Phase::kPrepare, Action::kAgree, "people", "moment",
         "Agree on one moment for the cut with everybody concerned, by telephone or a system that shares nothing "
         "with this network",
         "The intruder has been inside, and may read mail, chat and tickets", all(t.hosts));
    for (const auto& [host, grounds] : t.hosts)
      step(Phase::kPrepare, Action::kPreserve, "host", host,
           fmt::format("Keep the memory, the disk and the logs of {}, without logging on at it as an administrator",
                       host),
           fmt::format("The intruder was there, as {}, and what is cut off later is lost", times(grounds)), grounds);
    for (const auto& [account, grounds] : t.accounts)
      step(Phase::kPrepare, Action::kWatch, "account", account,
           fmt::format("Have every logon of {} reported from now on, and change nothing about it yet", account),
           "The intruder used it; a change now would be noticed", grounds);
  }

  void cut(const Touched& t) {
    for (const auto& [contact, grounds] : t.contacts)
      step(Phase::kCut, Action::kBlock, "destination", contact,
           fmt::format("Block {} at the proxy, the name servers and the firewall, in both directions", contact),
           "A host here spoke to it, and it is in the list of the intruder's", grounds);
    for (const auto& [method, grounds] : t.ways) cut_way(method, grounds);
    for (const auto& [host, grounds] : t.hosts)
      step(Phase::kCut, Action::kIsolate, "host", host,
           fmt::format("Take {} off the network, and leave it switched on", host),
           t.origins.contains(short_host(host)) ? "The intrusion began there"
                                                : "The intruder came to it or went on from it",
           grounds);
    for (const auto& [account, grounds] : t.accounts) {
      step(Phase::kCut, Action::kDisable, "account", account, fmt::format("Switch {} off", account),
           "The intruder used it", grounds);
      step(Phase::kCut, Action::kRevoke, "sessions", account,
           fmt::format(
               "End all sessions, tickets and tokens of {}: log it off at every host, revoke its refresh tokens",
               account),
           "An account that is switched off keeps the tickets it has, up to ten hours", grounds);
    }
  }

  // Ways by which a border was crossed, and what closes each.
  void cut_way(const std::string& method, const std::vector<Ground>& grounds) {
    const bool provider = is_provider();
    if (method == "rmm") {
      step(Phase::kCut, Action::kBlock, "remote management", "agents",
           provider
               ? "Stop the remote management server from sending jobs, at all organisations it serves"
               : "Stop the provider's remote management agents at all hosts, and block their server at the firewall",
           "The intruder sent jobs by it", grounds);
    } else if (method == "gdap") {
      step(
          Phase::kCut, Action::kRevoke, "delegation", "cloud",
          provider
              ? "End all delegated sessions into the clouds you administer, and switch off the accounts used for them"
              : "End the delegated administration of the provider in the directory, and its open sessions",
          "The intruder came by it", grounds);
    } else {
      step(Phase::kCut, Action::kBlock, "VPN", "provider's access",
           provider ? "Close the tunnels and VPN access to clients, and end the sessions that are open"
                    : "Close the provider's VPN and every rule that lets it in, and end the sessions that are open",
           fmt::format("The intruder crossed the border there ({})", method), grounds);
    }
  }

  void reset(const Touched& t) {
    std::vector<Ground> grounds = all(t.accounts);
    if (grounds.empty()) grounds = all(t.hosts);
    step(Phase::kReset, Action::kReset, "directory", "krbtgt",
         "Change the password of krbtgt, wait until all controllers have it and ten hours are over, and change it "
         "again",
         t.controller
             ? "The intruder was at a domain controller: with the key of krbtgt tickets can be made for anybody"
             : "The intruder had administrator's access to hosts: whether the key of krbtgt was taken is not known, "
               "and "
               "two changes end tickets made with it",
         grounds);
    for (const auto& [account, records] : t.accounts)
      step(Phase::kReset, Action::kReset, "account", account,
           fmt::format("Give {} a new password that no host has seen, or delete it and make another", account),
           "The intruder used it", records);
    step(Phase::kReset, Action::kReset, "accounts", "service accounts",
         "Give new passwords to all service accounts that ran or logged on at the hosts named, and to local "
         "administrators of all hosts",
         "Their secrets lay in the memory and the registry of hosts that the intruder held", all(t.hosts));
    step(Phase::kReset, Action::kReset, "accounts", "provider's accounts",
         is_provider()
             ? "Give new passwords and second factors to all accounts by which clients are reached, each client one "
               "of its own"
             : "Let the provider in again only by new accounts, of this organisation alone, with a second factor, "
               "through a jump host, and for named work",
         "The provider's access was the way", all(t.ways));
    if (const auto rmm = t.ways.find("rmm"); rmm != t.ways.end())
      step(Phase::kReset, Action::kRebuild, "remote management", "agents",
           "Install remote management anew, with new keys, from a source that was checked, and remove every agent "
           "before",
           "Its server or keys were in the intruder's hands", rmm->second);
    if (const auto gdap = t.ways.find("gdap"); gdap != t.ways.end())
      step(Phase::kReset, Action::kRevoke, "delegation", "relations",
           "Approve delegated administration anew, with the narrowest roles and an end date, and remove what was "
           "consented to meanwhile",
           "The intruder could add roles, applications and keys while inside", gdap->second);
    step(Phase::kReset, Action::kReset, "VPN", "keys",
         "Issue new VPN certificates, pre-shared keys and gateways' passwords",
         "What a host knew to come in, the intruder may know", all(t.ways));
    for (const auto& [host, records] : t.hosts)
      step(Phase::kReset, Action::kRebuild, "host", host,
           fmt::format("Install {} anew from media that were checked, and restore data only", host),
           "A host that the intruder held cannot be cleaned with certainty", records);
  }

  void watch(const Touched& t) {
    for (const auto& [account, grounds] : t.accounts)
      step(Phase::kWatch, Action::kWatch, "account", account,
           fmt::format("Report every use and every refused logon of {}", account),
           "Whoever tries it now has the old secret", grounds);
    for (const auto& [contact, grounds] : t.contacts)
      step(Phase::kWatch, Action::kWatch, "destination", contact,
           fmt::format("Report every attempt to reach {}", contact), "A host that still tries was missed", grounds);
    step(Phase::kWatch, Action::kWatch, "evidence", "hunt",
         "Hunt the logs of all hosts again, those that were not in the evidence first",
         "Where no log was, nothing could be found", all(t.hosts));
  }

  const tenants::Tenants& tenants_;
  std::map<std::string, Touched> touched_;
  std::string tenant_;
  std::array<int, 4> orders_{};
  std::vector<Step> steps_;
};

}  // namespace

void Happened::add_controller(const std::string& tenant, std::string_view host) {
  controllers[tenant].insert(short_host(host));
}

std::vector<Step> plan(const tenants::Tenants& tenants, const Happened& happened) {
  return Planner(tenants, happened).make();
}

}  // namespace hoptrace::assess::remediation
