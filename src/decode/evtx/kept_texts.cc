#include "decode/evtx/kept_texts.h"

#include "base/unicode.h"

namespace hoptrace::decode::evtx {

const KeptTexts::Kept& KeptTexts::of_utf16(base::Bytes utf16) {
  const auto known = by_utf16_.find(base::text_of(utf16));
  if (known != by_utf16_.end()) return known->second;
  const std::string_view key = arena_.copy(base::text_of(utf16));
  memory_ += kEntry + key.size();
  scratch_.reset();
  const Kept kept{base::bytes_of(key), of_utf8(base::utf8_from_utf16le(utf16, scratch_))};
  return by_utf16_.emplace(key, kept).first->second;
}

std::string_view KeptTexts::of_utf8(std::string_view utf8) {
  const auto known = by_utf8_.find(utf8);
  if (known != by_utf8_.end()) return known->second;
  const std::string_view text = arena_.copy(utf8);
  memory_ += kEntry + text.size();
  return by_utf8_.emplace(text, text).first->second;
}

void KeptTexts::forget() {
  by_utf16_.clear();
  by_utf8_.clear();
  arena_.reset();
  memory_ = 0;
}

}  // namespace hoptrace::decode::evtx
