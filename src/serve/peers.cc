#include "serve/peers.h"

#include <arpa/inet.h>

#include <algorithm>

namespace hoptrace::serve {

std::string peer_key(std::string_view address) {
  in6_addr v6{};
  std::string text(address);
  if (::inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
  std::fill(std::begin(v6.s6_addr) + 8, std::end(v6.s6_addr), std::uint8_t{0});
  char network[INET6_ADDRSTRLEN] = {};
  return ::inet_ntop(AF_INET6, &v6, network, sizeof network) == nullptr ? text : network;
}

void Peers::refill(Bucket& bucket, Clock::time_point now) const {
  const std::chrono::duration<double> passed = now - bucket.at;
  bucket.left = std::min(rate_.burst, bucket.left + std::max(0.0, passed.count()) * rate_.per_second);
  bucket.at = now;
}

Peers::Bucket& Peers::bucket(std::string_view peer, Clock::time_point now) {
  std::string key = peer_key(peer);
  if (!buckets_.contains(key) && buckets_.size() >= kMost) {
    for (auto& [_, known] : buckets_) refill(known, now);
    std::erase_if(buckets_, [this](const auto& known) { return known.second.left >= rate_.burst; });
    if (buckets_.size() >= kMost) key = "others";
  }
  Bucket& found = buckets_.try_emplace(std::move(key), Bucket{rate_.burst, now}).first->second;
  refill(found, now);
  return found;
}

bool Peers::may(std::string_view peer, double cost, Clock::time_point now) {
  const std::scoped_lock lock(mutex_);
  Bucket& its = bucket(peer, now);
  if (its.left < cost) return false;
  its.left -= cost;
  return true;
}

void Peers::charge(std::string_view peer, double cost, Clock::time_point now) {
  const std::scoped_lock lock(mutex_);
  Bucket& its = bucket(peer, now);
  its.left = std::max(-rate_.burst, its.left - cost);
}

}  // namespace hoptrace::serve
