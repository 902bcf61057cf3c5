// Data in reach: what the reached hosts opened on shares since they were reached, and the crown jewels of
// tenants.yaml beside it. "Opened" is what a record says; "in reach" only that the host that has it was reached.
#pragma once

#include <string>
#include <vector>

#include "assess/impact/destinations.h"

namespace hoptrace::assess::impact {

struct Opened {
  std::string host, place;        // who has it: "fs01"; share and first folder: "data\designs"
  std::vector<std::string> from;  // hosts that were reached
  std::vector<std::string> accounts;
  bool by_intruder = false;  // one of them is an account that the intruder used in this organisation
  double files = 0;          // different ones, about
  double bytes = 0;          // sizes of the files opened, where a log has them
  bool sized = false;
  base::Time first, last;
  std::vector<RecordRef> records;
  std::string jewel;  // the crown jewel that it is, or empty
};

struct Jewel {
  std::string path;
  std::string state;  // "opened", "in reach", "not seen"
  std::string why;
  std::vector<RecordRef> records;  // of "opened"
};

struct InReach {
  std::vector<Opened> opened;
  std::vector<Jewel> jewels;
  bool shares_logged = false;  // anybody's reading of a share is in these logs
};

[[nodiscard]] InReach data_in_reach(const TenantView& view, const std::vector<std::string>& crown_jewels);

}  // namespace hoptrace::assess::impact
