// Sifter: which clauses of a route hold for one record, as far as the index can tell.
//
// begin(route), then mark() what each value shows, then held(). A clause costs nothing until something of it is seen.
// One a thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "match/route.h"

namespace hoptrace::match {

class Sifter {
 public:
  void begin(const Route& route) {
    route_ = &route;
    if (++round_ == 0) states_.clear(), round_ = 1;  // no state is of a round before the first
    held_.assign(route.ready().begin(), route.ready().end());
    if (states_.size() < route.clauses().size()) states_.resize(route.clauses().size());
  }
  void mark(std::span<const Post> posts) {
    for (const Post post : posts) mark(post);
  }
  // Numbers of the route's clauses, each once, in no order.
  [[nodiscard]] std::vector<std::uint32_t>& held() { return held_; }

 private:
  struct State {
    std::uint32_t round = 0;  // small, as a record touches many states
    std::uint8_t seen = 0;
  };
  void mark(Post post) {
    const Route::Clause& clause = route_->clauses()[clause_of(post)];
    State& state = states_[clause_of(post)];
    if (state.round != round_) state = {round_, clause.seen};
    if (state.seen == clause.groups) return;
    state.seen |= group_bit(post);
    if (state.seen == clause.groups) held_.push_back(clause_of(post));
  }

  const Route* route_ = nullptr;
  std::vector<State> states_;  // by clause of the route
  std::vector<std::uint32_t> held_;
  std::uint32_t round_ = 0;
};

}  // namespace hoptrace::match
