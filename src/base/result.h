// Result<T>: what a call returns that may not be able to do its work.
//
// Three kinds of trouble are kept apart in the whole project:
//   - the call could not do its work: Result<T> with an Error from the closed list below;
//   - the evidence is odd: an Anomaly (anomaly.h) is recorded and the hunt goes on;
//   - our own bug: check() (check.h), which no input can reach.
// Nothing below `cli` and `serve` prints or exits; they turn an Error into a sentence and an exit code.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace hoptrace::base {

enum class Code {
  kNotFound,     // a path, table or name that is not there
  kUnreadable,   // there, but the system refuses to read it
  kMalformed,    // read, but not what it should be
  kUnsupported,  // understood, but beyond what this program does
  kLimit,        // a budget ran out (see budget.h)
  kBusy,         // somebody else holds it (a locked case)
  kFull,         // no room left to write
  kUsage,        // the user asked for something impossible
};

// `what` is a whole sentence without its full stop; `place` is a path, path:line or empty; `remedy` says what to do.
struct Error {
  Code code = Code::kMalformed;
  std::string what;
  std::string place;
  std::string remedy;

  // "place: what. remedy"
  [[nodiscard]] std::string sentence() const;
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(Code code, std::string what, std::string place = {},
                                                 std::string remedy = {}) {
  return std::unexpected(Error{code, std::move(what), std::move(place), std::move(remedy)});
}

}  // namespace hoptrace::base
