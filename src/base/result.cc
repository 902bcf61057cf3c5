#include "base/result.h"

namespace hoptrace::base {

std::string Error::sentence() const {
  std::string out = place.empty() ? what : place + ": " + what;
  if (!remedy.empty()) {
    out += ". ";
    out += remedy;
  }
  return out;
}

}  // namespace hoptrace::base
