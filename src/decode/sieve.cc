#include "decode/sieve.h"

namespace hoptrace::decode {

bool Glance::elements(std::size_t, std::vector<event::Value>&) const {
  return false;
}

bool Glance::tell(std::span<const Told> told, RecordKey& key) const {
  key.begin();
  for (const Told& one : told) {
    bool plain = true;
    const std::optional<event::Value> of_slot = value(one.slot, plain);
    if (!plain) return false;
    key.add_value(of_slot, of_slot && one.tells(*of_slot));
  }
  return true;
}

}  // namespace hoptrace::decode
