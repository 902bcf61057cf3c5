#include "tenants/tenants.h"

#include <fmt/format.h>

#include "base/unicode.h"

namespace hoptrace::tenants {

Tenants Tenants::only_default() {
  return Tenants({});
}

Tenants::Tenants(std::vector<Tenant> all) : all_(std::move(all)) {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    by_name_.emplace(base::fold(all_[i].name), i);
    by_folder_.emplace(all_[i].evidence, i);
    for (const std::string& domain : all_[i].domains) by_domain_.emplace(base::fold(domain), i);
  }
}

const Tenant* Tenants::find(std::string_view name) const {
  const auto found = by_name_.find(base::fold(name));
  return found == by_name_.end() ? nullptr : &all_[found->second];
}

const Tenant* Tenants::of_host(std::string_view host) const {
  if (host.ends_with('.')) host.remove_suffix(1);
  if (by_domain_.empty() || host.find('.') == std::string_view::npos) return nullptr;
  std::string name = base::fold(host);
  while (true) {
    if (const auto found = by_domain_.find(name); found != by_domain_.end()) return &all_[found->second];
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) return nullptr;
    name.erase(0, dot + 1);
  }
}

const Tenant* Tenants::of_path(std::string_view path) const {
  if (by_folder_.empty()) return nullptr;
  std::string folder(path);
  while (true) {
    if (const auto found = by_folder_.find(folder); found != by_folder_.end()) return &all_[found->second];
    if (folder.empty()) return nullptr;
    const std::size_t slash = folder.rfind('/');
    folder.erase(slash == std::string::npos ? 0 : slash);
  }
}

Decision Tenants::decide(std::string_view only, std::string_view host, std::string_view path) const {
  const Tenant* const by_host = of_host(host);
  const Tenant* const by_path = of_path(path);
  if (!only.empty()) {
    Decision decision{only, {}};
    for (const Tenant* other : {by_host, by_path}) {
      if (!other || base::equal_folded(other->name, only)) continue;
      decision.contradiction = other == by_host
                                   ? fmt::format("host {} is in a domain of {}, not of {}", host, other->name, only)
                                   : fmt::format("the folder is that of {}, not of {}", other->name, only);
      break;
    }
    return decision;
  }
  if (by_host && by_path && by_host != by_path) {
    return {by_host->name, fmt::format("host {} is in a domain of {}, the folder is that of {}", host, by_host->name,
                                       by_path->name)};
  }
  if (by_host) return {by_host->name, {}};
  return {by_path ? std::string_view(by_path->name) : kDefault, {}};
}

}  // namespace hoptrace::tenants
