#include "assess/attribution/report_name.h"

#include <algorithm>
#include <string>

namespace hoptrace::assess {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_word(text[end])) ++end;
    if (end > i) out.push_back(text.substr(i, end - i));
    i = std::max(end, i + 1);
  }
  return out;
}

}  // namespace

std::optional<int> year_in(std::string_view report) {
  constexpr int kFirst = 1990, kLast = 2099;
  std::optional<int> out;
  for (std::size_t i = 0; i < report.size();) {
    std::size_t end = i;
    while (end < report.size() && is_digit(report[end])) ++end;
    if (end - i == 4) {
      const int number = std::stoi(std::string(report.substr(i, 4)));
      if (number >= kFirst && number <= kLast) out = number;
    }
    i = std::max(end, i + 1);
  }
  return out;
}

std::vector<GroupIndex> groups_in(std::string_view report, const Knowledge& knowledge) {
  constexpr std::size_t kMostWords = 3, kShortest = 4;
  const std::vector<std::string_view> all = words(report);
  std::vector<GroupIndex> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string spaced, joined;  // "Sea Turtle" and "APT 10", which is APT10
    for (std::size_t n = i; n < std::min(i + kMostWords, all.size()); ++n) {
      spaced.append(n > i ? " " : "").append(all[n]);
      joined.append(all[n]);
      if (joined.size() < kShortest) continue;
      for (const std::string& name : {spaced, joined})
        if (const auto group = knowledge.group(name)) out.push_back(*group);
    }
  }
  std::ranges::sort(out);
  const auto repeated = std::ranges::unique(out);
  out.erase(repeated.begin(), repeated.end());
  return out;
}

}  // namespace hoptrace::assess
