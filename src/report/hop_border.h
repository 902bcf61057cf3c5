// HopBorder: what of hops and intrusions one tenant may see. Names of others are its whole job: whatever text names
// another tenant, or a host of one, is left out.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cases/reading.h"

namespace hoptrace::report {

class HopBorder {
 public:
  // Reads all hops and logs once, to know whose names there are. Without a tenant everything is shown.
  [[nodiscard]] static base::Result<HopBorder> of(cases::Reading& reading, const std::optional<std::string>& tenant);

  // What may be shown of it; nothing if it does not touch the tenant.
  [[nodiscard]] std::optional<cases::HopRow> shown(cases::HopRow hop) const;
  [[nodiscard]] std::optional<cases::IntrusionRow> shown(cases::IntrusionRow intrusion) const;
  // Whether `tenant` is another one's name.
  [[nodiscard]] bool is_other(const std::string& tenant) const { return tenant_ && tenant != *tenant_; }

  // Whether a text names another tenant, or a host of one.
  [[nodiscard]] bool names_others(const std::string& text) const;

 private:
  void leave_out_others(std::vector<std::string>& texts) const;

  std::optional<std::string> tenant_;
  std::set<std::string> names_;             // of others, folded
  std::map<std::string, base::Time> hops_;  // the tenant's own
  std::set<std::string> accounts_;          // of those
};

}  // namespace hoptrace::report
