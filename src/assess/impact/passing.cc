#include "assess/impact/passing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "assess/impact/sizes.h"

namespace hoptrace::assess::impact {
namespace {

using base::kHour;
constexpr std::size_t kMostRecords = 4;
constexpr std::int64_t kLongest = 72;  // hours between coming and going
constexpr double kSame = 0.2;          // of two sizes that are called the same

bool is_in(const std::vector<tenants::Network>& networks, const tenants::Address& address, int& bits) {
  bool found = false;
  for (const tenants::Network& network : networks)
    if (network.contains(address) && network.bits >= bits) bits = network.bits, found = true;
  return found;
}

// Whose network `text` is in, among the clients of `provider`; empty where it is nobody's, the provider's own, or
// more than one client's.
std::string_view client_of(const tenants::Tenants& all, std::string_view provider, std::string_view text) {
  const auto address = tenants::parse_address(text);
  const tenants::Tenant* const own = all.find(provider);
  if (!address || own == nullptr) return {};
  int best = 0;
  if (is_in(own->networks, *address, best) || is_in(own->vpn_pools, *address, best)) return {};
  std::string_view found;
  bool several = false;
  for (const tenants::Tenant& tenant : all.all()) {
    int bits = best;
    if (tenant.msp != own->name || !is_in(tenant.networks, *address, bits)) continue;
    several = bits == best && !found.empty();
    best = bits, found = tenant.name;
  }
  return several ? std::string_view{} : found;
}

struct Came {
  double bytes = 0;
  std::int64_t first = 0, last = 0;
  std::vector<RecordRef> records;
  void add(std::int64_t hour, double more, const RecordRef& record) {
    first = bytes == 0 ? hour : std::min(first, hour);
    last = std::max(last, hour);
    bytes += more;
    if (records.size() < kMostRecords) records.push_back(record);
  }
};

}  // namespace

std::vector<TowardsProvider> towards_provider(const TenantView& view, const tenants::Tenant& client) {
  std::map<std::pair<std::string, std::string>, TowardsProvider> found;
  const auto add = [&](const Inner& inner, Text own, Text other, double bytes) {
    const auto address = tenants::parse_address(view.ledger.text(other));
    int bits = 0;
    if (!address || !is_in(client.vpn_pools, *address, bits) || bytes < static_cast<double>(sessions::kInnerBytes))
      return;
    const Reached* const host = reached_at(view, view.ledger.text(own), inner.hour);
    if (host == nullptr || inner.hour < host->since.ticks / kHour) return;
    TowardsProvider& to = found[{host->host, std::string(view.ledger.text(other))}];
    if (to.bytes == 0) to = {host->host, std::string(view.ledger.text(other)), 0, {inner.hour * kHour}, {}, {}};
    to.bytes += bytes;
    to.last = {(inner.hour + 1) * kHour};
    if (to.records.size() < kMostRecords) to.records.push_back(inner.biggest);
  };
  for (const Inner& inner : view.flows.inner) {
    add(inner, inner.from, inner.to, inner.forth);
    add(inner, inner.to, inner.from, inner.back);
  }
  std::vector<TowardsProvider> out;
  for (auto& [key, one] : found) out.push_back(std::move(one));
  return out;
}

std::vector<Passed> passed_through(const TenantView& view, const std::vector<Destination>& to,
                                   const tenants::Tenants& all) {
  std::map<std::pair<std::string, std::string>, Came> came;  // hop host, client
  const auto add = [&](const Inner& inner, Text own, Text other, double bytes) {
    const Reached* const host = reached_at(view, view.ledger.text(own), inner.hour);
    if (host == nullptr || inner.hour < host->since.ticks / kHour ||
        bytes < static_cast<double>(sessions::kInnerBytes))
      return;
    const std::string_view client = client_of(all, view.tenant, view.ledger.text(other));
    if (!client.empty()) came[{host->host, std::string(client)}].add(inner.hour, bytes, inner.biggest);
  };
  for (const Inner& inner : view.flows.inner) {
    add(inner, inner.from, inner.to, inner.back);
    add(inner, inner.to, inner.from, inner.forth);
  }
  std::vector<Passed> out;
  for (const auto& [key, one] : came) {
    for (const Destination& d : to) {
      const auto from = std::ranges::find(d.hosts, key.first, &FromHost::host);
      const bool judged = d.judgement == Judgement::kStandsOut || d.judgement == Judgement::kSomeSigns;
      if (from == d.hosts.end() || !judged || !from->bytes.sized) continue;
      if (from->last_hour < one.first || from->first_hour > one.last + kLongest) continue;
      Passed passed{key.second,
                    key.first,
                    d.destination,
                    one.bytes,
                    from->bytes.best,
                    {},
                    {one.first * kHour},
                    {(from->last_hour + 1) * kHour},
                    {},
                    one.records};
      const bool same = std::abs(one.bytes - from->bytes.best) <= kSame * std::max(one.bytes, from->bytes.best);
      passed.passed = {same ? std::min(one.bytes, from->bytes.low) : 0, std::min(one.bytes, from->bytes.best),
                       std::min(one.bytes, from->bytes.high), true};
      passed.why.push_back(fmt::format("{} came to {} from this client, then {} left it for outside",
                                       size_text(one.bytes), key.first, size_text(from->bytes.best)));
      passed.why.emplace_back(same ? "the two are about the same size"
                                   : "the two differ in size: part of it may be others'");
      passed.records.insert(
          passed.records.end(), d.records.begin(),
          d.records.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(2, d.records.size())));
      out.push_back(std::move(passed));
    }
  }
  return out;
}

}  // namespace hoptrace::assess::impact
