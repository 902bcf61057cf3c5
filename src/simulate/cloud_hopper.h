// The demonstration: the shape of Operation Cloud Hopper on a small fleet, after what was published of it.
//
// Night 1: RedLeaves on an administrator's workstation of the provider (side-loaded, named pipe, its C2 name).
// Night 2: credentials; RDP to the jump host; with the provider's service account into the client; `net use` from
// host to host; t.vbs; PlugX as a service on the file server; csvde. Night 3: archives in the recycle bin, PSCP as
// rundll32 back through the provider, the log cleared. Sources: PwC/BAE Operation Cloud Hopper (2017), NCC Group Red
// Leaves (2017), the ACSC case as reported. Names of companies, hosts and people are invented; records only, nothing
// that runs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "simulate/fleet_log.h"

namespace hoptrace::simulate {

inline constexpr std::string_view kCloudHopperTenants =
    R"(# What the responder knew before the hunt. The companies are invented.
tenants:
  - name: northwind-msp
    role: msp
    domains: [nwmsp.example]
    networks: [10.10.0.0/16]
    jump_hosts: [JUMP01]
  - name: acme-foundry
    role: client
    msp: northwind-msp
    domains: [acme.example]
    networks: [10.20.0.0/16]
    sector: industrial manufacturing
    msp_accounts: ['ACME\svc-nwmsp']
    change_windows: ['Tue 18:00-22:00']
)";

void play_cloud_hopper(FleetLog& fleet, nlohmann::ordered_json& truth);

}  // namespace hoptrace::simulate
