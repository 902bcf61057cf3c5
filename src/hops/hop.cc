#include "hops/hop.h"

#include <array>

namespace hoptrace::hops {
namespace {

constexpr std::array<std::string_view, 14> kMethods = {"rdp",   "smb_exec", "service", "smb",    "wmi",
                                                       "winrm", "dcom",     "schtask", "ssh",    "vpn",
                                                       "rmm",   "gdap",     "other",   "unknown"};
constexpr std::array<std::string_view, 5> kSides = {"destination", "source", "dc", "network", "execution"};
constexpr std::array<std::string_view, 3> kStatuses = {"confirmed", "probable", "inferred"};

}  // namespace

std::string_view name(Method method) {
  return kMethods[static_cast<std::size_t>(method)];
}

std::string_view name(Side side) {
  return kSides[static_cast<std::size_t>(side)];
}

std::string_view name(Status status) {
  return kStatuses[static_cast<std::size_t>(status)];
}

}  // namespace hoptrace::hops
