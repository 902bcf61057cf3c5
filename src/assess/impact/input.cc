#include "assess/impact/input.h"

#include "base/unicode.h"

namespace hoptrace::assess::impact {
namespace {

constexpr std::size_t kMostAddresses = 1'000'000;
constexpr std::size_t kMostChanges = 4'096;  // of one address

std::string key_of(std::string_view tenant, std::string_view address) {
  return std::string(tenant).append(1, '\n').append(address);
}

}  // namespace

std::string short_host(std::string_view host) {
  // An address is no name with a domain behind it.
  if (host.find_first_not_of("0123456789.") == std::string_view::npos) return std::string(host);
  return base::fold(host.substr(0, host.find('.')));
}

void AddressBook::add(std::string_view tenant, std::string_view address, std::string_view host, base::Time since) {
  if (address.empty() || host.empty() || host.ends_with('$')) return;
  key_.assign(tenant).append(1, '\n').append(address);
  auto found = entries_.find(key_);
  if (found == entries_.end()) {
    if (entries_.size() >= kMostAddresses) return;
    found = entries_.emplace(key_, std::vector<Entry>{}).first;
  }
  std::vector<Entry>& all = found->second;
  std::string name = short_host(host);
  if (!all.empty() && all.back().second == name && all.back().first <= since) return;
  if (all.size() < kMostChanges) all.emplace_back(since, std::move(name));
}

void AddressBook::close() {
  for (auto& [key, all] : entries_) {
    std::ranges::sort(all);
    const auto same = [](const Entry& a, const Entry& b) { return a.second == b.second; };
    all.erase(std::ranges::unique(all, same).begin(), all.end());
  }
}

std::string_view AddressBook::host_at(std::string_view tenant, std::string_view address, base::Time at) const {
  const auto found = entries_.find(key_of(tenant, address));
  if (found == entries_.end() || found->second.empty()) return {};
  const auto& all = found->second;
  const auto behind = std::ranges::upper_bound(all, at, {}, &Entry::first);
  return behind == all.begin() ? std::string_view(all.front().second) : std::string_view(std::prev(behind)->second);
}

}  // namespace hoptrace::assess::impact
