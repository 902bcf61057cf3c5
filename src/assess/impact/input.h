// What judging impact is given beside the flows (ledger.h): neutral facts, filled by whoever has them.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/origin.h"
#include "base/time.h"

namespace hoptrace::assess::impact {

// A host that a traced intrusion came to or went from, and since when.
struct Reached {
  std::string tenant, host;
  base::Time since;
  std::vector<std::string> hops;      // ids of the hops that say so
  std::vector<std::string> accounts;  // that the intruder used there
};

// A finding that tells of gathering, archiving or sending (ATT&CK T1030, T1041, T1048, T1074, T1560, T1567).
struct Gathering {
  std::string tenant, host, title;
  base::Time time;
  base::ArtifactId artifact{};
  std::uint64_t offset = 0;
};

// That somebody decided to be aware of a breach: from then on clocks run.
struct Awareness {
  std::string tenant, by, why;
  base::Time at;
};

// Addresses of hosts, which change hands.
class AddressBook {
 public:
  void add(std::string_view tenant, std::string_view address, std::string_view host, base::Time since);
  void close();
  // The host that had the address then (or the first known, before anybody is known to have had it); empty: nobody.
  [[nodiscard]] std::string_view host_at(std::string_view tenant, std::string_view address, base::Time at) const;

 private:
  using Entry = std::pair<base::Time, std::string>;
  std::map<std::string, std::vector<Entry>, std::less<>> entries_;  // by tenant and address
  std::string key_;
};

// The name of a host without its domain, in small letters: what hosts are compared by.
[[nodiscard]] std::string short_host(std::string_view host);

}  // namespace hoptrace::assess::impact
