// Whose: of one organisation, which accounts are its provider's, and what an address is to it. From tenants.yaml and
// nothing else: what that does not say is not known here.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tenants/tenants.h"

namespace hoptrace::assess::posture {

// Where an address stands to an organisation, in the order in which it is asked.
enum class Place : std::uint8_t { kNone, kPool, kOwn, kProvider, kOtherClient, kElsewhere };

// "ACME\w-ann", "w-ann@acme.example" and "acme.example\w-ann" in one form: "acme\w-ann". Without a domain: the name.
[[nodiscard]] std::string plain_account(std::string_view account);
// The first part of a host's name, in small letters.
[[nodiscard]] std::string plain_host(std::string_view host);

class Whose {
 public:
  Whose(const tenants::Tenants& all, std::string_view tenant);

  [[nodiscard]] const tenants::Tenant* own() const { return own_; }
  [[nodiscard]] const tenants::Tenant* provider() const { return provider_; }
  [[nodiscard]] bool is_provider() const { return own_ != nullptr && own_->role == tenants::Role::kMsp; }
  [[nodiscard]] const std::vector<const tenants::Tenant*>& other_clients() const { return others_; }

  [[nodiscard]] bool is_providers(std::string_view account);
  // The same of what a remote desktop's client shows of it: its user's first nine letters.
  [[nodiscard]] bool may_be_providers(std::string_view user) const;
  [[nodiscard]] Place place(std::string_view address) const;
  // The one client (of a provider's) in whose networks the address is; null: none, or more than one.
  [[nodiscard]] const tenants::Tenant* client_at(std::string_view address) const;

 private:
  [[nodiscard]] bool find_out(std::string_view account) const;

  const tenants::Tenant *own_ = nullptr, *provider_ = nullptr;
  std::vector<const tenants::Tenant*> others_;  // clients that are not this one
  std::unordered_map<std::string, bool> known_;
};

}  // namespace hoptrace::assess::posture
