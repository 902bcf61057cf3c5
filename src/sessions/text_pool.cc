#include "sessions/text_pool.h"

#include <xxhash.h>

#include "base/process_key.h"

namespace hoptrace::sessions {

std::size_t TextPool::Hash::operator()(std::string_view text) const noexcept {
  return XXH3_64bits_withSeed(text.data(), text.size(), base::key_of_process());
}

Text TextPool::intern(std::string_view text) {
  if (text.empty()) return kNoText;
  if (const auto known = numbers_.find(text); known != numbers_.end()) return known->second;
  const std::string_view kept = kept_.emplace_back(text);
  const auto number = static_cast<Text>(texts_.size());
  texts_.push_back(kept);
  numbers_.emplace(kept, number);
  return number;
}

Text TextPool::find(std::string_view text) const {
  const auto known = numbers_.find(text);
  return known == numbers_.end() ? kNoText : known->second;
}

}  // namespace hoptrace::sessions
