// PostMemory: what values seen before have shown, by the route's field that asked: most have shown nothing.
//
// `marked` is the owner's own: something else about the value that he wants to remember with it. One a thread.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/value_memory.h"
#include "event/value.h"
#include "match/post.h"

namespace hoptrace::match {

class PostMemory {
 public:
  static constexpr std::size_t kPlaces = 1 << 18;  // a log has tens of thousands of values that are asked about

  struct Shown {
    Posts posts;
    bool marked = false;
  };

  PostMemory() : places_(kPlaces) {}

  // What the memory knows a value by, for this question; 0: it is too long to be known. Whoever asks about several
  // values has all their keys first: what is known of each comes from memory meanwhile.
  using Key = std::uint64_t;
  [[nodiscard]] Key key(std::uint64_t question, const event::Value& value) const {
    const std::uint64_t asked = question * 16 + static_cast<std::uint64_t>(value.kind());
    const bool bytes = event::has_bytes(value.kind());
    if (bytes && value.bytes().size() > base::ValueMemory::kMostBytes) return 0;
    const Key key = bytes ? places_.hash(asked, value.bytes())
                          : places_.hash(asked, static_cast<std::uint64_t>(value.raw_integer()));
    places_.fetch(key);
    return key;
  }

  // `make(Shown&)` fills an empty Shown where the value of `key` is not known. Valid until the next call.
  template <class Make>
  [[nodiscard]] const Shown& of(Key key, Make&& make) {
    if (key == 0) return made(make);
    base::ValueMemory::Place place = places_.place_of(key);
    if (place.known()) return shown_[place.answer()];
    const Shown& shown = made(make);
    if (shown.posts.empty() && !shown.marked) {
      place.remember(0);
      return shown_[0];
    }
    if (shown_.size() > base::ValueMemory::kMost) forget();
    place.remember(static_cast<base::ValueMemory::Answer>(shown_.size()));
    return shown_.emplace_back(shown);
  }

  void forget() {
    places_.forget();
    shown_.resize(1);
  }

 private:
  template <class Make>
  const Shown& made(Make&& make) {
    latest_.posts.clear();
    latest_.marked = false;
    make(latest_);
    return latest_;
  }

  base::ValueMemory places_;
  std::vector<Shown> shown_ = std::vector<Shown>(1);  // the first: nothing
  Shown latest_;
};

}  // namespace hoptrace::match
