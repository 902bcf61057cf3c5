// TLP 2.0: who may see what is shared. Exports for others carry the mark in the way of their format.
//
// The default is AMBER+STRICT: for the receiving organisation alone. Anything wider is somebody's decision (--tlp).
// Sources: FIRST, Traffic Light Protocol 2.0; the STIX 2.1 extension definition for TLP 2.0 by OASIS' CTI committee.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace hoptrace::report {

enum class Tlp { kClear, kGreen, kAmber, kAmberStrict, kRed };

struct TlpMark {
  Tlp tlp;
  std::string_view name;   // "amber+strict"; MISP's tag is "tlp:" and this
  std::string_view label;  // "TLP:AMBER+STRICT"
  std::string_view uuid;   // of the marking definition
};

constexpr std::string_view kTlpExtension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

[[nodiscard]] std::span<const TlpMark> tlp_marks();
[[nodiscard]] const TlpMark& mark_of(Tlp tlp);
[[nodiscard]] std::optional<Tlp> tlp_named(std::string_view name);

}  // namespace hoptrace::report
