// Identity: which host of a tenant had an address at a time. The same address is another host's in another tenant and
// at another time, and several hosts' at once behind a translator; nothing is collapsed, candidates are kept.
//
// observe() as often as one likes, settle() once, then at() and is_shared().
#pragma once

#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "hops/names.h"

namespace hoptrace::hops {

// The ladder of evidence, the strongest first.
enum class Rung : std::uint8_t {
  kLease,    // DHCP
  kMachine,  // HOST$ came from there, to a domain controller or another host
  kOwn,      // the host's own connections
  kDns,      // a name that was asked for; a ticket for a host, then a connection
  kClaimed,  // what a client called itself (NTLM): whoever attacks chooses it
};

struct Candidate {
  HostId host = kNone;
  Rung rung = Rung::kClaimed;
  bool operator==(const Candidate&) const = default;
};

class Identity {
 public:
  explicit Identity(const Names& names) : names_(names) {}

  // `until`: for a lease, when it ends; else the moment itself.
  void observe(TenantId tenant, AddressId address, HostId host, Rung rung, std::int64_t from, std::int64_t until);
  void settle();
  // What another of the same names was told.
  void take(const Identity& other) {
    held_ = other.held_;
    reach_.clear();
    moving_.clear();
  }
  // As Names::settle() says.
  void renumber(const Renumbering& to);

  // Those whom the best evidence near the time allows, the likeliest first; none where nobody is known, or where the
  // address is shared.
  [[nodiscard]] std::vector<Candidate> at(TenantId tenant, AddressId address, std::int64_t time) const;
  // The one that it is; none where there are several or none.
  [[nodiscard]] HostId one_at(TenantId tenant, AddressId address, std::int64_t time) const;
  // Whether it leaves no doubt that a host had an address at a time: a lease says so, or it was seen there at about
  // that time, or, of one that is not known to move, not a day before and after and nobody else in between. Where no
  // host of the tenant ever moves, always. `apart`: how far the clocks that say so may be apart; what is nearer than
  // that to the border of an interval, or to another's, is not certain.
  [[nodiscard]] bool is_certain(TenantId tenant, AddressId address, HostId host, std::int64_t time,
                                std::int64_t apart) const;
  // A VPN pool, a jump host's or translator's address: of many, so of nobody in particular.
  [[nodiscard]] bool is_shared(TenantId tenant, AddressId address) const;
  // Whether the tenant's own records know a host by this address, at any time.
  [[nodiscard]] bool is_known(TenantId tenant, AddressId address) const;
  [[nodiscard]] bool in_pool(TenantId tenant, AddressId address) const;
  [[nodiscard]] bool in_networks(TenantId tenant, AddressId address) const;
  // Whose networks an address is in that stands in a tenant's logs: the tenant's own, else the one partner's who has
  // it, else nobody's. Pools are nobody's, and so is what several partners have: which of them is meant, it cannot
  // say.
  [[nodiscard]] TenantId whose(TenantId tenant, AddressId address) const;

 private:
  struct Span {
    HostId host = kNone;
    Rung rung = Rung::kClaimed;
    std::int64_t from = 0, until = 0;
  };
  struct Held {
    std::vector<Span> spans;  // by rung, then time
    bool shared = false;
    HostId only = kNone;  // the one host that anything but a claim says it ever was
  };
  [[nodiscard]] static std::uint64_t key(TenantId tenant, AddressId address) {
    return (static_cast<std::uint64_t>(tenant) << 32) | address;
  }
  [[nodiscard]] bool many_at_once(const Held& held) const;
  void find_movers();
  [[nodiscard]] HostId only_host(const Held& held) const;
  [[nodiscard]] bool is_vouched(const Held& held, HostId host, std::int64_t time) const;

  const Names& names_;
  std::unordered_map<std::uint64_t, Held> held_;
  std::unordered_set<TenantId> moving_;             // of which some host moves
  std::unordered_map<HostId, std::int64_t> reach_;  // of those whose address is not theirs for good
};

}  // namespace hoptrace::hops
