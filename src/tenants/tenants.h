// Tenants: tenants.yaml, what the responder knows before the hunt: who is who, whose address, whose account.
//
// Call order: read_tenants() (tenants_file.h) or Tenants::only_default(), once; then read by any thread, unchanged.
// Addresses, host names and accounts overlap between tenants and mean nothing without their tenant: nothing here
// looks one up without saying whose. Views handed out live as long as the Tenants.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "tenants/account_pattern.h"
#include "tenants/change_window.h"
#include "tenants/network.h"

namespace hoptrace::tenants {

enum class Role : std::uint8_t { kUnknown, kMsp, kClient };

// Hosts that belong together, and which other zones they may reach with file sharing, remote desktop and shells.
struct Zone {
  std::string name;
  std::vector<Network> networks;
  std::vector<std::string> may_reach;
};

// What somebody says of a check of posture (docs/posture.md) that logs alone cannot know.
struct Attestation {
  int check = 0;
  std::string by, date, note;  // date: YYYY-MM-DD
};

struct Tenant {
  std::string name;
  Role role = Role::kUnknown;
  std::vector<std::string> domains;  // lower case, without a dot at either end
  std::vector<Network> networks;
  std::vector<Network> vpn_pools;
  std::vector<std::string> jump_hosts;
  std::string evidence;  // folder relative to the evidence root, without slashes at its ends; "" is the root
  std::string timezone;  // IANA name, or empty
  std::string msp;       // the tenant that serves this one, or empty
  std::string sector;
  std::vector<AccountPattern> msp_accounts;
  std::vector<ChangeWindow> change_windows;
  std::vector<AccountPattern> inventory;      // names of hosts that may come in, with * and ?
  std::vector<std::string> delegated_admins;  // ids of directories that may administer this one's cloud
  std::vector<Zone> zones;
  std::vector<Attestation> attestations;
  std::optional<std::uint64_t> personal_records;
  std::vector<std::string> crown_jewels;
  std::optional<double> turnover_eur;
  int line = 0;  // in tenants.yaml
};

struct Decision {
  std::string_view tenant;
  std::string contradiction;  // not empty: what else says otherwise, in words, for kTenantContradiction
};

class Tenants {
 public:
  // Without the file: all evidence is one tenant, "default".
  [[nodiscard]] static Tenants only_default();
  // `all` as read and checked by tenants_file.h.
  explicit Tenants(std::vector<Tenant> all);

  [[nodiscard]] const std::vector<Tenant>& all() const { return all_; }
  [[nodiscard]] bool from_file() const { return !all_.empty(); }
  // Names compare without case. Nothing where no tenant is called so.
  [[nodiscard]] const Tenant* find(std::string_view name) const;
  // Whose domain `host` is in: the longest that is `host` itself or ends it after a dot. A name without a dot is
  // nobody's.
  [[nodiscard]] const Tenant* of_host(std::string_view host) const;
  // Whose folder `path` (relative to the evidence root) is in.
  [[nodiscard]] const Tenant* of_path(std::string_view path) const;

  // `only`: what --tenant says, or empty. The host's domain goes before the folder, and the folder before "default".
  [[nodiscard]] Decision decide(std::string_view only, std::string_view host, std::string_view path) const;

  static constexpr std::string_view kDefault = "default";

 private:
  std::vector<Tenant> all_;
  std::unordered_map<std::string, std::size_t> by_name_;  // folded
  std::unordered_map<std::string, std::size_t> by_domain_;
  std::unordered_map<std::string, std::size_t> by_folder_;
};

}  // namespace hoptrace::tenants
