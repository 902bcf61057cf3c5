#include "indicators/literal_table.h"

#include "base/check.h"

namespace hoptrace::indicators {

void LiteralTable::build(std::vector<std::pair<std::string, std::uint32_t>> literals) {
  literals_ = std::move(literals);
  filed_.clear();
  seen_.reset();
  std::unordered_map<std::uint32_t, std::uint32_t> counts;
  for (const auto& [literal, id] : literals_) {
    base::check(literal.size() >= kGram, "a literal is long enough to be filed");
    for (std::size_t i = 0; i + kGram <= literal.size(); ++i) ++counts[gram(literal.data() + i)];
  }
  for (std::uint32_t number = 0; number < literals_.size(); ++number) {
    const std::string& literal = literals_[number].first;
    std::uint32_t best = 0;
    for (std::uint32_t i = 1; i + kGram <= literal.size(); ++i) {
      if (counts[gram(literal.data() + i)] < counts[gram(literal.data() + best)]) best = i;
    }
    const std::uint32_t key = gram(literal.data() + best);
    filed_[key].push_back({number, best});
    seen_.set(bit(key));
  }
}

}  // namespace hoptrace::indicators
