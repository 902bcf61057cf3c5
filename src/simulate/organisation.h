// Organisations of a simulated fleet: one provider and its clients, each with hosts in roles, people, service
// accounts and an address plan of its own.
//
// Address plans and host names overlap between organisations on purpose, as they do in life. Between provider and
// client every address is translated: a client sees the provider as one address of its own network, and the provider
// sees the client's hosts under a prefix that only the provider uses. All names are invented.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "simulate/dice.h"

namespace hoptrace::simulate {

enum class Role : std::uint8_t {
  kDomainController,
  kFileServer,
  kAppServer,
  kBackupServer,
  kScanner,
  kJumpHost,
  kRmmServer,
  kAdminWorkstation,
  kWorkstation,
};

enum class AccountKind : std::uint8_t { kUser, kAdministrator, kService, kProvider };

// Places in Fleet's lists.
using HostIndex = std::size_t;
using AccountIndex = std::size_t;
using OrganisationIndex = std::size_t;
constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

struct Account {
  OrganisationIndex organisation = 0;  // whose directory it is in
  std::string user, sid;
  AccountKind kind = AccountKind::kUser;
  [[nodiscard]] bool privileged() const { return kind != AccountKind::kUser; }
};

struct Lease {
  base::Time from;
  std::string address;
};

struct Machine {
  OrganisationIndex organisation = 0;
  std::string name;
  Role role = Role::kWorkstation;
  std::vector<Lease> leases;  // by time; the first from the beginning
  std::string mac;
  AccountIndex user = kNobody;                                // who sits at it
  AccountIndex administrator = kNobody;                       // that person's second account, for administration
  bool sysmon = false, filtering = false, processes = false;  // what it records beside logons
  std::int64_t skew = 0;                                      // ticks that its clock is ahead

  [[nodiscard]] bool server() const { return role < Role::kAdminWorkstation; }
  [[nodiscard]] const std::string& address(base::Time at) const;
};

struct Organisation {
  std::string tenant, netbios, domain;  // "acme-foundry", "ACME", "acme.example"
  std::string directory_id;             // of its cloud directory
  bool provider = false;
  std::string servers, people;  // prefixes: "192.168.1.", "192.168.2."
  std::string mapped;           // first two parts under which the other side sees its hosts: "10.201."
  std::string arrival;          // the address under which the other organisation comes in
  std::string outside;          // its public address
  std::string vpn_pool;         // prefix
  std::string forest_sid;
  int hours_ahead = 0;  // of UTC
  bool network_sensor = true;
  bool spare_controllers = false;        // the provider's people stay off domain controllers
  bool spare_desks = false;              // administrators stay off workstations
  std::string more_yaml, more_accounts;  // of tenants.yaml (posture.h)
  std::vector<HostIndex> hosts;
  std::vector<AccountIndex> people_accounts, administrators;
  AccountIndex backup = kNobody, scanner = kNobody, provider_account = kNobody, application = kNobody;
};

struct FleetSize {
  int clients = 3, hosts = 30, days = 5;
  bool two_controllers = false;
};

struct Plan {
  std::vector<Organisation> organisations;  // the provider first
  std::vector<Machine> machines;
  std::vector<Account> accounts;
  base::Time first_midnight;  // a Monday, UTC
  int days = 5;

  [[nodiscard]] HostIndex host(OrganisationIndex of, Role role) const;  // the first such; kNobody: none
  [[nodiscard]] std::vector<HostIndex> hosts(OrganisationIndex of, Role role) const;
  [[nodiscard]] std::vector<HostIndex> servers(OrganisationIndex of) const;
  [[nodiscard]] std::string account_name(AccountIndex account) const;  // "ACME\j.meyer"
  [[nodiscard]] std::string fqdn(HostIndex host) const;
  [[nodiscard]] base::Time moment(int day, int minute, int second = 0) const;
};

[[nodiscard]] Plan plan_fleet(const FleetSize& size, Dice& dice);

// What a responder would have written down of it before the hunt: tenants.yaml.
[[nodiscard]] std::string tenants_yaml(const Plan& plan);

}  // namespace hoptrace::simulate
