#include "decode/zeek/zeek_decoder.h"

#include <charconv>
#include <cmath>
#include <optional>

#include "base/unicode.h"
#include "decode/zeek/zeek_escapes.h"

namespace hoptrace::decode::zeek {
namespace {

using base::AnomalyKind;
using event::Value;

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Seconds since 1970 with their fraction, as digits: a double would not hold them all. Else ISO 8601.
std::optional<base::Time> time_of(std::string_view text) {
  constexpr std::int64_t kLastSecond = 253402300799;  // of the year 9999
  constexpr int kDigits = 7;                          // of a tick
  const std::size_t dot = std::min(text.find('.'), text.size());
  const auto seconds = number_of<std::int64_t>(text.substr(0, dot));
  if (!seconds) return base::parse_time(text, true);
  if (*seconds < 0 || *seconds > kLastSecond) return std::nullopt;
  std::int64_t ticks = 0;
  std::string_view fraction = text.substr(std::min(dot + 1, text.size()));
  for (const char c : fraction) {
    if (c < '0' || c > '9') return std::nullopt;
  }
  fraction = fraction.substr(0, kDigits);
  for (int i = 0; i < kDigits; ++i) {
    const auto at = static_cast<std::size_t>(i);
    ticks = ticks * 10 + (at < fraction.size() ? fraction[at] - '0' : 0);
  }
  return base::Time{*seconds * base::Time::kTicksPerSecond + ticks};
}

// Nothing where `text` is not of that type.
std::optional<Value> typed(ColumnType type, std::string_view text) {
  switch (type) {
    case ColumnType::kCount:
      if (const auto number = number_of<std::uint64_t>(text)) return Value::unsigned_integer(*number);
      break;
    case ColumnType::kInt:
      if (const auto number = number_of<std::int64_t>(text)) return Value::integer(*number);
      break;
    case ColumnType::kTime:
    case ColumnType::kReal:
      if (const auto number = number_of<double>(text); number && std::isfinite(*number)) return Value::real(*number);
      if (type == ColumnType::kTime && base::parse_time(text, true)) return Value::text(text);
      break;
    case ColumnType::kBool:
      if (text == "T" || text == "F") return Value::boolean(text == "T");
      break;
    case ColumnType::kText:
      return Value::text(text);
  }
  return std::nullopt;
}

}  // namespace

void ZeekDecoder::decode(const Piece& piece, EventSink& sink) {
  begin(piece.context, piece.offset);
  LineWalk lines(piece);
  while (const auto line = lines.next()) {
    at_ = line->offset;
    if (line->text.starts_with('#')) {
      if (ZeekHeader::is_part(line->text)) take_header_line(*line);
    } else if (!line->text.empty()) {
      take_record(*line, sink);
    }
  }
  troubles_.tell(sink);
}

// Pieces of one file mostly have one header: it is read again only where it is another.
void ZeekDecoder::begin(const std::string& context, std::uint64_t offset) {
  if (header_is_from_ && context == header_from_) return;
  header_ = {};
  header_from_ = context;
  header_is_from_ = true;
  for (std::string_view rest = context; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    if (const char* wrong = header_.add(rest.substr(0, end), names_)) {
      troubles_.add(AnomalyKind::kBadHeader, offset, wrong);
    }
    rest.remove_prefix(std::min(end, rest.size() - 1) + 1);
  }
}

void ZeekDecoder::take_header_line(const Line& line) {
  header_is_from_ = false;
  if (const char* wrong = header_.add(line.text, names_)) troubles_.add(AnomalyKind::kBadHeader, line.offset, wrong);
}

void ZeekDecoder::take_record(const Line& line, EventSink& sink) {
  if (!header_.complete()) {
    troubles_.add(AnomalyKind::kBadRecord, line.offset, "no header says what the values of this line are");
    return;
  }
  event_.clear();
  event_.origin.offset = line.offset;
  event_.kind = {.product = "zeek", .category = {}, .service = header_.path()};
  std::string_view text = line.text;
  if (!base::is_valid_utf8(text)) {
    text = base::valid_utf8(text, event_.arena());
    troubles_.add(AnomalyKind::kBadText, line.offset, "the line is not valid UTF-8");
  }
  if (!fill(text)) {
    if (line.whole) {
      troubles_.add(AnomalyKind::kBadRecord, line.offset, "the line has not as many values as the header has fields");
    } else {
      troubles_.add(AnomalyKind::kTruncated, line.offset, "the file ends in the middle of a line");
    }
    return;
  }
  if (!event_.timed) troubles_.add(AnomalyKind::kBadTime, line.offset, "the record does not say when it happened");
  sink.on_event(event_);
}

bool ZeekDecoder::fill(std::string_view line) {
  const std::string_view separator = header_.separator();
  const auto& columns = header_.columns();
  std::size_t column = 0;
  for (std::size_t at = 0; at <= line.size(); ++column) {
    const std::size_t end = std::min(line.find(separator, at), line.size());
    if (column == columns.size()) return false;
    add(columns[column], line.substr(at, end - at));
    at = end + separator.size();
    if (end == line.size()) at = line.size() + 1;
  }
  return column == columns.size();
}

void ZeekDecoder::add(const Column& column, std::string_view text) {
  if (text == header_.unset()) return;
  if (!column.many) return add_one(column, text);
  if (text == header_.empty()) return event_.add(column.id, column.name, Value::null());
  const std::string_view separator = header_.set_separator();
  while (true) {
    const std::size_t end = text.find(separator);
    const std::string_view item = text.substr(0, end);
    if (item != header_.unset()) add_one(column, item);
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + separator.size());
  }
}

void ZeekDecoder::add_one(const Column& column, std::string_view text) {
  if (event_.fields().size() == kMaxFields) {
    return troubles_.add(AnomalyKind::kTooLarge, at_, "only the first 65,536 values of the record were read");
  }
  event_.add(column.id, column.name, text == header_.empty() ? Value::text({}) : value_of(column, text));
  if (column.name != "ts") return;
  if (const auto time = time_of(text)) {
    event_.time = *time;
    event_.timed = true;
  }
}

Value ZeekDecoder::value_of(const Column& column, std::string_view text) {
  text = unescaped(text, event_.arena());
  if (const auto value = typed(column.type, text)) return *value;
  troubles_.add(AnomalyKind::kBadValue, at_, "a value is not of its column's type, and was kept as text");
  return Value::text(text);
}

}  // namespace hoptrace::decode::zeek
