#include "hops/names.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "base/unicode.h"

namespace hoptrace::hops {
namespace {

constexpr std::uint64_t pair_key(std::uint32_t high, std::uint32_t low) {
  return (static_cast<std::uint64_t>(high) << 32) | low;
}

std::string capitals(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

constexpr std::array<std::string_view, 10> kNobody = {
    "system", "local service", "network service", "anonymous logon", "-",
    "",       "iusr",          "anonymous",       "lokaler dienst",  "netzwerkdienst"};

bool is_nobody_name(std::string_view user, std::string_view domain) {
  if (std::ranges::find(kNobody, user) != kNobody.end()) return true;
  return domain == "window manager" || domain == "font driver host" || domain == "nt authority" ||
         domain == "nt service" || domain == "iis apppool" || domain == "autorite nt" || domain == "nt-autorität";
}

// Puts all but the first (none) in order, and says where each has gone.
template <typename Thing, typename Name>
std::vector<std::uint32_t> reorder(std::vector<Thing>& things, Name name) {
  std::vector<std::uint32_t> order(things.size()), to(things.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order.begin() + 1, order.end(), {}, [&](std::uint32_t i) { return name(things[i]); });
  std::vector<Thing> sorted;
  sorted.reserve(things.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    to[order[i]] = i;
    sorted.push_back(things[order[i]]);
  }
  things = std::move(sorted);
  return to;
}

struct Split {
  std::string_view domain, user;
};

Split split_account(std::string_view text) {
  if (const auto slash = text.rfind('\\'); slash != std::string_view::npos) {
    Split split{text.substr(0, slash), text.substr(slash + 1)};
    // 4769 writes user@REALM beside its domain.
    if (const auto at = split.user.find('@'); at != std::string_view::npos && at > 0)
      split.user = split.user.substr(0, at);
    return split;
  }
  if (const auto at = text.find('@'); at != std::string_view::npos && at > 0)
    return {text.substr(at + 1), text.substr(0, at)};
  if (const auto slash = text.find('/'); slash != std::string_view::npos && slash > 0)
    return {text.substr(slash + 1), text.substr(0, slash)};
  return {{}, text};
}

}  // namespace

bool is_address(std::string_view text) {
  if (text.empty() || text.size() > 45) return false;
  const bool digits = text.find_first_not_of("0123456789.") == std::string_view::npos;
  if (!digits && text.find(':') == std::string_view::npos) return false;
  return tenants::parse_address(text).has_value();
}

std::string short_host(std::string_view name) {
  while (name.starts_with('\\') || name.starts_with(' ')) name.remove_prefix(1);
  if (is_address(name)) return std::string(name);
  if (const auto slash = name.find('/'); slash != std::string_view::npos) {
    name = name.substr(slash + 1);
    name = name.substr(0, name.find('/'));
  }
  if (is_address(name)) return std::string(name);
  name = name.substr(0, name.find(':'));
  if (is_address(name)) return std::string(name);
  name = name.substr(0, name.find('.'));
  if (name.ends_with('$')) name.remove_suffix(1);
  return capitals(base::fold(name));
}

TenantId Names::tenant(std::string_view name) {
  const auto text = texts_.intern(name.empty() ? tenants::Tenants::kDefault : name);
  const auto [at, fresh] = tenants_by_name_.try_emplace(text, static_cast<TenantId>(tenant_names_.size()));
  if (fresh) {
    tenant_names_.push_back(text);
    entries_.push_back(tenants_.find(name));
  }
  return at->second;
}

TenantId Names::find_tenant(std::string_view name) const {
  const auto text = texts_.find(name);
  const auto at = tenants_by_name_.find(text);
  return text == sessions::kNoText || at == tenants_by_name_.end() ? kNone : at->second;
}

HostId Names::host(TenantId tenant, std::string_view name) {
  std::string key = short_host(name);
  if (key.empty() || key == "-" || key == "LOCALHOST" || key == "LOCAL") return kNone;
  const bool address = is_address(key);
  if (!address && name.find('.') != std::string_view::npos) {
    std::string_view full = name;
    if (const auto slash = full.find_last_of("/\\"); slash != std::string_view::npos) full = full.substr(slash + 1);
    if (const tenants::Tenant* owner = tenants_.of_host(full.substr(0, full.find(':'))))
      tenant = this->tenant(owner->name);
  }
  const auto text = texts_.intern(key);
  const auto [at, fresh] = hosts_by_name_.try_emplace(pair_key(tenant, text), static_cast<HostId>(hosts_.size()));
  if (fresh) hosts_.push_back({.tenant = tenant, .name = text, .address = address});
  return at->second;
}

HostId Names::directory(TenantId tenant) {
  const auto [at, fresh] =
      hosts_by_name_.try_emplace(pair_key(tenant, sessions::kNoText), static_cast<HostId>(hosts_.size()));
  if (fresh) hosts_.push_back({.tenant = tenant});
  return at->second;
}

HostId Names::find_host(TenantId tenant, std::string_view name) const {
  const auto text = texts_.find(short_host(name));
  const auto at = hosts_by_name_.find(pair_key(tenant, text));
  return text == sessions::kNoText || at == hosts_by_name_.end() ? kNone : at->second;
}

AddressId Names::address(std::string_view text) {
  return is_address(text) ? texts_.intern(text) : kNone;
}

AccountId Names::account(TenantId tenant, std::string_view text) {
  const Split split = split_account(text);
  const bool dns = split.domain.find('.') != std::string_view::npos;
  const std::string user = base::fold(split.user);
  const std::string domain = base::fold(split.domain.substr(0, split.domain.find('.')));
  if (user.empty() || user == "-") return kNone;
  const auto user_text = texts_.intern(user), domain_text = texts_.intern(domain == "-" ? "" : domain);
  auto& same_user = accounts_by_user_[pair_key(tenant, user_text)];
  for (const AccountId known : same_user) {
    Account& account = accounts_[known];
    if (account.domain != domain_text) continue;
    if (settled_) return known;
    account.dns = account.dns && dns;
    if (split.user < texts_.text(account.shown)) account.shown = texts_.intern(split.user);
    if (split.domain < texts_.text(account.written)) account.written = texts_.intern(split.domain);
    return known;
  }
  const auto id = static_cast<AccountId>(accounts_.size());
  accounts_.push_back({.tenant = tenant,
                       .is = id,
                       .user = user_text,
                       .domain = domain_text,
                       .shown = texts_.intern(split.user),
                       .written = texts_.intern(split.domain),
                       .dns = dns,
                       .machine = user.ends_with('$'),
                       .nobody = is_nobody_name(user, domain)});
  same_user.push_back(id);
  return id;
}

// For each domain that is only ever written with dots: the plain one that shares most users with it.
std::unordered_map<std::uint64_t, sessions::Text> Names::aliases() const {
  std::map<std::uint64_t, std::map<std::string_view, int>> shared;
  for (const auto& [key, ids] : accounts_by_user_)
    for (const AccountId a : ids)
      for (const AccountId b : ids) {
        const Account &one = accounts_[a], &other = accounts_[b];
        if (!one.dns || other.dns || other.domain == sessions::kNoText || one.nobody) continue;
        if (find_host(one.tenant, texts_.text(other.domain)) != kNone) continue;  // a host's own accounts
        ++shared[pair_key(one.tenant, one.domain)][texts_.text(other.domain)];
      }
  std::unordered_map<std::uint64_t, sessions::Text> result;
  for (const auto& [domain, others] : shared) {
    const auto most = std::ranges::max_element(others, {}, [](const auto& o) { return o.second; });
    result.emplace(domain, texts_.find(most->first));
  }
  return result;
}

Renumbering Names::settle() {
  Renumbering renumbering = number_by_name();
  join_accounts();
  join_sids();
  settled_ = {.tenants = tenant_names_.size(), .hosts = hosts_.size(), .accounts = accounts_.size()};
  return renumbering;
}

void Names::has_sid(AccountId account, AccountId sid) {
  if (account != kNone && sid != kNone && account != sid) names_of_sids_[sid].insert(account);
}

// An account that was renamed has two names for one SID: the first by name, in whatever order they were told.
void Names::join_sids() {
  for (const auto& [sid, names] : names_of_sids_) accounts_[sid].is = accounts_[*names.begin()].is;
}

void Names::join_accounts() {
  const auto alias = aliases();
  for (auto& [key, ids] : accounts_by_user_) {
    std::map<std::string_view, AccountId> by_domain;
    const auto domain_of = [&](AccountId id) {
      const auto at = alias.find(pair_key(accounts_[id].tenant, accounts_[id].domain));
      return texts_.text(accounts_[id].dns && at != alias.end() ? at->second : accounts_[id].domain);
    };
    for (const AccountId id : ids)
      if (const auto [at, fresh] = by_domain.try_emplace(domain_of(id), id);
          !fresh && accounts_[at->second].dns && !accounts_[id].dns)
        at->second = id;
    for (const AccountId id : ids) accounts_[id].is = by_domain[domain_of(id)];
    const auto bare = by_domain.find(std::string_view{});
    if (bare != by_domain.end() && by_domain.size() == 2)  // a record without a domain can only mean the one there is
      accounts_[bare->second].is = by_domain.rbegin()->second;
  }
}

Renumbering Names::number_by_name() {
  Renumbering to;
  to.tenants = reorder(tenant_names_, [this](sessions::Text name) { return texts_.text(name); });
  std::vector<const tenants::Tenant*> entries(entries_.size());
  for (std::size_t i = 0; i < entries.size(); ++i) entries[to.tenants[i]] = entries_[i];
  entries_ = std::move(entries);
  for (auto& [name, tenant] : tenants_by_name_) tenant = to.tenants[tenant];
  for (Host& host : hosts_) host.tenant = to.tenants[host.tenant];
  for (Account& account : accounts_) account.tenant = to.tenants[account.tenant];

  to.hosts = reorder(hosts_, [this](const Host& host) { return std::pair(host.tenant, texts_.text(host.name)); });
  to.accounts = reorder(accounts_, [this](const Account& account) {
    return std::tuple(account.tenant, texts_.text(account.user), texts_.text(account.domain));
  });
  hosts_by_name_.clear();
  for (std::size_t i = 1; i < hosts_.size(); ++i)
    hosts_by_name_.emplace(pair_key(hosts_[i].tenant, hosts_[i].name), static_cast<HostId>(i));
  accounts_by_user_.clear();
  for (std::size_t i = 1; i < accounts_.size(); ++i)
    accounts_by_user_[pair_key(accounts_[i].tenant, accounts_[i].user)].push_back(static_cast<AccountId>(i));
  std::map<AccountId, std::set<AccountId>> sids;
  for (const auto& [sid, names] : names_of_sids_)
    for (const AccountId name : names) sids[to.accounts[sid]].insert(to.accounts[name]);
  names_of_sids_ = std::move(sids);
  return to;
}

void Names::reopen() {
  if (!settled_) return;
  for (; hosts_.size() > settled_->hosts; hosts_.pop_back())
    hosts_by_name_.erase(pair_key(hosts_.back().tenant, hosts_.back().name));
  for (; accounts_.size() > settled_->accounts; accounts_.pop_back())
    accounts_by_user_[pair_key(accounts_.back().tenant, accounts_.back().user)].pop_back();
  for (; tenant_names_.size() > settled_->tenants; tenant_names_.pop_back()) {
    tenants_by_name_.erase(tenant_names_.back());
    entries_.pop_back();
  }
  settled_.reset();
}

Place Names::place(HostId host) const {
  return {std::string(tenant_name(hosts_[host].tenant)), std::string(host_name(host))};
}

std::string Names::account_name(AccountId account) const {
  const Account& it = accounts_[account];
  if (account == kNone) return {};
  const std::string domain = capitals(std::string(texts_.text(it.domain)));
  return (domain.empty() ? "" : domain + "\\") + std::string(texts_.text(it.shown));
}

bool Names::are_partners(TenantId one, TenantId other) const {
  const tenants::Tenant *its = entry(one), *others = entry(other);
  return one != other && its != nullptr && others != nullptr &&
         (its->msp == others->name || others->msp == its->name);
}

bool Names::is_partners_account(TenantId tenant, AccountId account) const {
  const tenants::Tenant* entry = this->entry(tenant);
  if (entry == nullptr || account == kNone) return false;
  const std::string shown = account_name(account);
  const std::string user = shown.substr(shown.find('\\') + 1);
  return std::ranges::any_of(entry->msp_accounts, [&](const tenants::AccountPattern& pattern) {
    return pattern.matches(shown) || (pattern.text.find('\\') == std::string::npos && pattern.matches(user));
  });
}

}  // namespace hoptrace::hops
