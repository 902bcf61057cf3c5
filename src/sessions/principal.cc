#include "sessions/principal.h"

#include <array>

#include "sessions/text_match.h"

namespace hoptrace::sessions {
namespace {

constexpr std::array<std::string_view, 4> kSystemSids{"S-1-5-18", "S-1-5-19", "S-1-5-20", "S-1-5-6"};
constexpr std::array<std::string_view, 3> kSystemNames{"SYSTEM", "LOCAL SERVICE", "NETWORK SERVICE"};
// Window manager, font driver, virtual accounts of services and of IIS pools.
constexpr std::array<std::string_view, 4> kSystemPrefixes{"S-1-5-90-", "S-1-5-96-", "S-1-5-80-", "S-1-5-82-"};

}  // namespace

Principal principal_of(std::string_view sid, std::string_view name) {
  if (const std::size_t slash = name.find('\\'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
  const std::string_view bare = name.substr(0, name.find('@'));
  if (bare.ends_with('$')) return Principal::kMachine;
  if (sid == "S-1-5-7" || same(name, "ANONYMOUS LOGON")) return Principal::kAnonymous;
  if (is_one_of(sid, kSystemSids) || is_one_of(name, kSystemNames)) return Principal::kSystem;
  for (const std::string_view prefix : kSystemPrefixes) {
    if (sid.starts_with(prefix)) return Principal::kSystem;
  }
  if (begins(name, "DWM-") || begins(name, "UMFD-")) return Principal::kSystem;
  return name.empty() ? Principal::kNone : Principal::kUser;
}

}  // namespace hoptrace::sessions
