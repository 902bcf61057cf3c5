#include "decode/vpn/vpn_decoder.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <string>

#include "base/unicode.h"
#include "decode/vpn/vpn_splitter.h"

namespace hoptrace::decode::vpn {
namespace {

using base::AnomalyKind;
using event::Value;

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

// How the products write that there is none.
bool says_none(std::string_view text) {
  return text.empty() || text == "N/A" || text == "0.0.0.0" || text == "::";
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;  // the pattern took nothing but digits
}

Value value_of(Capture capture, std::string_view text) {
  if (capture == Capture::kDuration) return Value::unsigned_integer(seconds_of(text).value_or(0));
  const bool number =
      capture == Capture::kPublicPort || capture == Capture::kBytesIn || capture == Capture::kBytesOut;
  return number ? Value::unsigned_integer(number_of(text)) : Value::text(text);
}

std::string_view captured(const VpnLine& line, Capture capture) {
  return line.captured[static_cast<std::size_t>(capture)];
}

}  // namespace

void VpnDecoder::decode(const Piece& piece, EventSink& sink) {
  years_ = years_at(piece);
  LineWalk lines(piece);
  while (const auto line = lines.next()) {
    if (!line->text.empty()) take_line(*line, sink);
  }
  troubles_.tell(sink);
}

void VpnDecoder::take_line(const Line& line, EventSink& sink) {
  event_.clear();
  event_.origin.offset = line.offset;
  const std::string_view text = base::valid_utf8(line.text, event_.arena());
  const LogHead head = read_head(text);
  const int year = head.stamp ? years_.note(*head.stamp) : 0;
  std::optional<VpnLine> known = patterns_ == nullptr ? std::nullopt : patterns_->read(head);
  const bool said = known.has_value();
  if (!said) known.emplace();
  if (!said && patterns_ != nullptr) known->product = patterns_->product_of(head);
  if (known->product == nullptr) {
    troubles_.add(AnomalyKind::kUnknownShape, line.offset, "a line that says nothing of a VPN was passed over");
    return;
  }
  if (text.data() != line.text.data())
    troubles_.add(AnomalyKind::kBadText, line.offset, "the line is not valid UTF-8");
  std::string_view inner = captured(*known, Capture::kTime);
  const auto stamp = inner.empty() ? head.stamp : take_stamp(inner);
  tell_time(stamp, year);
  add_head(head, *known);
  if (said) add_captured(known->captured);
  sink.on_event(event_);
}

void VpnDecoder::tell_time(const std::optional<LogStamp>& stamp, int year) {
  const std::uint64_t at = event_.origin.offset;
  if (!stamp) return troubles_.add(AnomalyKind::kBadTime, at, "the line does not say when it was written");
  if (!stamp->has_year() && year == 0) {
    return troubles_.add(AnomalyKind::kBadTime, at, "the time has no year, and no line before or near it says which");
  }
  const auto time = stamp->time(year);
  if (!time) return troubles_.add(AnomalyKind::kBadTime, at, "there is no such day or time of day");
  event_.time = *time;
  event_.timed = true;
  if (!stamp->zoned) {
    troubles_.add(AnomalyKind::kAssumedZone, at, "the time has no zone, and was taken as UTC");
  } else {
    const int minutes = std::abs(stamp->minutes_east);
    const std::string zone =
        fmt::format("{}{:02}:{:02}", stamp->minutes_east < 0 ? '-' : '+', minutes / 60, minutes % 60);
    add("zone", Value::text(event_.arena().copy(zone)), true);
  }
}

void VpnDecoder::add_head(const LogHead& head, const VpnLine& known) {
  event_.kind = {.product = "vpn", .category = "remote_access", .service = {}};
  event_.provider = known.product->name;
  event_.add(event::field::kProviderName, "Provider_Name", Value::text(event_.provider), true);
  const std::string_view device = captured(known, Capture::kHost);
  event_.computer = device.empty() ? head.host : device;
  if (!event_.computer.empty()) event_.add(event::field::kComputer, "Computer", Value::text(event_.computer), true);
  event_.event_id = known.event_id;
  if (known.event_id != 0) {
    event_.add(event::field::kEventId, "EventID", Value::unsigned_integer(known.event_id), true);
  }
  if (!head.program.empty()) add("program", Value::text(head.program), true);
  if (known.action != Action::kNone) add("action", Value::text(name_of(known.action)));
  add("message", Value::text(head.message));
}

void VpnDecoder::add_captured(const Captured& captured) {
  for (std::size_t i = 0; i < captured.size(); ++i) {
    const auto capture = static_cast<Capture>(i);
    const std::string_view text = trim(captured[i]);
    if (capture == Capture::kTime || capture == Capture::kHost || says_none(text)) continue;
    add(name_of(capture), value_of(capture, text));
  }
}

void VpnDecoder::add(std::string_view name, Value value, bool system) {
  event_.add(names_.find(name), name, value, system);
}

}  // namespace hoptrace::decode::vpn
