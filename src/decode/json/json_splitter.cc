#include "decode/json/json_splitter.h"

#include <fmt/format.h>

#include <algorithm>

#include "decode/json/frames.h"

namespace hoptrace::decode::json {
namespace {

using base::AnomalyKind;
using enum base::AnomalyKind;

constexpr std::size_t kComplaints = 100;  // in one piece; more are counted with the last
constexpr int kTrialLines = 8;

std::string_view trim(std::string_view line) {
  constexpr std::string_view kBlank = " \t\r\x1e";
  const std::size_t begin = line.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(kBlank) - begin + 1);
}

// Whether `line` is nothing but whole documents.
bool is_whole(std::string_view line) {
  DocumentWalk walk;
  std::size_t end = 0;
  for (Found found = walk.next(line, true); found.kind != Found::Kind::kEnd; found = walk.next(line, true)) {
    if (found.kind != Found::Kind::kDocument) return false;
    end = found.end;
  }
  return end == line.size();
}

// One of the first lines is a document by itself, and the text does not open an array around them.
bool is_lines(std::string_view text) {
  int tried = 0;
  while (!text.empty() && tried < kTrialLines) {
    const std::size_t size = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
    if (line.empty()) continue;
    if (tried == 0 && line.front() == '[') return false;
    ++tried;
    if (line.front() == '{' && line.back() == '}' && is_whole(line)) return true;
  }
  return false;
}

// An outer object with records in it, told without a scan by what it begins with.
bool may_be_envelope(std::string_view line) {
  std::size_t at = line.find('"');
  if (at == std::string_view::npos || at + 1 >= line.size()) return false;
  const std::string_view key = line.substr(at + 1, 16);
  return key.starts_with('$') || (key.starts_with('@') && !key.starts_with("@timestamp")) ||
         key.starts_with("Records\"") || key.starts_with("records\"") || key.starts_with("value\"") ||
         key.starts_with("count\"") || key.starts_with("nextLink\"") || key.starts_with("continuation");
}

}  // namespace

base::Result<bool> JsonSplitter::next(evidence::ByteStream& stream, Piece& piece) {
  piece.anomalies.clear();
  piece.context.clear();
  piece.offset = reached_;
  complaints_ = 0;
  if (mode_ != Mode::kLines) piece.bytes.clear();  // lines need it as their next buffer
  while (mode_ == Mode::kLines || piece.bytes.size() < kPieceBytes) {
    const Step done = step(piece);
    if (done == Step::kTaken) continue;
    // The window must not move before the lines in it are handed over.
    if (done == Step::kEnd || (mode_ == Mode::kLines && !piece.context.empty())) break;
    const auto more = window_.fill(stream);
    if (!more) return std::unexpected(more.error());
  }
  const bool any = !piece.context.empty();
  if (mode_ == Mode::kLines) window_.hand_over(piece.bytes);
  if (!any) piece.bytes.clear();
  reached_ = window_.offset_of(mode_ == Mode::kStream ? walk_.position() : 0);
  piece.covers = any ? reached_ - piece.offset : 0;
  return any;
}

JsonSplitter::Step JsonSplitter::step(Piece& piece) {
  if (mode_ == Mode::kUnknown) {
    if (window_.text().empty() && !window_.ended()) return Step::kMore;
    mode_ = is_lines(window_.text()) ? Mode::kLines : Mode::kStream;
  }
  if (mode_ == Mode::kLines) return take_line(piece);
  return large_ ? skip_large(piece) : take_from_stream(piece);
}

JsonSplitter::Step JsonSplitter::take_line(Piece& piece) {
  const std::string_view text = window_.text();
  const std::size_t end = text.find('\n', line_scanned_);
  const bool whole = end != std::string_view::npos;
  if (!whole && !window_.ended()) {
    line_scanned_ = text.size();
    if (text.size() <= kLargest && !skipping_line_) return Step::kMore;
    if (!skipping_line_) too_large(window_.offset_of(0), piece);
    skipping_line_ = true;
    window_.drop(text.size());
    line_scanned_ = 0;
    return Step::kMore;
  }
  const std::size_t size = whole ? end : text.size();
  if (!skipping_line_ && size > kLargest) {
    too_large(window_.offset_of(0), piece);
  } else if (!skipping_line_) {
    read_line(size, whole, piece);
  }
  skipping_line_ = false;
  line_scanned_ = 0;
  window_.drop(whole ? size + 1 : size);
  return whole ? Step::kTaken : Step::kEnd;
}

