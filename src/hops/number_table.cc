#include "hops/number_table.h"

#include "base/process_key.h"

namespace hoptrace::hops {
namespace {

std::uint64_t mixed(std::uint64_t number) {
  number ^= base::key_of_process();
  number = (number ^ (number >> 33)) * 0xFF51AFD7ED558CCDULL;
  number = (number ^ (number >> 33)) * 0xC4CEB9FE1A85EC53ULL;
  return number ^ (number >> 33);
}

constexpr std::size_t kFirst = 64;

}  // namespace

// Where the key is, or would be.
std::size_t NumberTable::place_of(std::uint32_t key) const {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = mixed(key) & mask;
  while (places_[at].round == round_ && places_[at].key != key) at = (at + 1) & mask;
  return at;
}

void NumberTable::grow() {
  std::vector<Place> before(places_.empty() ? kFirst : places_.size() * 2);
  before.swap(places_);
  for (const Place& place : before)
    if (place.round == round_) places_[place_of(place.key)] = place;
}

std::pair<std::uint32_t*, bool> NumberTable::add(std::uint32_t key, std::uint32_t value) {
  if (used_ * 2 >= places_.size()) grow();
  Place& place = places_[place_of(key)];
  const bool fresh = place.round != round_;
  if (fresh) place = {.key = key, .value = value, .round = round_}, ++used_;
  return {&place.value, fresh};
}

const std::uint32_t* NumberTable::find(std::uint32_t key) const {
  if (used_ == 0) return nullptr;
  const Place& place = places_[place_of(key)];
  return place.round == round_ ? &place.value : nullptr;
}

void NumberTable::clear() {
  used_ = 0;
  if (++round_ == 0) {  // four thousand million rounds later
    places_.clear();
    round_ = 1;
  }
}

}  // namespace hoptrace::hops
