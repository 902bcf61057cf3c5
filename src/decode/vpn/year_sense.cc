#include "decode/vpn/year_sense.h"

#include <fmt/format.h>

#include <charconv>

namespace hoptrace::decode::vpn {
namespace {

constexpr int kFar = 6;  // months

// How many years on a line of `month` is, behind one of `last`.
int turn(int last, int month) {
  if (last == 0) return 0;
  if (last - month > kFar) return 1;
  return month - last > kFar ? -1 : 0;
}

}  // namespace

YearSense YearSense::from_context(std::string_view context) {
  YearSense sense;
  const std::size_t blank = context.find(' ');
  if (blank == std::string_view::npos) return sense;
  std::from_chars(context.data(), context.data() + blank, sense.year_);
  std::from_chars(context.data() + blank + 1, context.data() + context.size(), sense.month_);
  return sense;
}

std::string YearSense::context() const {
  return known() ? fmt::format("{} {}", year_, month_) : std::string();
}

int YearSense::note(const LogStamp& stamp) {
  if (stamp.has_year()) {
    year_ = stamp.parts.year;
    month_ = stamp.parts.month;
    return year_;
  }
  if (!known()) return 0;
  const int turned = turn(month_, stamp.parts.month);
  if (turned < 0) return year_ - 1;  // a late comer: the others go on from where they were
  year_ += turned;
  month_ = stamp.parts.month;
  return year_;
}

bool YearSense::look_ahead(const LogStamp& stamp) {
  const int turned = turn(month_, stamp.parts.month);
  if (first_month_ == 0) first_month_ = stamp.parts.month;
  if (turned >= 0) {
    month_ = stamp.parts.month;
    turns_ += turned;
  }
  if (!stamp.has_year()) return false;
  year_ = stamp.parts.year - turns_ + (turned < 0 ? 1 : 0);
  month_ = first_month_;
  return true;
}

}  // namespace hoptrace::decode::vpn
