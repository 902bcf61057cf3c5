#include "report/sharing/stix_observables.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/unicode.h"
#include "report/finding_view.h"
#include "report/sharing/observed_fields.h"

namespace hoptrace::report {
namespace {

std::string observe_file(StixBundle& bundle, std::string_view path) {
  const auto [folder, name] = folder_and_name(path);
  if (folder.empty()) return bundle.observe("file", {{"name", name}});
  const std::string directory = bundle.observe("directory", {{"path", folder}});
  return bundle.observe("file", {{"name", name}, {"parent_directory_ref", directory}});
}

std::string observe_address(StixBundle& bundle, std::string_view address) {
  const bool four = address_kind(address) == AddressKind::kFour;
  return bundle.observe(four ? "ipv4-addr" : "ipv6-addr", {{"value", address}});
}

// Of "SHA1=…,MD5=…,IMPHASH=…" what STIX calls a hash; the id is made of the first in STIX's order of preference.
std::string observe_hashes(StixBundle& bundle, std::string_view text) {
  struct Kind {
    std::string_view name;
    std::size_t digits;
  };
  constexpr std::array kKinds{Kind{"MD5", 32}, Kind{"SHA-1", 40}, Kind{"SHA-256", 64}};
  Json hashes = Json::object();
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view part = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    const std::size_t sign = part.find('=');
    const std::string label = sign == std::string_view::npos ? "" : base::fold(part.substr(0, sign));
    if (sign != std::string_view::npos) part.remove_prefix(sign + 1);
    const bool hex = part.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    for (const Kind& kind : kKinds) {
      if (hex && label != "imphash" && part.size() == kind.digits) hashes[std::string(kind.name)] = base::fold(part);
    }
  }
  for (const Kind& kind : kKinds) {
    const std::string name(kind.name);
    if (hashes.contains(name))
      return bundle.observe("file", {{"hashes", {{name, hashes[name]}}}}, {{"hashes", hashes}});
  }
  return {};
}

// STIX wants hives by their whole names.
std::string with_whole_hive(const std::string& key) {
  struct Hive {
    std::string_view brief, whole;
  };
  constexpr std::array kHives{Hive{"hklm\\", "HKEY_LOCAL_MACHINE"}, Hive{"hkcu\\", "HKEY_CURRENT_USER"},
                              Hive{"hku\\", "HKEY_USERS"}, Hive{"hkcr\\", "HKEY_CLASSES_ROOT"},
                              Hive{"hkcc\\", "HKEY_CURRENT_CONFIG"}};
  const std::string folded = base::fold(key);
  for (const Hive& hive : kHives) {
    if (folded.starts_with(hive.brief)) return std::string(hive.whole) + key.substr(hive.brief.size() - 1);
  }
  return key;
}

std::string observe_field(StixBundle& bundle, const std::string& key, std::string_view field,
                          const std::string& value) {
  switch (observed_as(field, value)) {
    case Observed::kFile:
      return observe_file(bundle, value);
    case Observed::kCommand:
      return bundle.observe_by_key("process", key, {{"command_line", value}});
    case Observed::kAddress:
      return observe_address(bundle, value);
    case Observed::kDomain:
      return bundle.observe("domain-name", {{"value", value}});
    case Observed::kAccount:
      return observe_account(bundle, value);
    case Observed::kRegistryKey:
      return bundle.observe("windows-registry-key", {{"key", with_whole_hive(value)}});
    case Observed::kUrl:
      return bundle.observe("url", {{"value", value}});
    case Observed::kHashes:
      return observe_hashes(bundle, value);
    case Observed::kNothing:
      break;
  }
  return {};
}

std::string in_quotes(std::string_view value) {
  std::string out("'");
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

struct PatternRow {
  std::string_view type, before, after;  // around the quoted value
};
constexpr std::array kPatterns{
    PatternRow{"domain", "[domain-name:value = ", "]"},
    PatternRow{"lookup_domain", "[domain-name:value = ", "]"},
    PatternRow{"url", "[url:value = ", "]"},
    PatternRow{"md5", "[file:hashes.MD5 = ", "]"},
    PatternRow{"sha1", "[file:hashes.'SHA-1' = ", "]"},
    PatternRow{"sha256", "[file:hashes.'SHA-256' = ", "]"},
    PatternRow{"imphash", "[file:extensions.'windows-pebinary-ext'.imphash = ", "]"},
    PatternRow{"filename", "[file:name = ", "]"},
    PatternRow{"registry_key", "[windows-registry-key:key = ", "]"},
    PatternRow{"mutex", "[mutex:name = ", "]"},
    PatternRow{"named_pipe", "[file:name = ", "]"},
    PatternRow{"service", "[process:extensions.'windows-service-ext'.service_name = ", "]"},
    PatternRow{"user_agent", "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = ", "]"},
    PatternRow{"email", "[email-addr:value = ", "]"},
};

}  // namespace

std::string observe_account(StixBundle& bundle, const std::string& account) {
  Json json{{"account_login", account}};
  if (account.find('\\') != std::string::npos)
    json["account_type"] = base::fold(account).starts_with("nt ") ? "windows-local" : "windows-domain";
  return bundle.observe("user-account", json);
}

std::vector<std::string> observe_finding(StixBundle& bundle, const cases::StoredFinding& finding,
                                         const ExportOptions& options) {
  std::vector<std::string> ids;
  const auto take = [&ids](std::string id) {
    if (!id.empty() && std::ranges::find(ids, id) == ids.end()) ids.push_back(std::move(id));
  };
  for (const auto& [field, value] : finding.row.matched)
    take(observe_field(bundle, finding.id + field, field, value));
  const auto sources = sources_for(finding.sources, options.tenant);
  if (sources.empty()) return ids;
  const SourceView& first = sources.front();
  Json log{{"hashes", {{"SHA-256", first.sha256}}}};
  if (first.path) log["name"] = folder_and_name(*first.path).second;
  take(bundle.observe("file", log));
  return ids;
}

std::string stix_pattern(const Published& published) {
  const bool key = published.type == "registry_key";
  const std::string value = in_quotes(key ? with_whole_hive(published.value) : published.value);
  if (published.type == "address") {
    const bool four = address_kind(published.value) == AddressKind::kFour;
    return (four ? "[ipv4-addr:value = " : "[ipv6-addr:value = ") + value + "]";
  }
  if (published.type == "path") {
    const auto [folder, name] = folder_and_name(published.value);
    if (folder.empty() || name.empty()) return "[directory:path = " + in_quotes(folder.empty() ? name : folder) + "]";
    return "[file:parent_directory_ref.path = " + in_quotes(folder) + " AND file:name = " + in_quotes(name) + "]";
  }
  if (published.type == "text") {
    return "[process:command_line LIKE " + in_quotes("%" + published.value + "%") + "]";
  }
  const auto* const row = std::ranges::find(kPatterns, published.type, &PatternRow::type);
  return row == kPatterns.end() ? std::string() : std::string(row->before) + value + std::string(row->after);
}

}  // namespace hoptrace::report