void JsonSplitter::read_line(std::size_t size, bool whole, Piece& piece) {
  const std::string_view line = trim(window_.text().substr(0, size));
  if (line.empty()) return;
  const auto at = static_cast<std::size_t>(line.data() - window_.text().data());
  if (line.front() == '{' && line.back() == '}' && !may_be_envelope(line)) return add(at, at + line.size(), piece);
  DocumentWalk walk;
  bool complained = false;
  for (Found found = walk.next(line, true); found.kind != Found::Kind::kEnd; found = walk.next(line, true)) {
    if (found.kind == Found::Kind::kDocument) {
      add(at + found.begin, at + found.end, piece);
    } else {
      const bool cut = !whole && found.kind == Found::Kind::kBroken;
      if (!complained) complain(cut ? kTruncated : kBadDocument, at + found.begin, found.why, piece);
      complained = true;  // one a line
    }
  }
}

JsonSplitter::Step JsonSplitter::take_from_stream(Piece& piece) {
  const std::string_view text = window_.text();
  Found found = walk_.next(text, window_.ended());
  if (found.kind == Found::Kind::kMore && text.size() - found.begin > kLargest) {
    const auto again = walk_.give_up(text);
    if (!again) {
      large_ = window_.offset_of(found.begin);
      return skip_large(piece);
    }
    found = *again;
  }
  switch (found.kind) {
    case Found::Kind::kEnd:
      window_.drop(text.size());
      walk_.shift(text.size());
      return Step::kEnd;
    case Found::Kind::kMore:
      window_.drop(found.begin);
      walk_.shift(found.begin);
      return Step::kMore;
    case Found::Kind::kDocument:
      if (found.end - found.begin > kLargest) {
        too_large(window_.offset_of(found.begin), piece);
      } else {
        add(found.begin, found.end, piece);
      }
      return Step::kTaken;
    case Found::Kind::kBroken:
    case Found::Kind::kJunk: {
      const bool cut = window_.ended() && found.end == text.size() && found.kind == Found::Kind::kBroken;
      complain(cut ? kTruncated : kBadDocument, found.begin, found.why, piece);
      return Step::kTaken;
    }
  }
  return Step::kEnd;
}

// Walks on to the end of a document that is too large, holding nothing of it.
JsonSplitter::Step JsonSplitter::skip_large(Piece& piece) {
  const std::string_view text = window_.text();
  const Found found = walk_.next(text, window_.ended());
  if (found.kind == Found::Kind::kMore) {
    window_.drop(found.end);
    walk_.shift(found.end);
    return Step::kMore;
  }
  too_large(*large_, piece);
  large_.reset();
  return found.kind == Found::Kind::kEnd ? Step::kEnd : Step::kTaken;
}

void JsonSplitter::too_large(std::uint64_t offset, Piece& piece) {
  piece.anomalies.push_back(
      {AnomalyKind::kTooLarge, offset, fmt::format("a document of more than {} MiB was left out", kLargest >> 20)});
}

void JsonSplitter::add(std::size_t begin, std::size_t end, Piece& piece) {
  const std::uint64_t offset = window_.offset_of(begin);
  const std::string_view text = window_.text().substr(begin, end - begin);
  if (mode_ == Mode::kStream) return append_frame(piece, {offset, window_.wide(), text});
  note_frame(piece, {offset, static_cast<std::uint32_t>(window_.position() + begin),
                     static_cast<std::uint32_t>(text.size()) & 0x7FFF'FFFFU, window_.wide() ? 1U : 0U});
}

// A piece holds so many complaints and no more; the last one then counts the rest.
void JsonSplitter::complain(AnomalyKind kind, std::size_t at, std::string_view why, Piece& piece) {
  const std::uint64_t offset = window_.offset_of(at);
  if (++complaints_ <= kComplaints) {
    piece.anomalies.push_back({kind, offset, std::string(why)});
  } else if (complaints_ == kComplaints + 1) {
    piece.anomalies.push_back({kind, offset, "1 more damaged place"});
  } else {
    piece.anomalies.back().detail =
        fmt::format("{} more damaged places, the last at byte {}", complaints_ - kComplaints, offset);
  }
}

}  // namespace hoptrace::decode::json
