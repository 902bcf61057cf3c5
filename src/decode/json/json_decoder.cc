#include "decode/json/json_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

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
    if (record.at_key(row.sign).error() == simdjson::SUCCESS &&
        record.at_key(row.inside).get_object().get(inside) == simdjson::SUCCESS)
      return inside;
  }
  return record;
}

}  // namespace

JsonDecoder::JsonDecoder(const event::FieldDictionary& names, const JsonKinds* kinds, Ways ways, Sieve* sieve)
    : names_(names),
      kinds_(kinds),
      ways_(ways),
      line_way_(sieve == nullptr ? nullptr : std::make_unique<LineWay>(*sieve)),
      quick_ways_(dialects().size()) {}

void JsonDecoder::decode(const Piece& piece, EventSink& sink) {
  untimed_ = {};
  said_.clear();
  end_ = reinterpret_cast<const char*>(piece.bytes.data() + piece.bytes.size());
  Frames frames(piece);
  while (const auto frame = frames.next()) decode_frame(*frame, sink);
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

// A document's first key decides what it is taken for; its first eight bytes tell it well enough.
JsonDecoder::Habit* JsonDecoder::habit_of(std::string_view document) {
  std::uint64_t key = 0;
  if (ways_ == Ways::kPlainOnly || document.size() < 2 + sizeof key || !document.starts_with("{\"")) return nullptr;
  std::memcpy(&key, document.data() + 2, sizeof key);
  Habit& habit = habits_[(key * 0x9E3779B97F4A7C15) >> 60];
  if (habit.key != key) habit = {key, nullptr, 0, 0};
  return &habit;
}

QuickWay& JsonDecoder::way_of(const Dialect& dialect) {
  auto& way = quick_ways_[static_cast<std::size_t>(&dialect - dialects().data())];
  if (way == nullptr) way = std::make_unique<QuickWay>(names_, dialect);
  return *way;
}

bool JsonDecoder::decode_quickly(const Frame& frame, Habit& habit, EventSink& sink) {
  QuickWay& way = way_of(*habit.dialect);
  begin(frame);
  Conversion to(event_, names_);
  if (!structure_.find(frame.text, tokens_) || !way.convert(tokens_, to)) return false;
  if (way.signs() != last_signs_ || last_dialect_ == nullptr) {
    last_signs_ = way.signs();
    last_dialect_ = &dialect_of(last_signs_);
  }
  if (last_dialect_ != habit.dialect) return false;
  if (any_of(last_signs_, sign::kEventXml) && way.members() != 1) return false;
  finish(*habit.dialect, to);
  if (!habit.dialect->windows) {
    keys_.clear();
    for (const std::string_view name : way.containers()) keys_.push_back({name, {}});
    tell_kind();
  }
  hand_on(frame, to, sink);
  return true;
}

LineWay::Answer JsonDecoder::ask_sieve(Frame frame) {
  if (line_way_ == nullptr) return LineWay::Answer::kUnasked;
  const std::string_view text = frame.text;
  if (!has_slack(text)) {
    padded_.resize(std::max(padded_.size(), text.size() + kSlack));
    std::copy(text.begin(), text.end(), padded_.begin());
    frame.text = {padded_.data(), text.size()};
  }
  return line_way_->ask(frame);
}

// Of the document that became the Event at hand by the quick way.
void JsonDecoder::learn_line(const Frame& frame, const Dialect& dialect) {
  if (line_way_ == nullptr || !dialect.by_keys_alone || !event_.timed || !has_slack(frame.text)) return;
  if (!line_way_->may_learn()) return;
  line_way_->learn(frame.text, tokens_, way_of(dialect));
}

void JsonDecoder::decode_frame(const Frame& frame, EventSink& sink) {
  const LineWay::Answer answer = ask_sieve(frame);
  if (answer == LineWay::Answer::kUnwanted) return;
  Habit* const habit = habit_of(frame.text);
  if (habit != nullptr && habit->dialect != nullptr) {
    if (habit->wait > 0) {
      --habit->wait;
    } else if (decode_quickly(frame, *habit, sink)) {
      habit->fails = 0;
      if (answer == LineWay::Answer::kUnasked) learn_line(frame, *habit->dialect);
      return;
    } else {
      habit->fails = std::min<std::uint32_t>(habit->fails + 1, 6);
      habit->wait = (1U << habit->fails) - 2;  // none after the first failure, then ever more
    }
  }
  simdjson::dom::element root;
  const simdjson::error_code error = parse(frame.text, root);
  if (error != simdjson::SUCCESS) return decode_repaired(frame, error, sink);
  const Dialect* const dialect = emit(frame, root, sink);
  if (habit != nullptr) habit->dialect = dialect;
}

void JsonDecoder::decode_repaired(const Frame& frame, simdjson::error_code error, EventSink& sink) {
  const std::string better = repair(frame.text);
  simdjson::dom::element root;
  if (better != frame.text && parse(better, root) == simdjson::SUCCESS) {
    sink.on_anomaly({AnomalyKind::kBadText, frame.offset, std::string(simdjson::error_message(error))});
    emit(frame, root, sink);
    return;
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

void JsonDecoder::begin(const Frame& frame) {
  event_.clear();
  event_.origin.offset = frame.offset;
}

const Dialect* JsonDecoder::emit(const Frame& frame, simdjson::dom::element root, EventSink& sink) {
  object outer;
  if (root.get_object().get(outer) != simdjson::SUCCESS) {
    sink.on_anomaly({AnomalyKind::kBadDocument, frame.offset, "it is not an object"});
    return nullptr;
  }
  const Signs outer_signs = signs_of(outer);
  const bool may_be_wrapped = any_of(outer_signs, sign::kWrapping);
  const object record = may_be_wrapped ? unwrapped(outer) : outer;
  begin(frame);
  Conversion to(event_, names_);
  const Dialect& dialect = dialect_of(may_be_wrapped ? signs_of(record) : outer_signs);
  convert(dialect, record, to);
  if (!dialect.windows) {
    keys_.clear();
    for (const auto member : record) {
      if (!is_scalar(member.value)) keys_.push_back({member.key, {}});
    }
    tell_kind();
  }
  hand_on(frame, to, sink);
  return may_be_wrapped ? nullptr : &dialect;
}

void JsonDecoder::hand_on(const Frame& frame, const Conversion& done, EventSink& sink) {
  if (!event_.timed && untimed_.count++ == 0) untimed_.first = frame.offset;
  for (const base::Anomaly& odd : done.odd()) {
    if (said_.size() >= kSaid || !said_.insert(odd.detail).second) continue;
    sink.on_anomaly({odd.kind, frame.offset, odd.detail});
  }
  if (done.full()) {
    sink.on_anomaly({AnomalyKind::kTooLarge, frame.offset, fmt::format("only {} values were read", kMaxFields)});
  }
  sink.on_event(event_);
}

void JsonDecoder::tell_kind() {
  if (kinds_ == nullptr) return;
  const auto& fields = event_.fields();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    keys_.push_back({fields[i].name, fields[i].value.is_text() ? event_.text(i) : std::string_view{}});
  }
  event_.kind = kinds_->kind_of(keys_);
}

}  // namespace hoptrace::decode::json
