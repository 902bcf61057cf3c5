// JsonDecoder: the documents of a Piece, one by one, to Events: parsed (simdjson), told apart by dialect, converted.
//
// Where a sieve is to be asked, a document is first tried by the line way (line_way.h), which shows it to the sieve
// without making an Event. If the sieve wants it, or that was not its way, it is decoded:
// A document is tried by the quick way of the dialect (quick_way.h) that the last one with the same first key was of;
// where that does not end well, it goes the plain way, which knows all dialects. A document that simdjson refuses
// there is tried again after repair(), then as several documents on one line; what is still refused is an anomaly
// with its place. One thread.
#pragma once

#include <simdjson.h>

#include <array>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "decode/decoder.h"
#include "decode/json/conversion.h"
#include "decode/json/frames.h"
#include "decode/json/line_way.h"
#include "decode/json/quick_way.h"
#include "decode/json/tokens.h"
#include "decode/json_kinds.h"

namespace hoptrace::decode::json {

class JsonDecoder : public Decoder {
 public:
  enum class Ways : std::uint8_t { kBoth, kPlainOnly };

  // `kinds` may be nullptr: then no record but Windows' own has a LogKind. Both outlive the decoder. Only a test
  // wants the plain way alone: the events are the same.
  // `sieve`: asked of records that the line way reads, which are all where a log repeats itself; it may be nullptr.
  JsonDecoder(const event::FieldDictionary& names, const JsonKinds* kinds, Ways ways = Ways::kBoth,
              Sieve* sieve = nullptr);

  void decode(const Piece& piece, EventSink& sink) override;

 private:
  struct Untimed {
    std::uint64_t count = 0;
    std::uint64_t first = 0;
  };

  // Which dialect documents are of that begin with one key, and how well its quick way did.
  struct Habit {
    std::uint64_t key = 0;  // its first bytes
    const Dialect* dialect = nullptr;
    std::uint32_t wait = 0;   // so many documents are not tried, after the quick way failed …
    std::uint32_t fails = 0;  // … so often in a row
  };

  void decode_frame(const Frame& frame, EventSink& sink);
  bool decode_quickly(const Frame& frame, Habit& habit, EventSink& sink);
  [[nodiscard]] LineWay::Answer ask_sieve(Frame frame);
  void learn_line(const Frame& frame, const Dialect& dialect);
  // Whether behind `text`, of the piece, there are bytes that may be read as well (written_value.h).
  [[nodiscard]] bool has_slack(std::string_view text) const {
    return static_cast<std::size_t>(end_ - (text.data() + text.size())) >= kSlack;
  }
  [[nodiscard]] Habit* habit_of(std::string_view document);
  [[nodiscard]] QuickWay& way_of(const Dialect& dialect);
  void begin(const Frame& frame);
  void hand_on(const Frame& frame, const Conversion& done, EventSink& sink);
  void decode_repaired(const Frame& frame, simdjson::error_code error, EventSink& sink);
  bool decode_several(const Frame& frame, EventSink& sink);
  [[nodiscard]] simdjson::error_code parse(std::string_view text, simdjson::dom::element& root);
  // Its dialect, where other documents that begin like it may be of the same.
  const Dialect* emit(const Frame& frame, simdjson::dom::element root, EventSink& sink);
  void tell_kind();  // keys_ has the names of what is no scalar

  const event::FieldDictionary& names_;
  const JsonKinds* kinds_;
  const Ways ways_;
  std::unique_ptr<LineWay> line_way_;
  const char* end_ = nullptr;  // of the piece's bytes
  Structure structure_;
  Tokens tokens_;
  std::vector<std::unique_ptr<QuickWay>> quick_ways_;  // as dialects()
  std::array<Habit, 16> habits_{};
  Signs last_signs_ = 0;
  const Dialect* last_dialect_ = nullptr;  // of last_signs_
  simdjson::dom::parser parser_;
  std::vector<char> padded_;
  std::vector<JsonKey> keys_;
  event::Event event_;
  Untimed untimed_;
  std::set<std::string> said_;  // oddities of values, in this piece
  bool several_ = false;        // within decode_several
};

}  // namespace hoptrace::decode::json
