// Fault: why a document is not taken, and where in its file. Only inside this room; users see it as a Refusal.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace hoptrace::rules {

struct Fault {
  int line = 0;
  std::string reason;    // a sentence without its full stop
  bool waiting = false;  // only placeholder values are missing
};

template <class T>
using Parsed = std::expected<T, Fault>;

[[nodiscard]] inline std::unexpected<Fault> fault(int line, std::string reason) {
  return std::unexpected(Fault{line, std::move(reason), false});
}

}  // namespace hoptrace::rules
