#include "decode/evtx/template_pattern.h"

#include <algorithm>
#include <cstring>

namespace hoptrace::decode::evtx {
namespace {

// A name in a chunk: the next name's offset (4 bytes), a hash (2), its length in units (2), its text, a NUL (2).
constexpr std::size_t kReadAhead = 8;
constexpr std::size_t kNameUnits = 6, kNameText = 8, kNameEnd = 2;

template <class Word>
bool same_word(const std::uint8_t* a, const std::uint8_t* b) {
  Word x, y;
  std::memcpy(&x, a, sizeof x);
  std::memcpy(&y, b, sizeof y);
  return x == y;
}

std::uint64_t eight(const std::uint8_t* at) {
  std::uint64_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

// Whether `size` bytes are the same. For few bytes, as they are here, much quicker than a call; eight bytes can be
// read from both.
inline bool same(const std::uint8_t* a, const std::uint8_t* b, std::size_t size) {
  if (size < 8) return size == 0 || (eight(a) ^ eight(b)) << (64 - 8 * size) == 0;
  for (std::size_t at = 0; at + 8 < size; at += 8) {
    if (eight(a + at) != eight(b + at)) return false;
  }
  return eight(a + size - 8) == eight(b + size - 8);
}

}  // namespace

bool TemplatePattern::matches(base::Bytes chunk, std::size_t begin, std::size_t end) const {
  const std::uint8_t* const base = chunk.data();
  const std::uint8_t* want = bytes_.data();
  std::size_t at = begin;
  for (const Piece& piece : pieces_) {
    const std::size_t needed = std::size_t{piece.literal} + piece.size + (piece.units != 0 ? 4 : 0);
    if (end - at < needed || chunk.size() - at < kReadAhead || !same(base + at, want, piece.literal)) return false;
    want += piece.literal;
    at += needed;
    if (piece.units == 0) continue;
    std::uint32_t offset;
    std::memcpy(&offset, base + at - 4, sizeof offset);
    const std::size_t text = std::size_t{piece.units} * 2;
    if (offset > chunk.size() || chunk.size() - offset < kNameText + text + kReadAhead) return false;
    if (!same_word<std::uint16_t>(base + offset + kNameUnits, reinterpret_cast<const std::uint8_t*>(&piece.units)) ||
        !same(base + offset + kNameText, want, text)) {
      return false;
    }
    want += text;
    if (offset != at) continue;
    if (end - at < kNameText + text + kNameEnd) return false;
    at += kNameText + text + kNameEnd;
  }
  // The parser stops at the end of the bytes, at the end token and at the end of an element.
  return at == end || (base[at] & 0xBF) == 0x00 || (base[at] & 0xBF) == 0x04;
}

TemplatePattern::Piece& PatternWriter::piece_up_to(std::size_t at) {
  constexpr std::size_t kLongest = 0xFFFF;
  for (; at - at_ > kLongest; at_ += kLongest) {
    pattern_.pieces_.push_back({static_cast<std::uint16_t>(kLongest), 0, 0});
    pattern_.bytes_.insert(pattern_.bytes_.end(), chunk_.begin() + static_cast<std::ptrdiff_t>(at_),
                           chunk_.begin() + static_cast<std::ptrdiff_t>(at_ + kLongest));
  }
  auto& pieces = pattern_.pieces_;
  // A name right behind a size belongs to the same piece.
  if (at == at_ && !pieces.empty() && pieces.back().size != 0 && pieces.back().units == 0) return pieces.back();
  pieces.push_back({static_cast<std::uint16_t>(at - at_), 0, 0});
  pattern_.bytes_.insert(pattern_.bytes_.end(), chunk_.begin() + static_cast<std::ptrdiff_t>(at_),
                         chunk_.begin() + static_cast<std::ptrdiff_t>(at));
  at_ = at;
  return pieces.back();
}

void PatternWriter::size(std::size_t at) {
  if (chunk_.size() - at < 4) return;  // the parser fails there as well
  const std::size_t before = at_;
  TemplatePattern::Piece* piece = &piece_up_to(at);
  if (at == before && piece->size != 0) {  // one size right behind another
    pattern_.pieces_.push_back({});
    piece = &pattern_.pieces_.back();
  }
  piece->size = 4;
  at_ = at + 4;
}

void PatternWriter::name(std::size_t at, std::size_t offset, bool in_place) {
  TemplatePattern::Piece& piece = piece_up_to(at);
  std::uint16_t units;
  std::memcpy(&units, chunk_.data() + offset + kNameUnits, sizeof units);
  piece.units = units;
  const auto text = chunk_.begin() + static_cast<std::ptrdiff_t>(offset + kNameText);
  pattern_.bytes_.insert(pattern_.bytes_.end(), text, text + std::ptrdiff_t{units} * 2);
  at_ = at + 4 + (in_place ? kNameText + std::size_t{units} * 2 + kNameEnd : 0);
}

void PatternWriter::close(std::size_t end) {
  if (end > at_) (void)piece_up_to(end);
  pattern_.bytes_.insert(pattern_.bytes_.end(), kReadAhead, 0);
  pattern_.pieces_.shrink_to_fit();
  pattern_.bytes_.shrink_to_fit();
}

}  // namespace hoptrace::decode::evtx
