// Indicator: one published thing to look for (a domain, a hash, a file name…), with how much it says.
//
// The list of types is closed and stands in one table (indicator.cc): each row knows the names that lists give it,
// how it is looked up in a record (Shape, lookup.h), whether it may be a finding by itself and whether it ages.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "base/packing.h"
#include "base/time.h"

namespace hoptrace::indicators {

enum class Type : std::uint8_t {
  kDomain,
  kLookupDomain,  // an innocent service that malware asks for its own address
  kAddress,       // IPv4 or IPv6
  kUrl,
  kMd5,
  kSha1,
  kSha256,
  kImphash,
  kJa3,
  kFileName,
  kPath,
  kRegistryKey,
  kMutex,
  kPipe,
  kService,
  kUserAgent,
  kEmail,
  kText,  // any text that stands in a record: a command line's part, an export's name, a certificate's
  kPort,
};

// How a type is looked for in the text of a value; the border rules of each stand in borders.h.
enum class Shape : std::uint8_t { kHost, kAddress, kDigest, kFileName, kLiteral, kPort };

enum class Confidence : std::uint8_t { kLow, kMedium, kHigh };

struct TypeInfo {
  Type type;
  std::string_view name;    // as our own lists write it
  std::string_view others;  // "|a|b|": further names of it in CSV lists
  Shape shape;
  bool weak;           // never a finding by itself
  int half_life_days;  // 0: does not age (strength.h)
};
[[nodiscard]] std::span<const TypeInfo> types();
[[nodiscard]] const TypeInfo& info(Type type);
[[nodiscard]] std::optional<Type> type_of(std::string_view name);

struct Indicator {
  Type type = Type::kText;
  std::string value;  // refanged, as published otherwise
  Confidence confidence = Confidence::kMedium;
  std::optional<base::Time> published;  // when a source first printed it
  std::string source, note, actor, malware;
  std::string place;  // list and line, or list and object's id
};
auto members(base::Either<Indicator> auto& i) {
  return std::tie(i.type, i.value, i.confidence, i.published, i.source, i.note, i.actor, i.malware, i.place);
}

[[nodiscard]] std::string_view name(Confidence confidence);
[[nodiscard]] std::optional<Confidence> confidence_of(std::string_view name);
// A stable name of type and value: the same indicator in two lists has one id.
[[nodiscard]] std::string id_of(const Indicator& indicator);

}  // namespace hoptrace::indicators
