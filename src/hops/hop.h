// Hop: somebody went from one host to another: from whom to whom, as whom, by what, and what says so. With it what
// tracing makes of hops: intrusions. These are the results; tracer.h makes them.
//
// Names of enumerators are those of the exports (shared contract: Hops).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/origin.h"
#include "base/time.h"

namespace hoptrace::hops {

enum class Method : std::uint8_t {
  kRdp,
  kSmbExec,
  kService,
  kSmb,
  kWmi,
  kWinrm,
  kDcom,
  kSchtask,
  kSsh,
  kVpn,
  kRmm,
  kGdap,
  kOther,
  kUnknown
};
[[nodiscard]] std::string_view name(Method method);  // "rdp", "smb_exec", ...

// Who says so. Two different ones are independent of one another.
enum class Side : std::uint8_t { kDestination, kSource, kDomainController, kNetwork, kExecution };
[[nodiscard]] std::string_view name(Side side);  // "destination", "source", "dc", "network", "execution"

enum class Status : std::uint8_t {
  kConfirmed,  // two independent sides
  kProbable,   // one
  kInferred,   // none: a stated gap
};
[[nodiscard]] std::string_view name(Status status);

// A host of a tenant; an empty host is not known.
struct Place {
  std::string tenant, host;
  bool operator==(const Place&) const = default;
};

struct Evidence {
  base::ArtifactId artifact{};
  std::uint64_t offset = 0;
  std::uint64_t record_id = 0;
  std::uint32_t event_id = 0;
  Side side = Side::kDestination;
};

struct Hop {
  std::string id;  // hash of what it joins, its account and its first record
  base::Time time;
  std::optional<Place> from;      // none: not known, then
  std::vector<Place> candidates;  // those that it could be
  Place to;
  std::string account;  // DOMAIN\name
  Method method = Method::kUnknown;
  Status status = Status::kProbable;
  double confidence = 0;  // 0..1: did it happen
  double suspicion = 0;   // 0..1: was it the intruder
  bool intrusion = false;
  bool border = false;           // it crosses from one organisation into another
  std::vector<std::string> why;  // sentences
  std::vector<Evidence> evidence;
  std::optional<std::string> gap;  // what is missing, in a sentence
};

struct Alternative {
  std::vector<std::string> hops;  // ids
  std::string what_separates;     // a sentence
};

struct Intrusion {
  std::string id;
  Place patient_zero;
  std::string origin_tenant;
  std::vector<std::string> hops;  // ids, in order
  std::vector<std::string> tenants, accounts;
  base::Time first, last;
  std::vector<std::string> gaps;  // plain sentences
  std::vector<Alternative> alternatives;
  double suspicion = 0;
};

}  // namespace hoptrace::hops
