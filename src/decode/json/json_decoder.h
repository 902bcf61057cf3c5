// JsonDecoder: the documents of a Piece, one by one, to Events: parsed (simdjson), told apart by dialect, converted.
//
// A document that simdjson refuses is tried again after repair(), then as several documents on one line; what is
// still refused is an anomaly with its place. One thread.
#pragma once

#include <simdjson.h>

#include <set>
#include <string>
#include <vector>

#include "decode/decoder.h"
#include "decode/json/frames.h"
#include "decode/json_kinds.h"

namespace hoptrace::decode::json {

class JsonDecoder : public Decoder {
 public:
  // `kinds` may be nullptr: then no record but Windows' own has a LogKind. Both outlive the decoder.
  JsonDecoder(const event::FieldDictionary& names, const JsonKinds* kinds) : names_(names), kinds_(kinds) {}

  void decode(const Piece& piece, EventSink& sink) override;

 private:
  struct Untimed {
    std::uint64_t count = 0;
    std::uint64_t first = 0;
  };

  void decode_frame(const Frame& frame, EventSink& sink);
  void decode_repaired(const Frame& frame, simdjson::error_code error, EventSink& sink);
  bool decode_several(const Frame& frame, EventSink& sink);
  [[nodiscard]] simdjson::error_code parse(std::string_view text, simdjson::dom::element& root);
  void emit(const Frame& frame, simdjson::dom::element root, EventSink& sink);
  void tell_kind(simdjson::dom::object record);

  const event::FieldDictionary& names_;
  const JsonKinds* kinds_;
  simdjson::dom::parser parser_;
  std::vector<char> padded_;
  std::vector<JsonKey> keys_;
  event::Event event_;
  Untimed untimed_;
  std::set<std::string> said_;  // oddities of values, in this piece
  bool several_ = false;        // within decode_several
};

}  // namespace hoptrace::decode::json
