#include "rules/conversion.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/unicode.h"

namespace hoptrace::rules {
namespace {

using base::Arena;
using Texts = std::span<const std::string_view>;
using Converted = std::optional<std::string_view>;

bool there(std::string_view text) {
  return text.data() != nullptr;
}

// A whole "0x…" or decimal number.
std::optional<std::uint64_t> number_of(std::string_view text) {
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  if (hex) text.remove_prefix(2);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, hex ? 16 : 10);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view joined(Arena& arena, std::string_view a, std::string_view b, std::string_view c = {}) {
  char* const at = arena.take(a.size() + b.size() + c.size());
  char* end = std::copy(a.begin(), a.end(), at);
  end = std::copy(b.begin(), b.end(), end);
  end = std::copy(c.begin(), c.end(), end);
  return {at, static_cast<std::size_t>(end - at)};
}

// What stands in `codes` for `text`, or the text itself.
template <std::size_t N>
std::string_view looked_up(const std::array<std::pair<std::string_view, std::string_view>, N>& codes,
                           std::string_view text) {
  for (const auto& [code, meaning] : codes) {
    if (code == text) return meaning;
  }
  return text;
}

// The first of several spellings: NXLog writes 5156's ProcessID as ProcessId.
Converted hex_to_decimal(Texts texts, Arena& arena) {
  const auto text = std::ranges::find_if(texts, there);
  if (text == texts.end()) return std::nullopt;
  const auto value = number_of(*text);
  return value ? arena.copy(fmt::format("{}", *value)) : *text;
}

// 4688 gives the logon of the new process only where it is not its creator's; else that field is 0x0.
Converted hex_lower(Texts texts, Arena& arena) {
  Converted found;
  for (const std::string_view text : texts) {
    if (!there(text)) continue;
    const auto value = number_of(text);
    if (!value) {
      if (!found) found = text;
      continue;
    }
    found = arena.copy(fmt::format("0x{:x}", *value));
    if (*value != 0) return found;
  }
  return found;
}

// An event of the machine itself names the computer account (HOST$), where Sysmon names the account that runs. It is
// known by its SID or by its logon session, whose number is fixed (winnt.h: SYSTEM_LUID and its two neighbours).
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kServiceAccounts{{
    {"S-1-5-18", "NT AUTHORITY\\SYSTEM"},
    {"S-1-5-19", "NT AUTHORITY\\LOCAL SERVICE"},
    {"S-1-5-20", "NT AUTHORITY\\NETWORK SERVICE"},
    {"0x3e7", "NT AUTHORITY\\SYSTEM"},
    {"0x3e5", "NT AUTHORITY\\LOCAL SERVICE"},
    {"0x3e4", "NT AUTHORITY\\NETWORK SERVICE"},
}};

Converted domain_user(Texts texts, Arena& arena) {
  bool any = false;
  for (std::size_t i = 0; i + 3 < texts.size(); i += 4) {
    const std::string_view sid = texts[i], logon = texts[i + 1], domain = texts[i + 2], user = texts[i + 3];
    any = any || there(user) || there(sid);
    for (const std::string_view known : {sid, logon}) {
      if (const std::string_view account = looked_up(kServiceAccounts, known); account != known) return account;
    }
    if (user.empty() || user == "-") continue;
    return domain.empty() || domain == "-" ? user : joined(arena, domain, "\\", user);
  }
  return any ? Converted("-") : std::nullopt;
}

// [MS-DTYP] 2.4.2.4, mandatory labels; 8448 is "Medium Plus", which Sysmon calls Medium as well.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kIntegrity{{
    {"S-1-16-0", "Untrusted"},
    {"S-1-16-4096", "Low"},
    {"S-1-16-8192", "Medium"},
    {"S-1-16-8448", "Medium"},
    {"S-1-16-12288", "High"},
    {"S-1-16-16384", "System"},
    {"S-1-16-20480", "Protected"},
}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kProtocols{{
    {"1", "icmp"},
    {"6", "tcp"},
    {"17", "udp"},
    {"58", "icmpv6"},
}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kDirections{{
    {"%%14592", "false"},
    {"%%14593", "true"},
    {"Inbound", "false"},
    {"Outbound", "true"},
}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kRegistryOperations{{
    {"%%1904", "SetValue"},
    {"%%1905", "SetValue"},
    {"%%1906", "DeleteValue"},
}};

template <const auto& Codes>
Converted by_code(Texts texts, Arena&) {
  return there(texts[0]) ? Converted(looked_up(Codes, texts[0])) : std::nullopt;
}

bool starts_folded(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && base::equal_folded(text.substr(0, start.size()), start);
}

// The record does not say which letter the volume has: C: is where Windows lives on nearly every host. A path on the
// network (\device\mup) becomes a UNC path.
Converted device_path(Texts texts, Arena& arena) {
  const std::string_view path = texts[0];
  if (!there(path)) return std::nullopt;
  constexpr std::string_view kVolume = "\\device\\harddiskvolume", kNetwork = "\\device\\mup";
  if (starts_folded(path, kVolume)) {
    std::size_t at = kVolume.size();
    while (at < path.size() && path[at] >= '0' && path[at] <= '9') ++at;
    if (at > kVolume.size() && at < path.size() && path[at] == '\\') return joined(arena, "C:", path.substr(at));
  }
  if (starts_folded(path, kNetwork) && path.substr(kNetwork.size()).starts_with('\\')) {
    return joined(arena, "\\", path.substr(kNetwork.size()));
  }
  return path;
}

// The rest of `path` behind `start`, where that ends at a key's end; without regard to case.
std::optional<std::string_view> behind(std::string_view path, std::string_view start) {
  if (!starts_folded(path, start)) return std::nullopt;
  const std::string_view rest = path.substr(start.size());
  return rest.empty() || rest.front() == '\\' ? std::optional(rest) : std::nullopt;
}

// Sysmon abbreviates the roots, and shows the control set that is in use by its usual name.
Converted registry_path(Texts texts, Arena& arena) {
  const std::string_view path = texts[0];
  if (!there(path)) return std::nullopt;
  if (const auto rest = behind(path, "\\REGISTRY\\USER")) return joined(arena, "HKU", *rest);
  if (const auto rest = behind(path, "\\REGISTRY\\MACHINE\\SOFTWARE\\Classes")) return joined(arena, "HKCR", *rest);
  const auto rest = behind(path, "\\REGISTRY\\MACHINE");
  if (!rest) return path;
  constexpr std::string_view kControlSet = "\\SYSTEM\\ControlSet";  // and three digits
  const std::size_t end = kControlSet.size() + 3;
  if (starts_folded(*rest, kControlSet) && rest->size() >= end && (rest->size() == end || (*rest)[end] == '\\')) {
    return joined(arena, "HKLM\\System\\CurrentControlSet", rest->substr(end));
  }
  return joined(arena, "HKLM", *rest);
}

Converted registry_value(Texts texts, Arena& arena) {
  const Converted path = registry_path(texts, arena);
  if (!path || texts[1].empty() || texts[1] == "-") return path;
  return joined(arena, *path, "\\", texts[1]);
}

// Sysmon writes numbers as DWORD (0x00000001) and QWORD (0x00000000-0x00000001), and of binary data only its kind.
Converted registry_data(Texts texts, Arena& arena) {
  const std::string_view type = texts[0], data = texts[1];
  if (!there(data)) return std::nullopt;
  if (type == "%%1875" || type == "REG_BINARY") return "Binary Data";
  const bool dword = type == "%%1876" || type == "REG_DWORD";
  const bool qword = type == "%%1883" || type == "REG_QWORD";
  if (!dword && !qword) return data;
  const auto value = number_of(data);
  if (!value) return data;
  return arena.copy(dword ? fmt::format("DWORD (0x{:08x})", *value)
                          : fmt::format("QWORD (0x{:08x}-0x{:08x})", *value >> 32, *value & 0xFFFF'FFFF));
}

Converted is_ipv6(Texts texts, Arena&) {
  if (!there(texts[0])) return std::nullopt;
  return texts[0].find(':') != std::string_view::npos ? "true" : "false";
}

// "SHA1=06…,MD5=EE…,SHA256=0F…,IMPHASH=63…": Sigma's taxonomy has each as a field of its own.
constexpr std::array<std::string_view, 4> kAlgorithms{"MD5=", "SHA1=", "SHA256=", "IMPHASH="};

template <std::size_t Algorithm>
Converted hash_part(Texts texts, Arena&) {
  std::string_view rest = texts[0];
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find(','));
    if (starts_folded(part, kAlgorithms[Algorithm])) return part.substr(kAlgorithms[Algorithm].size());
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  }
  return std::nullopt;
}

struct Row {
  Conversion conversion;
  std::string_view name;
  SourceCount sources;
  Converted (*make)(Texts, Arena&);
};
constexpr std::array kRows{
    Row{Conversion::kSame, "same", {1, true}, nullptr},
    Row{Conversion::kHexToDecimal, "hex_to_decimal", {1, true}, hex_to_decimal},
    Row{Conversion::kHexLower, "hex_lower", {1, true}, hex_lower},
    Row{Conversion::kDomainUser, "domain_user", {4, true}, domain_user},
    Row{Conversion::kIntegritySid, "integrity_sid", {1, false}, by_code<kIntegrity>},
    Row{Conversion::kDevicePath, "device_path", {1, false}, device_path},
    Row{Conversion::kProtocolNumber, "protocol_number", {1, false}, by_code<kProtocols>},
    Row{Conversion::kDirectionCode, "direction_code", {1, false}, by_code<kDirections>},
    Row{Conversion::kRegistryPath, "registry_path", {1, false}, registry_path},
    Row{Conversion::kRegistryValue, "registry_value", {2, false}, registry_value},
    Row{Conversion::kRegistryType, "registry_type", {1, false}, by_code<kRegistryOperations>},
    Row{Conversion::kRegistryData, "registry_data", {2, false}, registry_data},
    Row{Conversion::kIsIpv6, "is_ipv6", {1, false}, is_ipv6},
    Row{Conversion::kHashMd5, "hash_md5", {1, false}, hash_part<0>},
    Row{Conversion::kHashSha1, "hash_sha1", {1, false}, hash_part<1>},
    Row{Conversion::kHashSha256, "hash_sha256", {1, false}, hash_part<2>},
    Row{Conversion::kHashImphash, "hash_imphash", {1, false}, hash_part<3>},
    Row{Conversion::kConstant, "constant", {0, false}, nullptr},
};

const Row& row_of(Conversion conversion) {
  return kRows[static_cast<std::size_t>(conversion)];  // in the order of the enumeration, asserted below
}
constexpr bool in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (kRows[i].conversion != static_cast<Conversion>(i)) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

std::optional<Conversion> conversion_of(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.name == name) return row.conversion;
  }
  return std::nullopt;
}

std::string_view name(Conversion conversion) {
  return row_of(conversion).name;
}

SourceCount source_count(Conversion conversion) {
  return row_of(conversion).sources;
}

std::optional<std::string_view> convert(Conversion conversion, std::span<const std::string_view> texts,
                                        base::Arena& arena) {
  const Row& row = row_of(conversion);
  return row.make == nullptr ? std::nullopt : row.make(texts, arena);
}

}  // namespace hoptrace::rules
