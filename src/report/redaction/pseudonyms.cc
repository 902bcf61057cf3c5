#include "report/redaction/pseudonyms.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/name_uuid.h"
#include "base/unicode.h"
#include "report/sharing/observed_fields.h"

namespace hoptrace::report {
namespace {

constexpr std::size_t kDigits = 10, kWithinWords = 4, kEncoded = 48, kMostNames = 2'000'000;

// Names that every Windows has: they tell nothing about anybody.
constexpr std::array kEverybodys = std::to_array<std::string_view>({"-",
                                                                    "system",
                                                                    "local service",
                                                                    "network service",
                                                                    "anonymous logon",
                                                                    "anonymous",
                                                                    "administrator",
                                                                    "guest",
                                                                    "krbtgt",
                                                                    "localhost",
                                                                    "nt authority",
                                                                    "nt service",
                                                                    "builtin",
                                                                    "workgroup",
                                                                    "public",
                                                                    "default",
                                                                    "default user",
                                                                    "all users",
                                                                    "everyone",
                                                                    "users",
                                                                    "iusr",
                                                                    "network",
                                                                    "window manager",
                                                                    "font driver host",
                                                                    "defaultaccount",
                                                                    "local",
                                                                    "workstation",
                                                                    "unknown",
                                                                    "c$",
                                                                    "admin$",
                                                                    "ipc$",
                                                                    "sysvol",
                                                                    "netlogon",
                                                                    "windows",
                                                                    "microsoft",
                                                                    "software",
                                                                    "system32",
                                                                    "program files",
                                                                    "programdata",
                                                                    "root",
                                                                    "local",
                                                                    "home",
                                                                    "corp",
                                                                    "lan"});

constexpr std::string_view kSid = "S-1-5-21-";
constexpr std::array<std::string_view, 6> kKinds{"tenant", "host", "domain", "account", "share", "person"};
constexpr std::array<std::string_view, 11> kExtensions{".evtx", ".json", ".jsonl", ".log", ".csv", ".gz",
                                                       ".zip",  ".zst",  ".tar",   ".txt", ".xml"};

// Folded without a change of length, so that places in it are places in the text.
std::string same_length_fold(std::string_view text) {
  std::string folded = base::fold(text);
  if (folded.size() == text.size()) return folded;
  folded.assign(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

bool in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

bool word_ends_at(std::string_view text, std::size_t at) {
  return at == 0 || at >= text.size() || !in_word(text[at]) || !in_word(text[at - 1]);
}

std::uint32_t beginning(std::string_view folded) {
  return static_cast<std::uint32_t>(static_cast<unsigned char>(folded[0])) << 8 |
         static_cast<unsigned char>(folded[1]);
}

bool everybodys(std::string_view folded) {
  const bool numbered = folded.starts_with("dwm-") || folded.starts_with("umfd-");
  return numbered || std::ranges::find(kEverybodys, folded) != kEverybodys.end();
}

bool stays(const std::string& address) {
  return address.starts_with("127.") || address == "0.0.0.0" || address == "255.255.255.255" || address == "::1" ||
         address == "::";
}

std::string_view component(std::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_of("\\/\"'<>|*?,;: \t\r\n", at);
  return text.substr(at, std::min(end, text.size()) - at);
}

}  // namespace

void Pseudonyms::learn(NameKind kind, std::string_view name) {
  while (!name.empty() && (name.back() == '$' || name.back() == '.' || name.back() == ' ')) name.remove_suffix(1);
  while (!name.empty() && (name.front() == ' ' || name.front() == '\\')) name.remove_prefix(1);
  if (name.size() < 2 || learnt_.size() >= kMostNames || address_kind(name) != AddressKind::kNone) return;
  std::string folded = same_length_fold(name);
  if (everybodys(folded)) return;
  const auto [row, fresh] = learnt_.try_emplace(std::move(folded), kind);
  if (!fresh) row->second = std::min(row->second, kind);
}

void Pseudonyms::learn_tenant(std::string_view name) {
  if (name != "default") learn(NameKind::kTenant, name);
}

void Pseudonyms::learn_host(std::string_view name) {
  if (address_kind(name) != AddressKind::kNone) return;
  const std::size_t dot = name.find('.');
  learn(NameKind::kHost, name.substr(0, dot));
  const std::string_view domain = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
  if (domain.contains('.') || domain.size() >= kWithinWords) learn(NameKind::kDomain, domain);
}

void Pseudonyms::learn_account(std::string_view name) {
  if (const std::size_t slash = name.find('\\'); slash != std::string_view::npos) {
    learn(NameKind::kDomain, name.substr(0, slash));
    name.remove_prefix(slash + 1);
  }
  if (const std::size_t sign = name.find('@'); sign != std::string_view::npos) {
    learn(NameKind::kDomain, name.substr(sign + 1));
    name = name.substr(0, sign);
  }
  learn(NameKind::kAccount, name);
}

void Pseudonyms::learn_person(std::string_view words) {
  learn(NameKind::kPerson, words);
}

void Pseudonyms::learn_from(std::string_view text) {
  const std::string folded = same_length_fold(text);
  for (const std::string_view folder : {"\\users\\", "/home/", "/users/", "\\documents and settings\\"}) {
    for (std::size_t at = folded.find(folder); at != std::string::npos; at = folded.find(folder, at + 1))
      learn(NameKind::kAccount, component(text, at + folder.size()));
  }
  for (std::size_t at = folded.find("/user:"); at != std::string::npos; at = folded.find("/user:", at + 1)) {
    const std::size_t end = std::min(text.find_first_of(" \"'\t", at), text.size());
    learn_account(text.substr(at + 6, end - at - 6));
  }
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    constexpr std::string_view kEnds = " \t\"':/\\<>|,;=()[]{}@";
    const std::size_t before = at == 0 ? std::string_view::npos : text.find_last_of(kEnds, at - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    if (begin < at && at + 1 < text.size() && in_word(text[at + 1]))
      learn(NameKind::kAccount, text.substr(begin, at - begin));
  }
  for (std::size_t at = text.find("\\\\"); at != std::string_view::npos; at = text.find("\\\\", at + 2)) {
    // Within a path they are one that a script or JSON has doubled.
    if (at > 0 && (in_word(text[at - 1]) || std::string_view(":\\)}%").contains(text[at - 1]))) continue;
    const std::string_view host = component(text, at + 2);
    if (host.empty() || host == "." || host.find('%') != std::string_view::npos) continue;
    learn_host(host);
    const std::size_t end = at + 2 + host.size();
    if (end < text.size() && text[end] == '\\') learn(NameKind::kShare, component(text, end + 1));
  }
}

void Pseudonyms::learn_published(std::string_view value) {
  published_.insert(base::fold(value));
}

void Pseudonyms::seal() {
  for (const auto& [folded, kind] : learnt_) {
    if (!published_.contains(folded)) by_beginning_[beginning(folded)].push_back({folded, made(kind, folded), kind});
  }
  for (auto& [first, names] : by_beginning_) {
    std::ranges::sort(names, [](const Name& a, const Name& b) {
      return a.folded.size() != b.folded.size() ? a.folded.size() > b.folded.size() : a.folded < b.folded;
    });
  }
}

bool Pseudonyms::is_published(std::string_view value) const {
  return published_.contains(base::fold(value));
}

std::string Pseudonyms::made(NameKind kind, const std::string& folded) const {
  const std::string_view what = kKinds[static_cast<std::size_t>(kind)];
  const std::string hash = base::keyed_hash_hex(key_, std::string(what) + "\n" + folded);
  return std::string(what) + "-" + hash.substr(0, kDigits);
}

const Pseudonyms::Name* Pseudonyms::name_at(std::string_view folded, std::size_t at, Where where) const {
  if (at + 2 > folded.size()) return nullptr;
  const auto names = by_beginning_.find(beginning(folded.substr(at)));
  if (names == by_beginning_.end()) return nullptr;
  for (const Name& name : names->second) {
    if (folded.compare(at, name.folded.size(), name.folded) != 0) continue;
    const bool word = word_ends_at(folded, at) && word_ends_at(folded, at + name.folded.size());
    if (word || (where == Where::kAnywhere && name.folded.size() >= kWithinWords)) return &name;
  }
  return nullptr;
}

std::string Pseudonyms::address(const std::string& text) const {
  if (stays(text) || is_published(text)) return text;
  const std::string hash = base::keyed_hash_hex(key_, "address\n" + base::fold(text));
  std::string out("2001:db8");
  for (std::size_t i = 0; i < 6; ++i) out.append(":").append(hash.substr(4 * i, 3)).append("1");
  return out;
}

std::size_t Pseudonyms::account_at(std::string_view text, std::size_t at, std::string& out) const {
  if (at + 1 >= text.size() || text[at] != '\\' || text[at + 1] == '\\') return 0;
  const std::string_view name = component(text, at + 1);
  const std::string folded = same_length_fold(name);
  const bool path = at + 1 + name.size() < text.size() && text[at + 1 + name.size()] == '\\';
  if (path || name.empty() || everybodys(folded) || name.back() == '$' || learnt_.contains(folded)) return 0;
  out += "\\" + made(NameKind::kAccount, folded);
  return 1 + name.size();
}

std::size_t Pseudonyms::special_at(std::string_view text, std::size_t at, std::string& out) const {
  if (at > 0 && in_word(text[at - 1])) return 0;
  if (text.substr(at).starts_with(kSid)) {  // a domain's number is as good as its name
    const std::size_t end = std::min(text.find_first_not_of("0123456789-", at + kSid.size()), text.size());
    out += "sid-" + base::keyed_hash_hex(key_, "sid\n" + std::string(text.substr(at, end - at))).substr(0, kDigits);
    return end - at;
  }
  std::size_t run = text.find_first_not_of("0123456789abcdefABCDEF:.", at);
  run = std::min(run, text.size()) - at;
  for (; run > 2; --run) {  // "10.0.0.5:445", "10.0.0.5."
    const std::string candidate(text.substr(at, run));
    if (address_kind(candidate) == AddressKind::kNone) {
      if (run > 60) return 0;
      continue;
    }
    if (!word_ends_at(text, at + run)) break;
    out += address(candidate);
    return run;
  }
  constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
  run = std::min(text.find_first_not_of(kBase64, at), text.size()) - at;
  const std::string_view blob = text.substr(at, run);
  if (run < kEncoded || blob.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos) return 0;
  out += "encoded-" + base::keyed_hash_hex(key_, "encoded\n" + std::string(blob)).substr(0, kDigits);
  return run;
}

std::string Pseudonyms::rewrite(std::string_view text, Where where) const {
  if (is_published(text)) return std::string(text);
  const std::string folded = same_length_fold(text);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (const Name* name = name_at(folded, at, where)) {
      out += name->pseudonym;
      at += name->folded.size();
      if (name->kind == NameKind::kDomain || name->kind == NameKind::kHost) at += account_at(text, at, out);
    } else if (const std::size_t size = special_at(text, at, out); size > 0) {
      at += size;
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string Pseudonyms::tenant(const std::string& name) const {
  return name.empty() || name == "default" ? name : made(NameKind::kTenant, same_length_fold(name));
}

std::string Pseudonyms::host(const std::string& name) const {
  return rewrite(name, Where::kAnywhere);
}

std::string Pseudonyms::path(const std::string& path) const {
  std::string out = "path-" + base::keyed_hash_hex(key_, "path\n" + path).substr(0, 2 * kDigits);
  const std::string folded = base::fold(path);
  for (const std::string_view extension : kExtensions) {
    if (folded.ends_with(extension)) return out.append(extension);
  }
  return out;
}

std::string Pseudonyms::id(const std::string& id) const {
  return base::keyed_hash_hex(key_, "id\n" + id).substr(0, id.size());
}

}  // namespace hoptrace::report
