// Candidates: the rules that a record could match, by the index. Never too few.
//
// One a thread. gather() looks at a whole Event; whoever looks at a record's values before there is an Event
// (decode/sieve.h) asks Route and Sifter himself and names the candidates with of().
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "event/event.h"
#include "match/post_memory.h"
#include "match/route.h"
#include "match/rule_index.h"
#include "match/sifter.h"

namespace hoptrace::match {

struct Candidate {
  rules::LaneId lane{};
  std::uint32_t rule = 0;
};

// The rules whose clauses hold, lane by lane, each once a lane. `held` is put in order.
void name_candidates(const Route& route, std::vector<std::uint32_t>& held, std::vector<Candidate>& out);

class Candidates {
 public:
  explicit Candidates(std::shared_ptr<const RuleIndex> index);

  // The candidates of a record that belongs to `lanes`; valid until the next call.
  [[nodiscard]] std::span<const Candidate> gather(const event::Event& event, std::span<const rules::LaneId> lanes);

 private:
  static constexpr std::size_t kMostRoutes = 4096;

  [[nodiscard]] const Route& route_of(const event::Event& event, std::span<const rules::LaneId> lanes);
  // The header of the event, where each of its fields stands there once at most; and what tells it from others.
  [[nodiscard]] bool read_header(const event::Event& event);
  void look(const Route& route, const Route::Field& field, const event::Field& one, base::Arena& arena);

  std::shared_ptr<const RuleIndex> index_;
  LookTools tools_;
  std::unordered_map<std::string, std::unique_ptr<Route>> routes_;  // by key_
  std::string key_;                                                 // lanes and header of the record at hand
  std::vector<HeaderValue> header_;
  std::uint64_t questions_ = 0;
  PostMemory memory_;
  Sifter sifter_;
  std::vector<Candidate> found_;
};

}  // namespace hoptrace::match
