// LinePattern: how one line of a VPN's log reads, with names for what is to be taken out of it.
//
//     {user}/{public_ip}:{public_port} MULTI: primary virtual IP for {*}: {assigned_ip}
//
// Everything but braces stands for itself; {{ is a brace. A name takes as little as it can, of its kind only (an
// address, a number, …); {*} takes anything and keeps nothing. A pattern is the whole message, from its first
// character to its last. Matching goes back over earlier choices where a later part does not fit, at most kMaxSteps
// times: a bound, not a promise that every way was tried.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hoptrace::decode::vpn {

// What may be taken out of a line. The names are those of the Event's fields, but for time.
enum class Capture : std::uint8_t {
  kUser,
  kPublicIp,
  kPublicPort,
  kAssignedIp,
  kAssignedIpv6,
  kGroup,
  kHost,
  kReason,
  kDuration,
  kBytesIn,
  kBytesOut,
  kTime,     // a whole one (log_stamp.h)
  kNothing,  // {*}
};
constexpr std::size_t kCaptures = static_cast<std::size_t>(Capture::kNothing);
[[nodiscard]] std::string_view name_of(Capture capture);

// By Capture; empty where the pattern has none.
using Captured = std::array<std::string_view, kCaptures>;

class LinePattern {
 public:
  static constexpr std::size_t kMaxParts = 64;
  static constexpr std::size_t kMaxSize = 1024;     // of its text
  static constexpr std::size_t kMaxCapture = 1024;  // bytes, of anything but {*}
  static constexpr std::size_t kLeastLiteral = 8;   // so many characters must stand for themselves
  static constexpr int kMaxSteps = 4096;

  // Or what is wrong with `text`, as a sentence without its full stop.
  [[nodiscard]] static std::expected<LinePattern, std::string> parse(std::string_view text);

  // What `message` has of the names, if it is such a line.
  [[nodiscard]] std::optional<Captured> match(std::string_view message) const;

 private:
  // A name and the literal behind it; the first part's literal stands before all names.
  struct Part {
    Capture capture = Capture::kNothing;
    std::string literal;
  };
  struct Search;
  bool match_from(std::size_t part, std::string_view rest, Search& search) const;

  std::string first_;
  std::vector<Part> parts_;
  std::string longest_;  // literal: looked for first of all
};

// "0h:01m:02s", "1d 2h:03m:04s", "62", as seconds.
[[nodiscard]] std::optional<std::uint64_t> seconds_of(std::string_view duration);
// An IPv4 or IPv6 address, whole.
[[nodiscard]] bool is_address(std::string_view text);

}  // namespace hoptrace::decode::vpn
