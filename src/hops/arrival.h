// Arrival: somebody came to a host. All records that speak of one arrival, put together: what a Hop is made of.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "hops/hop.h"
#include "hops/marks.h"
#include "hops/names.h"
#include "hops/rows.h"

namespace hoptrace::hops {

using ArrivalId = std::uint32_t;

// A record and what it is a witness of.
class Cited {
 public:
  Cited() = default;
  Cited(RowId row, Side side) : packed_((row << 3) | static_cast<std::uint32_t>(side)) {}
  [[nodiscard]] RowId row() const { return packed_ >> 3; }
  [[nodiscard]] Side side() const { return static_cast<Side>(packed_ & 7); }
  friend auto operator<=>(const Cited&, const Cited&) = default;

 private:
  std::uint32_t packed_ = 0;  // rows are below 2^29
};

constexpr std::uint8_t side_bit(Side side) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(side));
}

// What else is known of an arrival, as bits.
enum ArrivalFlag : std::uint8_t {
  kHasLogon = 1,      // the destination says that a session began
  kForeign = 2,       // from an address that no host of the tenant has, or from a shared one
  kBorder = 4,        // from another organisation
  kClaimDiffers = 8,  // what the client called itself is not who has its address
  kPrivilegedThere = 16,
  kSourceBySpeech = 32,  // the source is named by records other than the destination's
  kOrderUnsure = 64,
  kConcluded = 128,  // records show a sign of it, not the thing itself: never confirmed
};

constexpr std::int64_t kTicksPerMillisecond = base::Time::kTicksPerSecond / 1000;

// In 48 bytes: where each of ten million logons is one, they are 480 MB.
struct Arrival {
  std::int64_t time = 0;  // corrected
  HostId to = kNone, from = kNone;
  AccountId account = kNone;  // Names::same_account()
  AddressId address = kNone;  // that it came from, as the destination saw it
  std::uint32_t first_cited = 0, first_candidate = 0;
  std::uint32_t milliseconds = 0;  // that it is known to have lasted, rounded up; 49 days at most
  float suspicion = 0;
  std::uint16_t cited = 0, candidates = 0;
  Marks marks = 0;
  std::uint8_t sides = 0, flags = 0;

  // The last of it that is known.
  [[nodiscard]] std::int64_t until() const { return time + milliseconds * kTicksPerMillisecond; }
  void lasts_until(std::int64_t end) {
    const std::int64_t rounded = (end - time + kTicksPerMillisecond - 1) / kTicksPerMillisecond;
    milliseconds = static_cast<std::uint32_t>(std::clamp<std::int64_t>(rounded, 0, ~std::uint32_t{0}));
  }
};
static_assert(sizeof(Arrival) == 48);

struct Arrivals {
  std::vector<Arrival> all;  // by host, then time; by time after settle()
  std::vector<Cited> cited;
  std::vector<HostId> candidates;
  std::uint64_t sessions = 0;

  [[nodiscard]] std::span<const Cited> cited_by(const Arrival& arrival) const {
    return std::span(cited).subspan(arrival.first_cited, arrival.cited);
  }
  [[nodiscard]] std::span<const HostId> candidates_of(const Arrival& arrival) const {
    return std::span(candidates).subspan(arrival.first_candidate, arrival.candidates);
  }
};

}  // namespace hoptrace::hops
