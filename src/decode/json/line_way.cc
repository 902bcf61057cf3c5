#include "decode/json/line_way.h"

#include <algorithm>

#include "base/check.h"
#include "decode/json/event_xml_names.h"

namespace hoptrace::decode::json {
namespace {

constexpr std::size_t kLargest = std::size_t{256} << 10;  // larger documents are for the other ways
constexpr std::uint32_t kMostFails = 10;

// Marks of a RecordKey that are no size of a text.
constexpr std::uint32_t kAbsent = 0x8000'0000, kUntold = 0x8100'0000, kTold = 0x8200'0000;

}  // namespace

LineWay::Answer LineWay::ask(const Frame& frame) {
  if (frame.text.size() > kLargest || !frame.text.ends_with('}') || !read(frame.text)) return Answer::kUnasked;
  show(frame);
  return sieve_.wants(shape_, *this) ? Answer::kWanted : Answer::kUnwanted;
}

bool LineWay::read(std::string_view document) {
  members_.clear();
  const char* at = document.data();
  const char* const end = at + document.size();
  readable_end_ = end + kSlack;
  for (LineShapes::Between* place = &shapes_.root();;) {
    place = LineShapes::next(*place, at, end);
    if (place == nullptr) return false;
    at += place->size;
    if (place->ends) {
      shape_ = place->shape;
      return members_.timed;  // for one without a time, more must be looked at
    }
    WrittenValue& written = values_[place->slot];
    if (!pass_scalar(at, end, members_.arena(), written)) return false;
    written.there = true;
    written.guid = place->guid;
    if (written.value.is_null() && !keep_null(*place, written)) return false;
    if (place->take != nullptr && written.there) take(*place);
  }
}

bool LineWay::keep_null(const LineShapes::Between& place, WrittenValue& written) {
  written.there = place.null != Treat::kPassOver;
  if (place.null == Treat::kAddEmpty) written.value = event::Value::text(""), written.escaped = false;
  written.said = false;
  return place.null != Treat::kGiveUp;
}

void LineWay::take(const LineShapes::Between& place) {
  const event::Value value = meaning(place.slot);
  place.take(members_, value);
}

event::Value LineWay::meaning(std::size_t slot) const {
  const WrittenValue& written = values_[slot];
  if ((!written.escaped && !written.guid) || written.value.kind() != event::Kind::kText) return written.value;
  if (!written.said) {
    std::string_view text = base::text_of(written.value.bytes());
    const bool sound = !written.escaped || unescape(text, members_.arena());
    base::check(sound, "it was looked at when it was passed over");
    if (written.guid && text.size() == kBareGuid && is_bare_guid(text)) text = guid_of(text, members_.arena());
    said_[slot] = text;
    written.said = true;
  }
  return event::Value::text(said_[slot]);
}

void LineWay::show(const Frame& frame) {
  origin = {};
  origin.offset = frame.offset;
  time = members_.time;
  timed = members_.timed;
  record_id = members_.record_id;
  event_id = members_.event_id;
  channel = members_.channel;
  provider = members_.provider;
  computer = members_.computer;
  kind = {.product = "windows", .category = {}, .service = {}};
}

std::optional<event::Value> LineWay::value(std::size_t slot, bool&) const {
  const WrittenValue& written = values_[slot];
  if (!written.there) return std::nullopt;
  return meaning(slot);
}

bool LineWay::tell(std::span<const Told> told, RecordKey& key) const {
  key.begin();
  for (const Told& one : told) {
    const WrittenValue& written = values_[one.slot];
    const event::Kind kind_of_value = written.value.kind();
    if (!written.there) {
      key.mark(kAbsent);
    } else if (written.value.is_null() || !one.tells(written.value)) {
      key.mark(kUntold | static_cast<std::uint32_t>(kind_of_value));
    } else if (kind_of_value == event::Kind::kText) {
      const base::Bytes bytes = written.value.bytes();
      key.mark(static_cast<std::uint32_t>(bytes.size()));
      if (!bytes.empty()) key.add(bytes, static_cast<std::size_t>(readable_end_ - written.text()));
    } else {
      key.mark(kTold | static_cast<std::uint32_t>(kind_of_value));
      const std::int64_t number = written.value.raw_integer();
      key.add({reinterpret_cast<const std::uint8_t*>(&number), sizeof number}, sizeof number);
    }
  }
  return true;
}

void LineWay::learn(std::string_view document, const Tokens& tokens, QuickWay& by) {
  LineShapes::Learnt learnt = LineShapes::Learnt::kNothing;
  if (document.size() <= kLargest && lesson_.walk(document, tokens, by.keys())) {
    if (shapes_.full()) {
      shapes_.forget();
      sieve_.forget_shapes();
    }
    learnt = shapes_.learn(lesson_.steps(), lesson_.tail());
  }
  if (learnt == LineShapes::Learnt::kNew) {
    sieve_.on_shape(shapes_.latest(), shapes_.slots());
    fails_ = 0;
    return;
  }
  fails_ = std::min(fails_ + 1, kMostFails);
  wait_ = (1U << fails_) - 2;
}

}  // namespace hoptrace::decode::json
