// Passing: what left a client through its provider: first to a reached host of the provider, then from there outside.
//
// Each side has its own half. A client's own records tell what went to the provider's addresses (its vpn_pools); the
// provider's tell what came from clients' networks to its reached hosts and what left these after that. What is said
// for both at once stands in the document of nobody in particular, never in another client's.
#pragma once

#include <string>
#include <vector>

#include "assess/impact/destinations.h"
#include "tenants/tenants.h"

namespace hoptrace::assess::impact {

// Bytes that a client's host sent to an address under which the provider arrives.
struct TowardsProvider {
  std::string host, address;  // the client's; the provider's as the client sees it
  double bytes = 0;
  base::Time first, last;
  std::vector<RecordRef> records;
};
[[nodiscard]] std::vector<TowardsProvider> towards_provider(const TenantView& view, const tenants::Tenant& client);

// On the provider's side: from a client to a reached host, and on to a place outside.
struct Passed {
  std::string client;  // empty: several have the address
  std::string hop_host;
  Text destination = 0;
  double came = 0, went = 0;  // bytes
  Range passed;
  base::Time first, last;
  std::vector<std::string> why;
  std::vector<RecordRef> records;
};
[[nodiscard]] std::vector<Passed> passed_through(const TenantView& view, const std::vector<Destination>& to,
                                                 const tenants::Tenants& all);

}  // namespace hoptrace::assess::impact
