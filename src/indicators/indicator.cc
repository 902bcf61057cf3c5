#include "indicators/indicator.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/digest.h"
#include "base/unicode.h"

namespace hoptrace::indicators {
namespace {

using enum Type;
constexpr int kName = 730;  // half-lives in days: a name is re-registered later than an address is let again
constexpr int kNumber = 365;

constexpr std::array kTypes{
    TypeInfo{kDomain, "domain", "|hostname|fqdn|domain-name|", Shape::kHost, false, kName},
    TypeInfo{kLookupDomain, "lookup_domain", "||", Shape::kHost, true, 0},
    TypeInfo{kAddress, "address", "|ip|ipv4|ipv6|ip-dst|ip-src|ip_address|", Shape::kAddress, false, kNumber},
    TypeInfo{kUrl, "url", "|uri|", Shape::kLiteral, false, kName},
    TypeInfo{kMd5, "md5", "||", Shape::kDigest, false, 0},
    TypeInfo{kSha1, "sha1", "|sha-1|", Shape::kDigest, false, 0},
    TypeInfo{kSha256, "sha256", "|sha-256|", Shape::kDigest, false, 0},
    TypeInfo{kImphash, "imphash", "||", Shape::kDigest, false, 0},
    TypeInfo{kJa3, "ja3", "|ja3-fingerprint-md5|", Shape::kDigest, true, 0},
    TypeInfo{kFileName, "filename", "|file|file_name|", Shape::kFileName, false, 0},
    TypeInfo{kPath, "path", "|filepath|file_path|", Shape::kLiteral, false, 0},
    TypeInfo{kRegistryKey, "registry_key", "|regkey|registry|", Shape::kLiteral, false, 0},
    TypeInfo{kMutex, "mutex", "||", Shape::kLiteral, false, 0},
    TypeInfo{kPipe, "named_pipe", "|named pipe|pipe|", Shape::kLiteral, false, 0},
    TypeInfo{kService, "service", "|service_or_task_name|windows-service-name|", Shape::kLiteral, false, 0},
    TypeInfo{kUserAgent, "user_agent", "|user-agent|", Shape::kLiteral, false, 0},
    TypeInfo{kEmail, "email", "|email-src|email-dst|email-addr|", Shape::kLiteral, false, kName},
    TypeInfo{kText, "text", "|string|cmdline_string|pdb|pdb_path|tls_cert_cn|", Shape::kLiteral, false, 0},
    TypeInfo{kPort, "port", "||", Shape::kPort, true, 0},
};

constexpr std::array<std::string_view, 3> kConfidences{"low", "medium", "high"};

}  // namespace

std::span<const TypeInfo> types() {
  return kTypes;
}

const TypeInfo& info(Type type) {
  const auto at = static_cast<std::size_t>(type);
  base::check(at < kTypes.size() && kTypes[at].type == type, "the table of types is in the order of the enumeration");
  return kTypes[at];
}

std::optional<Type> type_of(std::string_view name) {
  const std::string folded = base::fold(name);
  std::string among("|");
  among.append(folded).append("|");
  const auto is = [&](const TypeInfo& row) {
    return row.name == folded || row.others.find(among) != std::string_view::npos;
  };
  const auto row = std::find_if(kTypes.begin(), kTypes.end(), is);
  return row == kTypes.end() || folded.empty() ? std::nullopt : std::optional(row->type);
}

std::string_view name(Confidence confidence) {
  return kConfidences[static_cast<std::size_t>(confidence)];
}

std::optional<Confidence> confidence_of(std::string_view name) {
  const auto row = std::find(kConfidences.begin(), kConfidences.end(), base::fold(name));
  if (row == kConfidences.end()) return std::nullopt;
  return static_cast<Confidence>(row - kConfidences.begin());
}

std::string id_of(const Indicator& indicator) {
  std::string text(info(indicator.type).name);
  text.append("\n").append(base::fold(indicator.value));
  return base::sha256_hex(text).substr(0, 32);
}

}  // namespace hoptrace::indicators
