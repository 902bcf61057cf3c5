#include "tenants/tenant_keys.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/time.h"
#include "base/unicode.h"
#include "tenants/time_zone.h"

namespace hoptrace::tenants {
namespace {

using base::Yaml;
using Checked = base::Result<void>;

constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLongestText = 1024;
constexpr std::size_t kMostItems = 10'000;

std::unexpected<base::Error> wrong(std::string what, std::string remedy) {
  return base::fail(base::Code::kMalformed, std::move(what), {}, std::move(remedy));
}

bool is_text(const Yaml& value) {
  return value.is_scalar() && !value.is_null() && !value.text.empty() && value.text.size() <= kLongestText &&
         std::ranges::none_of(value.text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

Checked read_text(std::string_view key, const Yaml& value, std::string& into) {
  if (!is_text(value))
    return wrong(fmt::format("`{}` must be one line of text", key), fmt::format("Write `{}: …`", key));
  into = value.text;
  return {};
}

// One text or a list of them, each handed to `take`.
template <class Take>
Checked read_each(std::string_view key, const Yaml& value, Take&& take) {
  const bool fits =
      value.is_list() ? value.list.size() <= kMostItems && std::ranges::all_of(value.list, is_text) : is_text(value);
  if (!fits)
    return wrong(fmt::format("`{}` must be a list of texts", key), fmt::format("Write `{}: [one, another]`", key));
  for (const Yaml* item : value.items()) {
    Checked taken = take(item->text);
    if (taken) continue;
    taken.error().place = std::to_string(item->line);
    return taken;
  }
  return {};
}

Checked read_texts(std::string_view key, const Yaml& value, std::vector<std::string>& into) {
  return read_each(key, value, [&](const std::string& text) -> Checked {
    into.push_back(text);
    return {};
  });
}

// A list of what `parse` makes of each text.
template <class Item>
Checked read_parsed(std::string_view key, const Yaml& value, base::Result<Item> (*parse)(std::string_view),
                    std::vector<Item>& into) {
  return read_each(key, value, [&](const std::string& text) -> Checked {
    auto item = parse(text);
    if (!item) return wrong(fmt::format("`{}`: {}", key, item.error().what), item.error().remedy);
    into.push_back(std::move(*item));
    return {};
  });
}

base::Result<std::string> parse_domain(std::string_view text) {
  std::string domain = base::fold(text);
  if (domain.starts_with("*.")) domain.erase(0, 2);
  if (domain.ends_with('.')) domain.pop_back();
  const bool odd = domain.empty() || domain.starts_with('.') || domain.find("..") != std::string::npos ||
                   domain.find_first_of(" /\\@:*?") != std::string::npos || domain.find('.') == std::string::npos;
  if (odd) {
    return wrong(fmt::format("`{}` is no domain name", text),
                 "Write the DNS name that its hosts end in, such as acme.example");
  }
  return domain;
}

base::Result<AccountPattern> parse_account(std::string_view text) {
  return AccountPattern{std::string(text)};
}

Checked read_name(std::string_view key, const Yaml& value, Tenant& tenant) {
  if (Checked read = read_text(key, value, tenant.name); !read) return read;
  return check_tenant_name(tenant.name);
}

Checked read_role(std::string_view, const Yaml& value, Tenant& tenant) {
  if (value.text != "msp" && value.text != "client") {
    return wrong(fmt::format("`role` is `{}`", value.text), "Write `msp` or `client`");
  }
  tenant.role = value.text == "msp" ? Role::kMsp : Role::kClient;
  return {};
}

Checked read_evidence(std::string_view key, const Yaml& value, Tenant& tenant) {
  std::string text;
  if (Checked read = read_text(key, value, text); !read) return read;
  const auto folder = std::filesystem::path(text).lexically_normal();
  std::string clean = folder.string();
  while (clean.ends_with('/') && clean.size() > 1) clean.pop_back();
  if (folder.is_absolute() || clean == ".." || clean.starts_with("../")) {
    return wrong(fmt::format("`evidence: {}` leads out of the evidence", text),
                 "Write the tenant's folder as it stands below the evidence root");
  }
  tenant.evidence = clean == "." ? "" : clean;
  return {};
}

Checked read_timezone(std::string_view, const Yaml& value, Tenant& tenant) {
  if (!value.is_scalar() || !is_time_zone(value.text)) {
    return wrong(fmt::format("`{}` is no time zone", value.is_scalar() ? value.text : "timezone"),
                 "Write a name of the IANA time zone database, such as Europe/London");
  }
  tenant.timezone = value.text;
  return {};
}

Checked read_turnover(std::string_view, const Yaml& value, Tenant& tenant) {
  const bool number = value.kind == Yaml::Kind::kInteger || value.kind == Yaml::Kind::kFloat;
  if (!number || !(value.number >= 0) || value.number > 1e15) {
    return wrong("`turnover_eur` must be an amount in euros", "Write a plain number, such as 48000000");
  }
  tenant.turnover_eur = value.number;
  return {};
}

Checked read_data(std::string_view, const Yaml& value, Tenant& tenant) {
  constexpr std::string_view kShape = R"(Write `data: {personal_records: 120000, crown_jewels: ['\\fs01\designs']}`)";
  if (!value.is_map()) return wrong("`data` must be a list of keys", std::string(kShape));
  for (const auto& [key, item] : value.map) {
    if (key == "personal_records") {
      if (item.kind != Yaml::Kind::kInteger || item.integer < 0) {
        return wrong("`personal_records` must be a number of records", std::string(kShape));
      }
      tenant.personal_records = static_cast<std::uint64_t>(item.integer);
    } else if (key == "crown_jewels") {
      if (Checked read = read_texts(key, item, tenant.crown_jewels); !read) return read;
    } else {
      return wrong(fmt::format("unknown key `{}` in `data`", key), std::string(kShape));
    }
  }
  return {};
}

Checked read_zones(std::string_view, const Yaml& value, Tenant& tenant) {
  constexpr std::string_view kShape =
      "Write `zones: {servers: {networks: [10.0.1.0/24]}, people: {networks: [10.0.2.0/24], may_reach: [servers]}}`";
  if (!value.is_map() || value.map.size() > kMostItems) return wrong("`zones` must name zones", std::string(kShape));
  for (const auto& [name, item] : value.map) {
    Zone zone{name, {}, {}};
    if (!item.is_map()) return wrong(fmt::format("the zone `{}` has no networks", name), std::string(kShape));
    for (const auto& [key, list] : item.map) {
      if (key != "networks" && key != "may_reach")
        return wrong(fmt::format("unknown key `{}` in the zone `{}`", key, name), std::string(kShape));
      Checked read = key == "networks" ? read_parsed(key, list, parse_network, zone.networks)
                                       : read_texts(key, list, zone.may_reach);
      if (!read) return read;
    }
    tenant.zones.push_back(std::move(zone));
  }
  for (const Zone& zone : tenant.zones)
    for (const std::string& other : zone.may_reach)
      if (std::ranges::find(tenant.zones, other, &Zone::name) == tenant.zones.end())
        return wrong(fmt::format("the zone `{}` may reach `{}`, which is none", zone.name, other),
                     std::string(kShape));
  return {};
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  return base::parse_time(std::string(text) + "T00:00:00Z").has_value();
}

Checked read_attestations(std::string_view, const Yaml& value, Tenant& tenant) {
  constexpr std::string_view kShape =
      "Write `attestations: [{check: 18, by: 'K. Tanaka, northwind-msp', date: '2026-01-31'}]`";
  constexpr std::int64_t kChecks = 20;
  if (!value.is_list() || value.list.size() > kMostItems)
    return wrong("`attestations` must be a list", std::string(kShape));
  for (const Yaml& item : value.list) {
    const Yaml* const check = item.is_map() ? item.find("check") : nullptr;
    Attestation made;
    if (check == nullptr || check->kind != Yaml::Kind::kInteger || check->integer < 1 || check->integer > kChecks)
      return wrong("an attestation names no check from 1 to 20", std::string(kShape));
    made.check = static_cast<int>(check->integer);
    for (const auto& [key, text] : item.map) {
      if (key == "check") continue;
      std::string* const into = key == "by"     ? &made.by
                                : key == "date" ? &made.date
                                : key == "note" ? &made.note
                                                : nullptr;
      if (into == nullptr) return wrong(fmt::format("unknown key `{}` in an attestation", key), std::string(kShape));
      if (Checked read = read_text(key, text, *into); !read) return read;
    }
    if (made.by.empty() || !is_date(made.date))
      return wrong("an attestation needs who says so and a date", std::string(kShape));
    tenant.attestations.push_back(std::move(made));
  }
  return {};
}

struct Key {
  std::string_view name;
  Checked (*read)(std::string_view key, const Yaml& value, Tenant& tenant);
};
using View = std::string_view;
constexpr std::array kKeys{
    Key{"name", read_name},
    Key{"role", read_role},
    Key{"domains", [](View k, const Yaml& v, Tenant& t) { return read_parsed(k, v, parse_domain, t.domains); }},
    Key{"networks", [](View k, const Yaml& v, Tenant& t) { return read_parsed(k, v, parse_network, t.networks); }},
    Key{"vpn_pools", [](View k, const Yaml& v, Tenant& t) { return read_parsed(k, v, parse_network, t.vpn_pools); }},
    Key{"jump_hosts", [](View k, const Yaml& v, Tenant& t) { return read_texts(k, v, t.jump_hosts); }},
    Key{"evidence", read_evidence},
    Key{"timezone", read_timezone},
    Key{"msp", [](View k, const Yaml& v, Tenant& t) { return read_text(k, v, t.msp); }},
    Key{"sector", [](View k, const Yaml& v, Tenant& t) { return read_text(k, v, t.sector); }},
    Key{"msp_accounts",
        [](View k, const Yaml& v, Tenant& t) { return read_parsed(k, v, parse_account, t.msp_accounts); }},
    Key{"change_windows",
        [](View k, const Yaml& v, Tenant& t) { return read_parsed(k, v, parse_change_window, t.change_windows); }},
    Key{"inventory", [](View k, const Yaml& v, Tenant& t) { return read_parsed(k, v, parse_account, t.inventory); }},
    Key{"delegated_admins", [](View k, const Yaml& v, Tenant& t) { return read_texts(k, v, t.delegated_admins); }},
    Key{"zones", read_zones},
    Key{"attestations", read_attestations},
    Key{"data", read_data},
    Key{"turnover_eur", read_turnover},
};

}  // namespace

base::Result<void> read_tenant_key(std::string_view key, const base::Yaml& value, Tenant& tenant) {
  const auto* const row = std::ranges::find(kKeys, key, &Key::name);
  if (row != kKeys.end()) {
    Checked read = row->read(key, value, tenant);
    if (!read && read.error().place.empty()) read.error().place = std::to_string(value.line);
    return read;
  }
  std::vector<std::string_view> names;
  for (const Key& known : kKeys) names.push_back(known.name);
  return base::fail(base::Code::kMalformed, fmt::format("unknown key `{}`", key), std::to_string(value.line),
                    fmt::format("A tenant can have {}", fmt::join(names, ", ")));
}

base::Result<void> check_tenant_name(std::string_view name) {
  constexpr std::string_view kHow = "Write a short name of letters, digits, dots, dashes and underscores";
  if (name == Tenants::kDefault) {
    return wrong("the name `default` is kept for evidence that is nobody's", std::string(kHow));
  }
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
  };
  const bool fits = !name.empty() && name.size() <= kLongestName && name.front() != '.' && name.front() != '-' &&
                    std::ranges::all_of(name, letter);
  if (!fits) return wrong(fmt::format("`{}` cannot be a tenant's name", name), std::string(kHow));
  return {};
}

}  // namespace hoptrace::tenants
