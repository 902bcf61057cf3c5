#include "decode/json/document_walk.h"

#include <algorithm>
#include <array>

namespace hoptrace::decode::json {
namespace {

constexpr std::uint64_t kAllowance = 64 * 1024;  // of spent_ beyond kFactor times passed_
constexpr std::uint64_t kFactor = 8;
constexpr std::size_t kHead = 64 * 1024;  // an envelope shows itself within so many bytes

// Keys under which exports wrap their records: CloudTrail (Records), Azure diagnostics (records), Graph (value).
constexpr std::array<std::string_view, 3> kEnvelopes{"Records", "records", "value"};
// Keys that may stand before them.
constexpr std::array<std::string_view, 3> kBefore{"count", "nextLink", "continuationToken"};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\x1e';  // RFC 7464 puts 0x1E before each record
}

std::size_t skip_blank(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

// Behind the closing quote of the simple string that begins at `at`, or npos.
std::size_t string_end(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '"') return std::string_view::npos;
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at < text.size() ? at + 1 : std::string_view::npos;
}

std::size_t scalar_end(std::string_view text, std::size_t at) {
  if (at < text.size() && text[at] == '"') return string_end(text, at);
  if (at < text.size() && (text[at] == '{' || text[at] == '[')) return std::string_view::npos;
  return std::min(text.find_first_of(",}", at), text.size());
}

// evtx_dump's plain mode announces each document with a line "Record 12".
bool is_announcement(std::string_view line) {
  constexpr std::string_view kWord = "Record ";
  if (!line.starts_with(kWord)) return false;
  line.remove_prefix(kWord.size());
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return !line.empty() && line.find_first_not_of("0123456789") == std::string_view::npos;
}

// How far text[at] stands from the beginning of its line if only blanks, commas and brackets are before it.
std::optional<std::size_t> indentation(std::string_view text, std::size_t at) {
  std::size_t size = 0;
  while (at > 0 && text[at - 1] != '\n') {
    const char c = text[--at];
    if (!is_blank(c) && c != ',' && c != '[') return std::nullopt;
    ++size;
  }
  return size;
}

// A line below `begin`'s that begins with '{' no deeper than `begin` itself.
std::size_t next_line_start(std::string_view text, std::size_t begin) {
  const auto deepest = indentation(text, begin);
  if (!deepest) return std::string_view::npos;
  for (std::size_t line = text.find('\n', begin); line != std::string_view::npos; line = text.find('\n', line + 1)) {
    std::size_t at = line + 1;
    while (at < text.size() && text[at] != '\n' && (is_blank(text[at]) || text[at] == ',')) ++at;
    if (at < text.size() && text[at] == '{' && at - line - 1 <= *deepest) return at;
  }
  return std::string_view::npos;
}

std::string_view first_key(std::string_view document) {
  const std::size_t at = skip_blank(document, 1);
  const std::size_t end = string_end(document, at);
  return end == std::string_view::npos || end - at > 256 ? std::string_view{} : document.substr(at, end - at);
}

}  // namespace

std::optional<std::size_t> envelope_items(std::string_view text, std::size_t begin) {
  std::size_t at = skip_blank(text, begin + 1);
  const auto is = [](std::string_view key) { return [key](std::string_view other) { return key == other; }; };
  while (true) {
    const std::size_t end = string_end(text, at);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view key = text.substr(at + 1, end - at - 2);
    at = skip_blank(text, end);
    if (at >= text.size() || text[at] != ':') return std::nullopt;
    at = skip_blank(text, at + 1);
    if (std::any_of(kEnvelopes.begin(), kEnvelopes.end(), is(key))) {
      if (at >= text.size() || text[at] != '[') return std::nullopt;
      const std::size_t item = skip_blank(text, at + 1);
      if (item < text.size() && text[item] != '{' && text[item] != ']') return std::nullopt;
      return at + 1;
    }
    if (!key.starts_with('@') && !key.starts_with('$') && std::none_of(kBefore.begin(), kBefore.end(), is(key))) {
      return std::nullopt;
    }
    const std::size_t value = scalar_end(text, at);
    if (value == std::string_view::npos) return std::nullopt;
    at = skip_blank(text, value);
    if (at >= text.size() || text[at] != ',') return std::nullopt;
    at = skip_blank(text, at + 1);
  }
}

void DocumentWalk::shift(std::size_t size) {
  position_ -= std::min(size, position_);
  begin_ -= std::min(size, begin_);
  if (scan_) scan_->shift(size);
}

