// Plan: the steps that follow from the intrusions traced: for each organisation that was reached what to isolate,
// block, disable, reset and revoke, in which order.
//
// A step is made from what its own organisation's evidence holds; none names another. Without an intrusion there are
// no steps: whom nobody was seen at has nothing to be cut.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assess/remediation/step.h"
#include "tenants/tenants.h"

namespace hoptrace::assess::remediation {

// What tracing found, as far as it is the intruder's (hunt/remediation_assessing.cc fills it).
struct Move {
  std::string hop, from_tenant, from_host, to_tenant, to_host, account, method;
  base::Time time;
  std::vector<std::pair<std::string, Ground>> records;  // by the tenant of the artifact
};
struct Origin {  // where an intrusion began
  std::string tenant, host;
};
struct Contact {  // an address or name of the intruder's that an organisation's host spoke to
  std::string tenant, host, value;
  Ground ground;
};

struct Happened {
  std::vector<Move> moves;
  std::vector<Origin> origins;
  std::vector<Contact> contacts;
  std::map<std::string, std::set<std::string>> controllers;  // hosts by tenant, by short name

  void add_controller(const std::string& tenant, std::string_view host);
};

[[nodiscard]] std::vector<Step> plan(const tenants::Tenants& tenants, const Happened& happened);

}  // namespace hoptrace::assess::remediation
