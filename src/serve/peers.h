// Peers: how often one address may ask: a bucket of tokens each, refilled steadily. What is known of addresses is
// bounded: when too many come, those at rest are forgotten, and if there are none, newcomers share one bucket. Any
// thread may call.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "serve/sign_ins.h"

namespace hoptrace::serve {

struct Rate {
  double per_second = 50;
  double burst = 300;
};

class Peers {
 public:
  static constexpr std::size_t kMost = 4096;

  explicit Peers(Rate rate) : rate_(rate) {}

  // Whether `peer` may be answered now; takes `cost` where he may.
  [[nodiscard]] bool may(std::string_view peer, double cost, Clock::time_point now);
  // Takes it in any case: a wrong token costs more than a question.
  void charge(std::string_view peer, double cost, Clock::time_point now);

 private:
  struct Bucket {
    double left;
    Clock::time_point at;
  };
  [[nodiscard]] Bucket& bucket(std::string_view peer, Clock::time_point now);
  void refill(Bucket& bucket, Clock::time_point now) const;

  Rate rate_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

// An IPv6 address by its /64, which is one network's; others as they are.
[[nodiscard]] std::string peer_key(std::string_view address);

}  // namespace hoptrace::serve
