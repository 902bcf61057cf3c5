#include "decode/json/json_decoder.h"

#include <fmt/format.h>

#include <algorithm>

#include "decode/json/dialect.h"
#include "decode/json/document_walk.h"
#include "decode/json/limits.h"
#include "decode/json/repair.h"
#include "decode/json/text_window.h"

namespace hoptrace::decode::json {
namespace {

using base::AnomalyKind;
using simdjson::dom::object;

// Search exports wrap the record: Elasticsearch's hits and Splunk's results.
struct Wrapping {
  std::string_view sign;  // a key beside it
  std::string_view inside;
};
constexpr std::array<Wrapping, 2> kWrappings{{{"_index", "_source"}, {"preview", "result"}}};

constexpr std::size_t kSaid = 64;  // different oddities of values in one piece

object unwrapped(object record) {
  for (const Wrapping& row : kWrappings) {
    object inside;
    if (has(record, row.sign) && record.at_key(row.inside).get_object().get(inside) == simdjson::SUCCESS)
      return inside;
  }
  return record;
}

}  // namespace

void JsonDecoder::decode(const Piece& piece, EventSink& sink) {
  untimed_ = {};
  said_.clear();
  std::size_t at = 0;
  while (const auto frame = next_frame(piece.bytes, at)) decode_frame(*frame, sink);
  if (untimed_.count > 0) {
    sink.on_anomaly({AnomalyKind::kBadTime, untimed_.first,
                     untimed_.count == 1
                         ? "this record does not say when it happened"
                         : fmt::format("{} records from here on do not say when they happened", untimed_.count)});
  }
}

simdjson::error_code JsonDecoder::parse(std::string_view text, simdjson::dom::element& root) {
  padded_.resize(std::max(padded_.size(), text.size() + simdjson::SIMDJSON_PADDING));
  std::copy(text.begin(), text.end(), padded_.begin());
  if (parser_.capacity() < text.size() || parser_.max_depth() != kDepth) {
    const std::size_t capacity = std::max(text.size(), std::size_t{64} * 1024);
    if (const auto error = parser_.allocate(capacity, kDepth); error != simdjson::SUCCESS) return error;
  }
  return parser_.parse(padded_.data(), text.size(), false).get(root);
}

void JsonDecoder::decode_frame(const Frame& frame, EventSink& sink) {
  simdjson::dom::element root;
  const simdjson::error_code error = parse(frame.text, root);
  if (error == simdjson::SUCCESS) return emit(frame, root, sink);
  decode_repaired(frame, error, sink);
}

void JsonDecoder::decode_repaired(const Frame& frame, simdjson::error_code error, EventSink& sink) {
  const std::string better = repair(frame.text);
  simdjson::dom::element root;
  if (better != frame.text && parse(better, root) == simdjson::SUCCESS) {
    sink.on_anomaly({AnomalyKind::kBadText, frame.offset, std::string(simdjson::error_message(error))});
    return emit(frame, root, sink);
  }
  if (!several_ && decode_several(frame, sink)) return;
  sink.on_anomaly({AnomalyKind::kBadDocument, frame.offset, std::string(simdjson::error_message(error))});
}

// {"a":1}{"b":2} on one line.
bool JsonDecoder::decode_several(const Frame& frame, EventSink& sink) {
  DocumentWalk walk;
  Found found = walk.next(frame.text, true);
  if (found.kind != Found::Kind::kDocument || found.end == frame.text.size()) return false;
  several_ = true;
  for (; found.kind != Found::Kind::kEnd; found = walk.next(frame.text, true)) {
    const std::uint64_t before = frame.wide ? utf16_bytes(frame.text.substr(0, found.begin)) : found.begin;
    if (found.kind == Found::Kind::kDocument) {
      decode_frame({frame.offset + before, frame.wide, frame.text.substr(found.begin, found.end - found.begin)},
                   sink);
    } else {
      sink.on_anomaly({AnomalyKind::kBadDocument, frame.offset + before, found.why});
    }
  }
  several_ = false;
  return true;
}

void JsonDecoder::emit(const Frame& frame, simdjson::dom::element root, EventSink& sink) {
  object record;
  if (root.get_object().get(record) != simdjson::SUCCESS) {
    return sink.on_anomaly({AnomalyKind::kBadDocument, frame.offset, "it is not an object"});
  }
  record = unwrapped(record);
  event_.clear();
  event_.origin.offset = frame.offset;
  Conversion to(event_, names_);
  const Dialect& dialect = dialect_of(record);
  convert(dialect, record, to);
  if (!dialect.windows) tell_kind(record);
  if (!event_.timed && untimed_.count++ == 0) untimed_.first = frame.offset;
  for (const base::Anomaly& odd : to.odd()) {
    if (said_.size() >= kSaid || !said_.insert(odd.detail).second) continue;
    sink.on_anomaly({odd.kind, frame.offset, odd.detail});
  }
  if (to.full()) {
    sink.on_anomaly({AnomalyKind::kTooLarge, frame.offset, fmt::format("only {} values were read", kMaxFields)});
  }
  sink.on_event(event_);
}

void JsonDecoder::tell_kind(object record) {
  if (kinds_ == nullptr) return;
  keys_.clear();
  for (const auto member : record) {
    if (!is_scalar(member.value)) keys_.push_back({member.key, {}});
  }
  const auto& fields = event_.fields();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    keys_.push_back({fields[i].name, fields[i].value.is_text() ? event_.text(i) : std::string_view{}});
  }
  event_.kind = kinds_->kind_of(keys_);
}

}  // namespace hoptrace::decode::json
