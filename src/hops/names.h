// Names: tenants, hosts, accounts and addresses as numbers, so that what is traced holds no texts.
//
// A host is a host of a tenant, by its short name without case: "FS01", "fs01.acme.example" and "FS01$" are one. A
// full name in another tenant's domain (tenants.yaml) is that tenant's host, because such a name says whose it is; a
// short name or an address says nothing of the kind and stays with the tenant whose record has it. A host of which
// only an address is known is called by that address.
//
// An account is a tenant's, by user name and the first label of its domain; the NetBIOS and the DNS name of a domain
// are learnt to be one where they share users (settle()). All names that are shown come from here, the same in
// whatever order they were seen; and so are the numbers, which settle() gives anew in the order of the names: what is
// decided by a number (which of two equals comes first) is decided by names.
//
// What comes to be after settle() is the trace's own, and forgotten by reopen(), which must come before more facts.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hops/hop.h"
#include "sessions/text_pool.h"
#include "tenants/tenants.h"

namespace hoptrace::hops {

using TenantId = std::uint32_t;
using HostId = std::uint32_t;
using AccountId = std::uint32_t;
using AddressId = std::uint32_t;
constexpr std::uint32_t kNone = 0;

// Old numbers of tenants, hosts and accounts to new ones.
struct Renumbering {
  std::vector<TenantId> tenants;
  std::vector<HostId> hosts;
  std::vector<AccountId> accounts;
};

[[nodiscard]] bool is_address(std::string_view text);
// "FS01" of "\\fs01.acme.example", "fs01$", "cifs/FS01:445"; an address stays whole. Capitals.
[[nodiscard]] std::string short_host(std::string_view name);

class Names {
 public:
  explicit Names(const tenants::Tenants& tenants) : tenants_(tenants) {}

  [[nodiscard]] TenantId tenant(std::string_view name);
  [[nodiscard]] HostId host(TenantId tenant, std::string_view name);
  [[nodiscard]] AccountId account(TenantId tenant, std::string_view text);
  [[nodiscard]] AddressId address(std::string_view text);
  // Some records name an account by its SID alone: from settle() on that is the account that others name with it.
  void has_sid(AccountId account, AccountId sid);
  // A tenant's directory in the cloud: a place without a host.
  [[nodiscard]] HostId directory(TenantId tenant);
  // Of an account, as it was written: "corp.example".
  [[nodiscard]] std::string_view domain_text(AccountId account) const {
    return texts_.text(accounts_[account].written);
  }
  [[nodiscard]] HostId host_at(TenantId tenant, AddressId address) { return host(tenant, address_text(address)); }

  // After all names are in, before anything is compared: numbers in the order of names, and which accounts are one.
  // Whoever holds numbers must take the new ones.
  [[nodiscard]] Renumbering settle();
  void reopen();
  [[nodiscard]] AccountId same_account(AccountId account) const { return accounts_[account].is; }

  [[nodiscard]] std::size_t hosts() const { return hosts_.size(); }
  [[nodiscard]] std::size_t tenant_count() const { return tenant_names_.size(); }
  [[nodiscard]] TenantId tenant_of(HostId host) const { return hosts_[host].tenant; }
  [[nodiscard]] TenantId tenant_of_account(AccountId account) const { return accounts_[account].tenant; }
  [[nodiscard]] bool is_bare_address(HostId host) const { return hosts_[host].address; }
  [[nodiscard]] std::string_view tenant_name(TenantId tenant) const { return texts_.text(tenant_names_[tenant]); }
  [[nodiscard]] std::string_view host_name(HostId host) const { return texts_.text(hosts_[host].name); }
  [[nodiscard]] std::string_view address_text(AddressId address) const { return texts_.text(address); }
  [[nodiscard]] Place place(HostId host) const;
  [[nodiscard]] std::string account_name(AccountId account) const;  // DOMAIN\name
  // Equal for equal user names, whoever's they are.
  [[nodiscard]] std::uint32_t user_number(AccountId account) const { return accounts_[account].user; }
  [[nodiscard]] std::string_view user_key(AccountId account) const { return texts_.text(accounts_[account].user); }
  [[nodiscard]] bool is_machine(AccountId account) const { return accounts_[account].machine; }
  // Nobody: the system's own accounts, anonymous ones, window managers.
  [[nodiscard]] bool is_nobody(AccountId account) const { return account == kNone || accounts_[account].nobody; }
  // Neither of these: somebody, or a service that somebody set up.
  [[nodiscard]] bool is_person(AccountId account) const { return !is_nobody(account) && !is_machine(account); }
  [[nodiscard]] HostId find_host(TenantId tenant, std::string_view name) const;
  [[nodiscard]] TenantId find_tenant(std::string_view name) const;
  [[nodiscard]] const tenants::Tenants& known() const { return tenants_; }
  // What tenants.yaml says of it; nothing where it says nothing.
  [[nodiscard]] const tenants::Tenant* entry(TenantId tenant) const { return entries_[tenant]; }
  // Whether tenants.yaml says that an account of a tenant's is for those who serve it.
  [[nodiscard]] bool is_partners_account(TenantId tenant, AccountId account) const;
  // Whether tenants.yaml says that one of them serves the other.
  [[nodiscard]] bool are_partners(TenantId one, TenantId other) const;

 private:
  struct Host {
    TenantId tenant = kNone;
    sessions::Text name = sessions::kNoText;
    bool address = false;
  };
  struct Account {
    TenantId tenant = kNone;
    AccountId is = kNone;
    sessions::Text user = sessions::kNoText;     // folded
    sessions::Text domain = sessions::kNoText;   // first label, folded
    sessions::Text shown = sessions::kNoText;    // the user name as written, the least of its spellings
    sessions::Text written = sessions::kNoText;  // the domain as written, the least of its spellings
    bool dns = false;                            // the domain was written with dots, and never otherwise
    bool machine = false, nobody = false;
  };
  [[nodiscard]] Renumbering number_by_name();
  void join_accounts();
  void join_sids();
  [[nodiscard]] std::unordered_map<std::uint64_t, sessions::Text> aliases() const;

  const tenants::Tenants& tenants_;
  sessions::TextPool texts_;
  std::vector<Host> hosts_{Host{}};
  std::vector<Account> accounts_{Account{}};
  std::vector<sessions::Text> tenant_names_{sessions::kNoText};
  std::vector<const tenants::Tenant*> entries_{nullptr};
  std::unordered_map<sessions::Text, TenantId> tenants_by_name_;
  std::unordered_map<std::uint64_t, HostId> hosts_by_name_;
  std::unordered_map<std::uint64_t, std::vector<AccountId>> accounts_by_user_;  // tenant and user
  std::map<AccountId, std::set<AccountId>> names_of_sids_;
  struct Sizes {
    std::size_t tenants = 0, hosts = 0, accounts = 0;
  };
  std::optional<Sizes> settled_;
};

}  // namespace hoptrace::hops
