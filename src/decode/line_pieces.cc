#include "decode/line_pieces.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <span>
#include <utility>

namespace hoptrace::decode {

base::Result<bool> LineCutter::next(evidence::ByteStream& stream, Piece& piece) {
  piece.anomalies.clear();
  piece.context.clear();
  piece.covers = 0;
  piece.offset = reached_;
  piece.bytes.swap(rest_);
  rest_.clear();
  std::uint64_t skipped = 0;
  for (std::size_t searched = 0; !ended_;) {
    if (auto read = read_more(stream, piece.bytes); !read) return std::unexpected(read.error());
    if (ended_) break;  // whatever is left is the last line
    const auto unsearched = std::span(piece.bytes).subspan(searched) | std::views::reverse;
    const auto found = std::ranges::find(unsearched, std::uint8_t{'\n'});
    if (found != unsearched.end()) {
      rest_.assign(found.base(), std::span(piece.bytes).end());
      piece.bytes.resize(piece.bytes.size() - rest_.size());
      break;
    }
    searched = piece.bytes.size();
    if (searched <= kLongestLine) continue;
    piece.anomalies.push_back({base::AnomalyKind::kTooLarge, reached_ + skipped,
                               fmt::format("a line of more than {} MiB was left out", kLongestLine >> 20)});
    const auto gone = skip_line(stream, piece.bytes);
    if (!gone) return std::unexpected(gone.error());
    skipped += *gone;
    searched = 0;
  }
  if (piece.bytes.empty()) return false;
  if (skipped > 0) piece.covers = skipped + piece.bytes.size();
  reached_ = piece.end();
  return true;
}

base::Result<void> LineCutter::read_more(evidence::ByteStream& stream, std::vector<std::uint8_t>& bytes) {
  const std::size_t had = bytes.size();
  bytes.resize(had + kPieceBytes);
  const auto got = evidence::read_fully(stream, std::span(bytes).subspan(had));
  if (!got) return std::unexpected(got.error());
  bytes.resize(had + *got);
  ended_ = *got < kPieceBytes;
  return {};
}

base::Result<std::uint64_t> LineCutter::skip_line(evidence::ByteStream& stream, std::vector<std::uint8_t>& bytes) {
  std::uint64_t skipped = bytes.size();
  bytes.clear();
  while (!ended_) {
    if (auto read = read_more(stream, bytes); !read) return std::unexpected(read.error());
    const auto end = std::ranges::find(bytes, std::uint8_t{'\n'});
    const bool found = end != bytes.end();
    const auto gone = end - bytes.begin() + (found ? 1 : 0);
    skipped += static_cast<std::uint64_t>(gone);
    bytes.erase(bytes.begin(), bytes.begin() + gone);
    if (found) break;
  }
  return skipped;
}

LineWalk::LineWalk(const Piece& piece) : LineWalk(piece.bytes, piece.end() - piece.bytes.size()) {}

LineWalk::LineWalk(base::Bytes bytes, std::uint64_t offset) : rest_(base::text_of(bytes)), offset_(offset) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (offset_ != 0 || !rest_.starts_with(kMark)) return;
  rest_.remove_prefix(kMark.size());
  offset_ += kMark.size();
}

std::optional<Line> LineWalk::next() {
  if (rest_.empty()) return std::nullopt;
  const std::size_t end = rest_.find('\n');
  const bool whole = end != std::string_view::npos;
  Line line{offset_, rest_.substr(0, end), whole};
  const std::size_t taken = line.text.size() + (whole ? 1 : 0);
  rest_.remove_prefix(taken);
  offset_ += taken;
  if (whole && line.text.ends_with('\r')) line.text.remove_suffix(1);
  return line;
}

}  // namespace hoptrace::decode
