#include "rules/closest.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace hoptrace::rules {
namespace {

constexpr std::size_t kMostMistakes = 2;
constexpr std::size_t kLongestWord = 64;
constexpr std::size_t kMostWords = 1'000;  // beyond that nobody typed them by hand

// Letters to add, drop or replace (Levenshtein).
std::size_t mistakes(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t k = 0; k < b.size(); ++k) {
      const std::size_t replaced = diagonal + (a[i] == b[k] ? 0 : 1);
      diagonal = row[k + 1];
      row[k + 1] = std::min({replaced, row[k] + 1, row[k + 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
  if (word.size() > kLongestWord || known.size() > kMostWords) return {};
  std::string_view best;
  std::size_t fewest = std::min(kMostMistakes, word.size() / 2) + 1;
  for (const std::string_view candidate : known) {
    if (candidate.size() > kLongestWord) continue;
    if (const std::size_t count = mistakes(word, candidate); count < fewest) {
      fewest = count;
      best = candidate;
    }
  }
  return best.empty() ? std::string() : fmt::format("; did you mean `{}`?", best);
}

}  // namespace hoptrace::rules
