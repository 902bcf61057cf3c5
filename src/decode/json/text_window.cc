#include "decode/json/text_window.h"

#include <algorithm>
#include <utility>

#include "base/arena.h"
#include "base/unicode.h"
#include "decode/decoder.h"

namespace hoptrace::decode::json {

std::uint64_t utf16_bytes(std::string_view utf8) {
  std::uint64_t bytes = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) bytes += byte >= 0xF0 ? 4 : 2;
  }
  return bytes;
}

base::Result<bool> TextWindow::fill(evidence::ByteStream& stream) {
  if (ended_) return false;
  if (start_ > 0) {
    std::copy(text_.begin() + static_cast<std::ptrdiff_t>(start_), text_.begin() + static_cast<std::ptrdiff_t>(end_),
              text_.begin());
    end_ -= start_;
    start_ = 0;
  }
  if (encoding_ == Encoding::kUtf8) return fill_in_place(stream);
  raw_.resize(carried_ + kPieceBytes);
  const auto got = evidence::read_fully(stream, std::span(raw_).subspan(carried_));
  if (!got) return std::unexpected(got.error());
  ended_ = *got < kPieceBytes;
  const std::size_t size = carried_ + *got;
  const std::size_t mark = encoding_ == Encoding::kUnknown ? tell_encoding(size) : 0;
  if (wide()) {
    append_utf16(mark, size);
  } else {
    append(base::Bytes(raw_).subspan(mark, size - mark));
    carried_ = 0;
  }
  return *got > 0;
}

// The buffer is never made smaller: to grow it anew would mean to clear memory that is about to be written.
base::Result<bool> TextWindow::fill_in_place(evidence::ByteStream& stream) {
  if (text_.size() - end_ < kPieceBytes) text_.resize(end_ + kPieceBytes);
  const auto got = evidence::read_fully(stream, std::span(text_).subspan(end_, kPieceBytes));
  if (!got) return std::unexpected(got.error());
  end_ += *got;
  ended_ = *got < kPieceBytes;
  return *got > 0;
}

void TextWindow::append(base::Bytes utf8) {
  if (text_.size() - end_ < utf8.size()) text_.resize(end_ + utf8.size());
  std::copy(utf8.begin(), utf8.end(), text_.begin() + static_cast<std::ptrdiff_t>(end_));
  end_ += utf8.size();
}

void TextWindow::hand_over(std::vector<std::uint8_t>& bytes) {
  const std::size_t left = end_ - start_;
  if (bytes.size() < left) bytes.resize(left);
  std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(start_), left, bytes.begin());
  bytes.swap(text_);
  bytes.resize(start_);
  start_ = 0;
  end_ = left;
}

std::size_t TextWindow::tell_encoding(std::size_t size) {
  encoding_ = Encoding::kUtf8;
  std::size_t mark = 0;
  if (size >= 3 && raw_[0] == 0xEF && raw_[1] == 0xBB && raw_[2] == 0xBF) {
    mark = 3;
  } else if (size >= 2 && raw_[0] == 0xFF && raw_[1] == 0xFE) {
    encoding_ = Encoding::kUtf16Little;
    mark = 2;
  } else if (size >= 2 && raw_[0] == 0xFE && raw_[1] == 0xFF) {
    encoding_ = Encoding::kUtf16Big;
    mark = 2;
  }
  start_offset_ = known_offset_ = mark;
  return mark;
}

void TextWindow::append_utf16(std::size_t from, std::size_t size) {
  std::size_t end = from + (size - from) / 2 * 2;
  if (encoding_ == Encoding::kUtf16Big) {
    for (std::size_t i = from + (from == 0 ? carried_ / 2 * 2 : 0); i + 1 < end; i += 2)
      std::swap(raw_[i], raw_[i + 1]);
  }
  // The first half of a surrogate pair waits for the second.
  if (!ended_ && end - from >= 2 && (raw_[end - 1] & 0xFC) == 0xD8) end -= 2;
  base::Arena arena;
  append(base::bytes_of(base::utf8_from_utf16le(base::Bytes(raw_).subspan(from, end - from), arena)));
  std::copy(raw_.begin() + static_cast<std::ptrdiff_t>(end), raw_.begin() + static_cast<std::ptrdiff_t>(size),
            raw_.begin());
  carried_ = size - end;
}

void TextWindow::drop(std::size_t size) {
  start_offset_ = offset_of(size);
  known_ = 0;
  known_offset_ = start_offset_;
  start_ += size;
}

std::uint64_t TextWindow::offset_of(std::size_t position) {
  if (!wide()) return start_offset_ + position;
  if (position < known_) {
    known_ = 0;
    known_offset_ = start_offset_;
  }
  known_offset_ += utf16_bytes(text().substr(known_, position - known_));
  known_ = position;
  return known_offset_;
}

}  // namespace hoptrace::decode::json
