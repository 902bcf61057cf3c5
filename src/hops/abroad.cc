#include "hops/abroad.h"

#include <algorithm>
#include <set>

#include "hops/client_names.h"

namespace hoptrace::hops {

using sessions::FactKind;

namespace {

using base::kSecond;
constexpr std::int64_t kTogether = 2 * kSecond;  // a connection out of one network and into the other
constexpr std::size_t kFewest = 3;

std::optional<std::uint16_t> ending(std::string_view text) {
  const auto address = tenants::parse_address(text);
  if (!address || address->v6) return std::nullopt;
  return static_cast<std::uint16_t>((address->bytes[2] << 8) | address->bytes[3]);
}

std::uint64_t key(TenantId tenant, AddressId address) {
  return (std::uint64_t{tenant} << 32) | address;
}

}  // namespace

TenantId Abroad::partner_of(TenantId tenant, AddressId address) {
  if (tenant == kNone || address == kNone) return kNone;
  const auto [at, fresh] = partners_.try_emplace(key(tenant, address), kNone);
  if (fresh) at->second = identity_.whose(tenant, address);
  return at->second == tenant ? TenantId{kNone} : at->second;
}

void Abroad::learn_name(TenantId partner, AddressId address, HostId named) {
  if (named == kNone || names_.is_bare_address(named)) return;
  const HostId host = names_.tenant_of(named) == partner ? named : names_.find_host(partner, names_.host_name(named));
  if (host == kNone) return;
  Behind& behind = named_[{partner, address}];
  behind.several = behind.several || (behind.host != kNone && behind.host != host);
  behind.host = host;
}

void Abroad::learn_names(const std::vector<RowId>& order) {
  ClientNames client;
  for (const RowId id : order) {
    const Row& row = rows_[id];
    const HostId named = client.take(row);
    if (row.kind == FactKind::kFlowIn || row.kind == FactKind::kLogon || row.address == kNone) continue;
    const TenantId partner = partner_of(rows_.tenant_of(row), row.address);
    if (partner == kNone) continue;
    learn_name(partner, row.address, row.peer);
    learn_name(partner, row.address, named);
  }
}

void Abroad::learn_translation(const std::vector<RowId>& order) {
  std::vector<RowId> out, in;
  for (const RowId id : order) {
    const Row& row = rows_[id];
    const bool inward = row.kind == FactKind::kFlowIn;
    if (!inward && row.kind != FactKind::kFlowOut && row.kind != FactKind::kFlowSeen) continue;
    const TenantId tenant = rows_.tenant_of(row);
    if (!inward && partner_of(tenant, row.address) != kNone) {
      out.push_back(id);
      continue;
    }
    const AddressId own = inward ? rows_.extra(row).own_address : row.address;
    const AddressId source = rows_.source_address(row);
    if (identity_.whose(tenant, source) == tenant || !identity_.in_networks(tenant, own)) continue;
    in.push_back(id);
    const auto its = ending(names_.address_text(own));
    if (!its) continue;
    const auto [at, fresh] = translations_[tenant].own.try_emplace(*its, own);
    if (!fresh && at->second != own) at->second = kNone;
  }
  const auto time = [&](RowId id) { return clocks_.time_of(rows_[id], rows_); };
  std::ranges::stable_sort(in, {}, time);
  std::map<std::pair<TenantId, AddressId>, bool> agrees;
  for (const RowId id : out) {
    const Row& row = rows_[id];
    const TenantId partner = partner_of(rows_.tenant_of(row), row.address);
    const auto its = ending(names_.address_text(row.address));
    if (!its) continue;
    for (auto at = std::ranges::lower_bound(in, time(id) - kTogether, {}, time);
         at != in.end() && time(*at) <= time(id) + kTogether; ++at) {
      const Row& came = rows_[*at];
      const bool inward = came.kind == FactKind::kFlowIn;
      const std::uint16_t port = inward ? rows_.extra(came).own_port : came.peer_port;
      if (rows_.tenant_of(came) != partner || port != row.peer_port) continue;
      const AddressId own = inward ? rows_.extra(came).own_address : came.address;
      agrees[{partner, row.address}] |= ending(names_.address_text(own)) == its;
    }
  }
  for (const auto& [whose, same] : agrees)
    ++(same ? translations_[whose.first].agree : translations_[whose.first].differ);
}

void Abroad::learn_doors(const std::vector<RowId>& order) {
  std::unordered_map<AccountId, bool> serves;
  for (const RowId id : order) {
    const Row& row = rows_[id];
    if (row.kind != FactKind::kLogon || row.address == kNone) continue;
    const TenantId tenant = rows_.tenant_of(row);
    if (partner_of(tenant, row.address) != kNone) continue;  // a partner's own address
    const AccountId account = names_.same_account(row.account);
    const auto [at, fresh] = serves.try_emplace(account, false);
    if (fresh) at->second = names_.is_partners_account(tenant, account);
    doors_[key(tenant, row.address)] += at->second ? 1 : -1;
  }
}

bool Abroad::is_door(TenantId tenant, AddressId address) const {
  const auto partner = partners_.find(key(tenant, address));
  if (partner != partners_.end() && partner->second != kNone && partner->second != tenant) return true;
  const auto door = doors_.find(key(tenant, address));
  return door != doors_.end() && door->second > 0;
}

void Abroad::learn(const std::vector<RowId>& order) {
  if (!names_.known().from_file()) return;
  learn_names(order);
  learn_doors(order);
  learn_translation(order);
}

HostId Abroad::target_of(const Row& row) const {
  if (row.address == kNone || row.kind == FactKind::kFlowIn) return kNone;
  const TenantId tenant = rows_.tenant_of(row);
  const auto partner = partners_.find(key(tenant, row.address));
  if (partner == partners_.end() || partner->second == kNone || partner->second == tenant) return kNone;
  if (row.peer != kNone && !names_.is_bare_address(row.peer)) {
    const HostId host = names_.find_host(partner->second, names_.host_name(row.peer));
    if (host != kNone) return host;
  }
  if (const auto at = named_.find({partner->second, row.address}); at != named_.end() && !at->second.several)
    return at->second.host;
  const auto translation = translations_.find(partner->second);
  if (translation == translations_.end()) return kNone;
  const Translation& its = translation->second;
  const auto end = ending(names_.address_text(row.address));
  if (!end || its.agree < kFewest || its.agree <= its.differ) return kNone;
  const auto own = its.own.find(*end);
  return own == its.own.end() || own->second == kNone ? HostId{kNone}
                                                      : identity_.one_at(partner->second, own->second, row.time);
}

}  // namespace hoptrace::hops