// Passes over what may stand between documents. True where an envelope's array ends and its rest must be scanned.
bool DocumentWalk::skip_between(std::string_view text) {
  while (position_ < text.size()) {
    const char c = text[position_];
    if (!is_blank(c) && c != ',' && c != '[' && c != ']') return false;
    ++position_;
    if (c == ']' && in_envelope_) {
      in_envelope_ = false;
      return true;
    }
  }
  return false;
}

Found DocumentWalk::next(std::string_view text, bool all) {
  while (true) {
    if (const auto found = scan_ ? finish(text, all) : start(text, all)) return *found;
  }
}

std::optional<Found> DocumentWalk::start(std::string_view text, bool all) {
  if (skip_between(text)) {
    begin_ = position_;
    tail_ = true;
    scan_.emplace(position_, true);
    return std::nullopt;
  }
  if (position_ >= text.size()) return Found{all ? Found::Kind::kEnd : Found::Kind::kMore, position_, position_};
  if (text[position_] != '{') return junk(text, all);
  begin_ = position_;
  if (!all && text.size() - begin_ < kHead) return Found{Found::Kind::kMore, begin_, begin_};
  if (const auto items = envelope_items(text.substr(0, std::min(text.size(), begin_ + kHead)), begin_)) {
    in_envelope_ = true;
    position_ = *items;
    return std::nullopt;
  }
  tail_ = false;
  scan_.emplace(begin_);
  return std::nullopt;
}

std::optional<Found> DocumentWalk::finish(std::string_view text, bool all) {
  switch (scan_->advance(text)) {
    case DocumentScan::State::kMore:
      if (!all) return Found{Found::Kind::kMore, tail_ ? scan_->position() : begin_, scan_->position()};
      return broken(text, "it ends in the middle");
    case DocumentScan::State::kBroken:
      return broken(text, scan_->why());
    case DocumentScan::State::kEnd:
      break;
  }
  const bool was_tail = tail_;
  resume_at(scan_->position());
  if (was_tail) return std::nullopt;
  first_key_ = first_key(text.substr(begin_, position_ - begin_));
  return Found{Found::Kind::kDocument, begin_, position_};
}

std::size_t DocumentWalk::same_line_start(std::string_view text, std::size_t from) const {
  for (std::size_t at = text.find('}', from); at != std::string_view::npos; at = text.find('}', at + 1)) {
    std::size_t open = skip_blank(text, at + 1);
    if (open < text.size() && text[open] == ',') open = skip_blank(text, open + 1);
    if (open >= text.size() || text[open] != '{') continue;
    const std::size_t key = skip_blank(text, open + 1);
    if (text.substr(key).starts_with(first_key_.empty() ? std::string_view("\"") : first_key_)) return open;
  }
  return std::string_view::npos;
}

void DocumentWalk::resume_at(std::size_t position) {
  passed_ += position - begin_;
  scan_.reset();
  tail_ = false;
  position_ = position;
}

std::size_t DocumentWalk::find_again(std::string_view text, std::size_t stopped) {
  if (spent_ > kAllowance + kFactor * passed_) return std::string_view::npos;
  std::size_t again = next_line_start(text, begin_);
  spent_ += std::min(again, text.size()) - begin_;
  if (again == std::string_view::npos) {
    again = same_line_start(text, begin_ + 1);
    spent_ += std::min(again, text.size()) - begin_;
  }
  if (again < stopped) spent_ += stopped - again;
  return again;
}

Found DocumentWalk::broken(std::string_view text, const char* why) {
  const std::size_t stopped = std::min(std::max(scan_->position(), begin_ + 1), text.size());
  const std::size_t again = find_again(text, stopped);
  resume_at(again == std::string_view::npos ? stopped : again);
  return {Found::Kind::kBroken, begin_, position_, why};
}

std::optional<Found> DocumentWalk::give_up(std::string_view text) {
  const std::size_t again = find_again(text, text.size());
  if (again == std::string_view::npos) return std::nullopt;
  resume_at(again);
  return Found{Found::Kind::kBroken, begin_, again, "it does not end"};
}

// Text that is no JSON: up to the next '{' or the end of the line.
std::optional<Found> DocumentWalk::junk(std::string_view text, bool all) {
  const std::size_t begin = position_;
  const std::size_t line = text.find('\n', begin);
  if (line == std::string_view::npos && !all && text.size() - begin < kHead) {
    return Found{Found::Kind::kMore, begin, begin};
  }
  const std::size_t end = std::min({text.find('{', begin), line, text.size()});
  position_ = end;
  if (is_announcement(text.substr(begin, end - begin))) return std::nullopt;
  return Found{Found::Kind::kJunk, begin, end, "text outside of any document"};
}

}  // namespace hoptrace::decode::json
