#include "assess/posture/whose.h"

#include <algorithm>

#include "base/unicode.h"

namespace hoptrace::assess::posture {
namespace {

constexpr std::size_t kMostKnown = 100'000;

bool in_any(const std::vector<tenants::Network>& networks, const tenants::Address& address) {
  return std::ranges::any_of(networks, [&](const tenants::Network& network) { return network.contains(address); });
}

bool holds(const tenants::Tenant& tenant, const tenants::Address& address) {
  return in_any(tenant.networks, address) || in_any(tenant.vpn_pools, address);
}

}  // namespace

std::string plain_account(std::string_view account) {
  std::string_view domain, user = account;
  if (const std::size_t slash = account.find('\\'); slash != std::string_view::npos) {
    domain = account.substr(0, slash);
    user = account.substr(slash + 1);
  } else if (const std::size_t at = account.find('@'); at != std::string_view::npos) {
    user = account.substr(0, at);
    domain = account.substr(at + 1);
  }
  domain = domain.substr(0, domain.find('.'));
  return base::fold(std::string(domain) + (domain.empty() ? "" : "\\") + std::string(user));
}

std::string plain_host(std::string_view host) {
  return base::fold(host.substr(0, host.find('.')));
}

Whose::Whose(const tenants::Tenants& all, std::string_view tenant) : own_(all.find(tenant)) {
  if (own_ != nullptr && !own_->msp.empty()) provider_ = all.find(own_->msp);
  for (const tenants::Tenant& other : all.all()) {
    if (&other != own_ && &other != provider_ && other.role != tenants::Role::kMsp) others_.push_back(&other);
  }
}

bool Whose::find_out(std::string_view account) const {
  if (own_ == nullptr) return false;
  const std::string plain = plain_account(account);
  const std::string user = plain.substr(plain.find('\\') + 1);
  const bool listed = std::ranges::any_of(own_->msp_accounts, [&](const tenants::AccountPattern& pattern) {
    const bool with_domain = pattern.text.find_first_of("\\@") != std::string::npos;
    return pattern.matches(account) || tenants::AccountPattern{plain_account(pattern.text)}.matches(plain) ||
           (!with_domain && pattern.matches(user));
  });
  if (listed) return true;
  const std::size_t slash = plain.find('\\');
  if (provider_ == nullptr || slash == std::string::npos) return false;
  // An account of the provider's own directory, which a trust or a delegation lets in.
  return std::ranges::any_of(provider_->domains, [&](const std::string& domain) {
    return domain.substr(0, domain.find('.')) == plain.substr(0, slash);
  });
}

bool Whose::is_providers(std::string_view account) {
  if (account.empty() || account.ends_with('$')) return false;
  if (known_.size() >= kMostKnown) known_.clear();
  const auto [entry, fresh] = known_.try_emplace(std::string(account), false);
  if (fresh) entry->second = find_out(account);
  return entry->second;
}

bool Whose::may_be_providers(std::string_view user) const {
  constexpr std::size_t kShown = 9;
  const std::string plain = plain_account(user);
  const std::string name = plain.substr(plain.find('\\') + 1);
  if (own_ == nullptr || name.empty()) return false;
  return std::ranges::any_of(own_->msp_accounts, [&](const tenants::AccountPattern& pattern) {
    const std::string whole = plain_account(pattern.text);
    const std::string listed = whole.substr(whole.find('\\') + 1);
    return tenants::AccountPattern{listed}.matches(name) || (name.size() == kShown && listed.starts_with(name));
  });
}

Place Whose::place(std::string_view text) const {
  const auto address = text.empty() ? std::nullopt : tenants::parse_address(text);
  if (!address) return Place::kNone;
  if (own_ != nullptr && in_any(own_->vpn_pools, *address)) return Place::kPool;
  // The provider's own pool counts where nothing translates it, and where it is no network of ours.
  if (own_ != nullptr && in_any(own_->networks, *address)) return Place::kOwn;
  if (provider_ != nullptr && in_any(provider_->vpn_pools, *address)) return Place::kPool;
  if (provider_ != nullptr && in_any(provider_->networks, *address)) return Place::kProvider;
  if (client_at(text) != nullptr) return Place::kOtherClient;
  return Place::kElsewhere;
}

const tenants::Tenant* Whose::client_at(std::string_view text) const {
  const auto address = tenants::parse_address(text);
  if (!address || (own_ != nullptr && holds(*own_, *address))) return nullptr;
  const tenants::Tenant* found = nullptr;
  for (const tenants::Tenant* other : others_) {
    if (!holds(*other, *address)) continue;
    if (found != nullptr) return nullptr;
    found = other;
  }
  return found;
}

}  // namespace hoptrace::assess::posture
