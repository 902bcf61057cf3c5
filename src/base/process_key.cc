#include "base/process_key.h"

#include <random>

namespace hoptrace::base {

std::uint64_t key_of_process() {
  static const std::uint64_t kKey = [] {
    std::random_device random;
    return std::uint64_t{random()} << 32 | random();
  }();
  return kKey;
}

}  // namespace hoptrace::base
