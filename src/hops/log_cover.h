// LogCover: where somebody was listening. Silence counts only there: who used credentials towards a host whose log of
// that hour is there and says nothing did not arrive.
//
// What is covered is said by Tracer::cover(); where it says nothing of a host, its own records do (from the first to
// the last of them).
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "hops/names.h"

namespace hoptrace::hops {

class LogCover {
 public:
  // Of a host's log of sessions (Windows' Security channel).
  void say(HostId host, std::int64_t from, std::int64_t to);
  // A record of that log: counts only where nothing was said.
  void see(HostId host, std::int64_t time);
  // As Names::settle() says.
  void renumber(const Renumbering& to);
  [[nodiscard]] bool covers(HostId host, std::int64_t time) const;
  // Whether a log was kept there at any time between the two.
  [[nodiscard]] bool touches(HostId host, std::int64_t from, std::int64_t to) const;
  // Whether the host has a log of sessions at all, at any time.
  [[nodiscard]] bool knows(HostId host) const;

 private:
  struct Span {
    std::int64_t from = 0, to = 0;
  };
  std::unordered_map<HostId, std::vector<Span>> said_;
  std::unordered_map<HostId, Span> seen_;
};

}  // namespace hoptrace::hops
