#include "tenants/tenants_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "base/unicode.h"
#include "base/yaml.h"
#include "tenants/tenant_keys.h"

namespace hoptrace::tenants {
namespace {

using base::Yaml;
using Checked = base::Result<void>;

constexpr std::size_t kMostTenants = 10'000;

std::unexpected<base::Error> complaint(std::string_view place, int line, std::string what, std::string remedy) {
  return base::fail(base::Code::kMalformed, std::move(what), fmt::format("{}:{}", place, line), std::move(remedy));
}

base::Result<Tenant> read_tenant(const Yaml& entry, std::string_view place) {
  if (!entry.is_map()) return complaint(place, entry.line, "a tenant must be a list of keys", "Write `- name: acme`");
  Tenant tenant;
  tenant.line = entry.line;
  for (const auto& [key, value] : entry.map) {
    auto read = read_tenant_key(key, value, tenant);
    if (read) continue;
    read.error().place = fmt::format("{}:{}", place, read.error().place);
    return std::unexpected(std::move(read.error()));
  }
  if (tenant.name.empty()) {
    return complaint(place, entry.line, "this tenant has no `name`",
                     "Add `name:` with a short name, such as acme-foundry");
  }
  if (!entry.find("evidence")) tenant.evidence = tenant.name;
  return tenant;
}

Checked check_names(const std::vector<Tenant>& all, std::string_view place) {
  std::map<std::string, const Tenant*> names;
  for (const Tenant& tenant : all) {
    const auto [first, fresh] = names.emplace(base::fold(tenant.name), &tenant);
    if (fresh) continue;
    return complaint(place, tenant.line,
                     fmt::format("the name `{}` is taken by the tenant in line {}", tenant.name, first->second->line),
                     "Give every tenant a name of its own");
  }
  return {};
}

Checked check_msps(const std::vector<Tenant>& all, std::string_view place) {
  for (const Tenant& tenant : all) {
    if (tenant.msp.empty()) continue;
    const auto msp = std::ranges::find(all, tenant.msp, &Tenant::name);
    if (msp == all.end()) {
      return complaint(place, tenant.line, fmt::format("`msp: {}` of {} names no tenant", tenant.msp, tenant.name),
                       "Write the name of a tenant of this file, or add that MSP as a tenant");
    }
    if (msp->name == tenant.name || msp->role == Role::kClient) {
      return complaint(place, tenant.line,
                       fmt::format("`msp: {}` of {} names {}", tenant.msp, tenant.name,
                                   msp->name == tenant.name ? "the tenant itself" : "a tenant with `role: client`"),
                       "Name the tenant that has `role: msp`");
    }
  }
  return {};
}

Checked check_domains(const std::vector<Tenant>& all, std::string_view place) {
  std::map<std::string, const Tenant*> owners;
  for (const Tenant& tenant : all) {
    for (const std::string& domain : tenant.domains) {
      const auto [first, fresh] = owners.emplace(domain, &tenant);
      if (fresh || first->second == &tenant) continue;
      return complaint(place, tenant.line,
                       fmt::format("domain {} is given to both {} and {}", domain, first->second->name, tenant.name),
                       "Leave it with the tenant whose hosts are in it");
    }
  }
  return {};
}

// With a slash at the end, a folder that holds another one is a prefix of it and comes before it.
Checked check_folders(const std::vector<Tenant>& all, std::string_view place) {
  std::vector<std::pair<std::string, const Tenant*>> folders;
  for (const Tenant& tenant : all) {
    folders.emplace_back(tenant.evidence.empty() ? "" : tenant.evidence + '/', &tenant);
  }
  std::ranges::sort(folders);
  for (std::size_t i = 1; i < folders.size(); ++i) {
    if (!folders[i].first.starts_with(folders[i - 1].first)) continue;
    const Tenant &outer = *folders[i - 1].second, &inner = *folders[i].second;
    return complaint(place, std::max(inner.line, outer.line),
                     fmt::format("the evidence folders of {} (`{}`) and {} (`{}`) overlap", outer.name,
                                 outer.evidence.empty() ? "." : outer.evidence, inner.name, inner.evidence),
                     "Give every tenant a folder of its own");
  }
  return {};
}

base::Result<std::vector<Tenant>> read_list(const Yaml& list, std::string_view place) {
  if (list.list.size() > kMostTenants) {
    return complaint(place, list.line, fmt::format("there are more than {} tenants", kMostTenants), "Split the hunt");
  }
  std::vector<Tenant> all;
  for (const Yaml& entry : list.list) {
    auto tenant = read_tenant(entry, place);
    if (!tenant) return std::unexpected(std::move(tenant.error()));
    all.push_back(std::move(*tenant));
  }
  for (const auto& check : {check_names, check_msps, check_domains, check_folders}) {
    if (auto checked = check(all, place); !checked) return std::unexpected(std::move(checked.error()));
  }
  return all;
}

}  // namespace

base::Result<Tenants> parse_tenants(std::string_view text, std::string_view place) {
  const auto documents = base::parse_yaml(text, place);
  if (!documents) return std::unexpected(documents.error());
  constexpr std::string_view kShape = "Begin with `tenants:` and a list of `- name: …` below it";
  if (documents->size() > 1) {
    return complaint(place, documents->at(1).line, "there is a second document", "Put all tenants into one list");
  }
  const Yaml* const list = documents->empty() ? nullptr : documents->front().find("tenants");
  if (!list || !list->is_list() || list->list.empty()) {
    return complaint(place, list ? list->line : 1, "there is no list of tenants", std::string(kShape));
  }
  for (const auto& [key, value] : documents->front().map) {
    if (key == "tenants") continue;
    return complaint(place, value.line, fmt::format("unknown key `{}` beside `tenants`", key), std::string(kShape));
  }
  auto all = read_list(*list, place);
  if (!all) return std::unexpected(std::move(all.error()));
  return Tenants(std::move(*all));
}

base::Result<Tenants> read_tenants(const std::string& path) {
  const auto text = base::read_text_file(path);
  if (!text) return std::unexpected(text.error());
  return parse_tenants(*text, path);
}

base::Result<void> check_chosen_tenant(const Tenants& tenants, std::string_view name) {
  if (auto fits = check_tenant_name(name); !fits && name != Tenants::kDefault) {
    return base::fail(base::Code::kUsage, "--tenant: " + fits.error().what, {}, fits.error().remedy);
  }
  if (!tenants.from_file() || tenants.find(name)) return {};
  std::vector<std::string_view> names;
  for (const Tenant& tenant : tenants.all()) names.push_back(tenant.name);
  constexpr std::size_t kShown = 20;
  const std::string more = names.size() > kShown ? fmt::format(" and {} more", names.size() - kShown) : "";
  names.resize(std::min(names.size(), kShown));
  return base::fail(base::Code::kUsage, fmt::format("--tenant: no tenant is called `{}`", name), {},
                    fmt::format("tenants.yaml has {}{}", fmt::join(names, ", "), more));
}

}  // namespace hoptrace::tenants
