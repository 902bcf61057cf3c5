// SignIns: who has signed in with a browser, by a cookie that means nothing elsewhere; and links that sign in once.
// Both are in memory only, under their hash, and end: a cookie after twelve hours, a link when it is used or after
// ten minutes. Any thread may call.
#pragma once

#include <chrono>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "serve/tokens.h"

namespace hoptrace::serve {

using Clock = std::chrono::steady_clock;

class SignIns {
 public:
  static constexpr std::chrono::hours kLasts{12};
  static constexpr std::chrono::minutes kLinkLasts{10};
  static constexpr std::size_t kMost = 4096;  // beyond it the oldest end

  // What the cookie carries from now on.
  [[nodiscard]] std::string sign_in(Reader reader, Clock::time_point now);
  [[nodiscard]] std::optional<Reader> find(std::string_view secret, Clock::time_point now) const;
  void sign_out(std::string_view secret);

  [[nodiscard]] std::string make_link(Reader reader, Clock::time_point now);
  [[nodiscard]] std::optional<Reader> use_link(std::string_view secret, Clock::time_point now);

 private:
  struct Entry {
    Reader reader;
    Clock::time_point ends;
  };
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> signed_in_, links_;  // by the secret's SHA-256
  std::deque<std::string> order_;
};

}  // namespace hoptrace::serve
