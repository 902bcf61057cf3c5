// Principal: what sort of account a Windows record speaks of. Told by its SID where the record has it ([MS-DTYP]
// 2.4.2.4, well-known SIDs), since names are translated; by the name where it has not.
#pragma once

#include <cstdint>
#include <string_view>

namespace hoptrace::sessions {

enum class Principal : std::uint8_t {
  kUser,       // a person's or a service's account
  kMachine,    // HOST$, also of a managed service account
  kAnonymous,  // nobody
  kSystem,     // the host itself, and what draws its windows: never the one who moves
  kNone,
};
[[nodiscard]] Principal principal_of(std::string_view sid, std::string_view name);

}  // namespace hoptrace::sessions
