// Habits: a working week of a fleet: who comes when, what they open, which hosts administrators look after from
// where, and what machines do among themselves. Everything an intruder can hide in, and nothing of an intruder.
#pragma once

#include "simulate/world.h"

namespace hoptrace::simulate {

// People, administrators, services: each planned into the world's days.
void plan_habits(World& world);

// What looks like an intrusion and is none: scanners, backups, mass jobs of remote management, an administrator's
// unusual evening, a newcomer, helpdesk.
void plan_decoys(World& world);

// Machine accounts, anonymous logons, addresses given out: most of what logs hold.
void plan_noise(World& world);

}  // namespace hoptrace::simulate
