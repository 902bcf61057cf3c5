#include "hunt/event_ref.h"

namespace hoptrace::hunt {

std::string host_of(std::string_view computer) {
  const bool address = computer.find_first_not_of("0123456789.:abcdefABCDEF") == std::string_view::npos &&
                       computer.find_first_of(".:") != std::string_view::npos;
  return std::string(address ? computer : computer.substr(0, computer.find('.')));
}

}  // namespace hoptrace::hunt
