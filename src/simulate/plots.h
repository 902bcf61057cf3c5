// Plots: where intruders go in a fleet: one function a scenario (scenario.cc has the table).
#pragma once

#include <memory>
#include <vector>

#include "simulate/intruder.h"

namespace hoptrace::simulate {

using Intruders = std::vector<std::unique_ptr<Intruder>>;

// Provider's workstation → jump host → client, from server to server; perhaps a second client.
void plot_cloud_hopper(World& world, const IntruderOptions& options, Intruders& intruders);
// Provider's workstation → remote-management server → its jobs on hosts of several clients → within a client.
void plot_rmm_push(World& world, const IntruderOptions& options, Intruders& intruders);
// Provider's workstation → delegated administration of clients' cloud directories → jump host → client.
void plot_gdap(World& world, const IntruderOptions& options, Intruders& intruders);
// A client's workstation → its servers → the provider's jump host → another client.
void plot_client_to_client(World& world, const IntruderOptions& options, Intruders& intruders);
// Two that know nothing of one another.
void plot_two_intruders(World& world, const IntruderOptions& options, Intruders& intruders);
// An administrator of the provider, with nothing but the access of the job, where it is not the job.
void plot_quiet_insider(World& world, const IntruderOptions& options, Intruders& intruders);
void plot_benign(World& world, const IntruderOptions& options, Intruders& intruders);

}  // namespace hoptrace::simulate
