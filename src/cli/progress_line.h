// ProgressLine: the one line that a terminal gets while a hunt runs: how far, how fast, how long still, findings so
// far.
#pragma once

#include <chrono>
#include <string>

#include "hunt/hunt.h"

namespace hoptrace::cli {

class ProgressLine {
 public:
  // Draws on standard error, at most ten times a second; nothing where `shown` is false.
  explicit ProgressLine(bool shown) : shown_(shown), begun_(Clock::now()) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void stage(std::string_view what);
  void draw(const hunt::HuntProgress& progress);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  void show(const std::string& line);

  bool shown_;
  bool drawn_ = false;
  Clock::time_point begun_, last_;
};

// "1.2 GB", "64 kB": decimal units.
[[nodiscard]] std::string byte_count(double bytes);
// "2 h 5 min", "3 min 10 s", "7 s".
[[nodiscard]] std::string duration(double seconds);

}  // namespace hoptrace::cli
