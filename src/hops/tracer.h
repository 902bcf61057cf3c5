// Tracer: from facts of many hosts and organisations to hops, and from hops to intrusions.
//
// add() all facts (in any order, from any number of artifacts), cover() what logs there are, then trace(). The result
// does not depend on the order of add() and cover(). More may be added after trace(): the next trace() gives exactly
// what a Tracer that was given all at once would. One thread's. Method, bounds and sources: docs/hops.md.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "hops/hop.h"
#include "sessions/fact_table.h"
#include "tenants/tenants.h"

namespace hoptrace::hops {

// Where tracing begins: a place and time that something else found suspicious.
struct Seed {
  std::string tenant, host;
  std::string account;  // may be empty
  base::Time time;
  double weight = 1;  // 0..1
  // The record in which it was found; what it says of who did it is used where there is a fact of it (kFlagged).
  base::ArtifactId artifact{};
  std::uint64_t offset = 0;
  std::string why;  // "finding: Suspicious Service Installation (high)"
};

// A log that there is: of silence in it one may conclude something.
struct Coverage {
  std::string tenant, host, channel;
  base::Time from, to;
};

struct TraceOptions {
  std::vector<Seed> seeds;
  bool unseeded = true;           // also look for intrusions that no seed points to
  double alarms_per_million = 2;  // logons: how many of those may be alarms
  // Only what leads from, to, or through these, where given (hoptrace trace).
  std::optional<Place> from, to;
  std::string account;
  std::optional<base::Time> around;
};

struct TraceResult {
  std::vector<Hop> hops;  // by time
  std::vector<Intrusion> intrusions;
  std::uint64_t logons = 0, sessions = 0;
};

class Tracer {
 public:
  explicit Tracer(const tenants::Tenants& tenants);
  ~Tracer();

  void add(const sessions::Facts& facts);
  void cover(std::span<const Coverage> coverage);
  [[nodiscard]] TraceResult trace(const TraceOptions& options);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace hoptrace::hops
