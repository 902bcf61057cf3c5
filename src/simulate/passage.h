// Passage: somebody goes from one host to another, and everybody on the way writes what Windows, a network sensor or
// a gateway writes of it: the host left, the host reached, the domain controller asked, the sensors passed. Ordinary
// work and intrusions are told by the same rows; nothing in a record says whose it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "simulate/world.h"

namespace hoptrace::simulate {

enum class Way : std::uint8_t { kRdp, kSmb, kSmbExec, kService, kWmi, kWinrm, kSchtask, kRmm, kGdap };
[[nodiscard]] std::string_view way_name(Way way);  // as the exports call the method

struct Passage {
  base::Time at;
  HostIndex from = 0, to = 0;
  AccountIndex account = 0;  // used at the destination
  Who actor;                 // whose session on the source does it
  Way way = Way::kSmb;
  std::string what;         // command that runs there; of kSmb the file that is touched, as "C$\\dir\\file"
  int seconds = 60;         // how long it lasts
  bool hash_only = false;   // no password was typed: the source has no 4648
  std::string workstation;  // what the source calls itself, where it lies
  int intrusion = 0;
  std::string from_vpn;  // the source came in by VPN and has this address
};

// Writes it; the session at the destination in which what follows is done.
Who pass(World& world, const Passage& passage);

}  // namespace hoptrace::simulate
