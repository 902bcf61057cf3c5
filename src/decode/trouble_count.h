// TroubleCount: what was odd in one piece, told as one anomaly a kind of trouble, with its first place and how often.
//
// A file made to be broken could give an anomaly a line; this gives as many as there are words for trouble.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "decode/decoder.h"

namespace hoptrace::decode {

class TroubleCount {
 public:
  // `what` is a literal: it also tells one trouble from another.
  void add(base::AnomalyKind kind, std::uint64_t offset, std::string_view what);
  // Tells and forgets all of it. Call once at a piece's end.
  void tell(EventSink& sink);

 private:
  struct Trouble {
    base::AnomalyKind kind;
    std::uint64_t first;
    std::string_view what;
    std::uint64_t times;
  };
  std::vector<Trouble> troubles_;
};

}  // namespace hoptrace::decode
