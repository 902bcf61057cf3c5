#include "cli/progress_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "cli/terminal.h"
#include "report/escape.h"

namespace hoptrace::cli {
std::string byte_count(double bytes) {
  constexpr std::array<const char*, 5> kUnits{"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  while (bytes >= 1000 && unit + 1 < kUnits.size()) bytes /= 1000, ++unit;
  return unit == 0 || bytes >= 100 ? fmt::format("{:.0f} {}", bytes, kUnits[unit])
                                   : fmt::format("{:.1f} {}", bytes, kUnits[unit]);
}

std::string duration(double seconds) {
  const auto s = std::lround(seconds);
  if (s >= 3600) return fmt::format("{} h {} min", s / 3600, s % 3600 / 60);
  if (s >= 60) return fmt::format("{} min {} s", s / 60, s % 60);
  return fmt::format("{} s", s);
}

void ProgressLine::stage(std::string_view what) {
  begun_ = Clock::now();
  show(fmt::format("{} …", what));
}

void ProgressLine::draw(const hunt::HuntProgress& p) {
  const auto now = Clock::now();
  constexpr auto kPause = std::chrono::milliseconds(100);
  if (!shown_ || now - last_ < kPause) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  const double rate = seconds > 0 ? static_cast<double>(p.bytes_done) / seconds : 0;
  const double part = p.bytes_all > 0 ? static_cast<double>(p.bytes_done) / static_cast<double>(p.bytes_all) : 1;
  const double left = rate > 0 ? static_cast<double>(p.bytes_all - std::min(p.bytes_done, p.bytes_all)) / rate : 0;
  show(fmt::format("{:3.0f}%  {} of {}  {}/s  {} left  {} findings  {}", 100 * part,
                   byte_count(static_cast<double>(p.bytes_done)), byte_count(static_cast<double>(p.bytes_all)),
                   byte_count(rate), duration(left), p.findings, report::terminal(p.path)));
}

void ProgressLine::show(const std::string& line) {
  if (!shown_) return;
  const auto width = static_cast<std::size_t>(std::max(terminal_width(stderr) - 1, 20));
  std::fputs(("\r\033[K" + report::shortened(line, width)).c_str(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressLine::clear() {
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
}

}  // namespace hoptrace::cli
