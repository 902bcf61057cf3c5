// ZeekDecoder: the lines of a Zeek log to Events, the same that Zeek's JSON of the record would give: fields by
// Zeek's names, each item of a set or vector a value of its own, an unset field absent, an empty set null.
//
// A line with more or fewer values than its header has fields is no record: which value is which cannot be known. A
// value that is not of its column's type is kept as text and said. One thread.
#pragma once

#include <string>

#include "decode/decoder.h"
#include "decode/line_pieces.h"
#include "decode/trouble_count.h"
#include "decode/zeek/zeek_header.h"

namespace hoptrace::decode::zeek {

constexpr std::size_t kMaxFields = 65'536;  // of one record

class ZeekDecoder : public Decoder {
 public:
  explicit ZeekDecoder(const event::FieldDictionary& names) : names_(names) {}

  void decode(const Piece& piece, EventSink& sink) override;

 private:
  void begin(const std::string& context, std::uint64_t offset);
  void take_header_line(const Line& line);
  void take_record(const Line& line, EventSink& sink);
  [[nodiscard]] bool fill(std::string_view line);  // event_, from a record's line; false: it is none
  void add(const Column& column, std::string_view text);
  void add_one(const Column& column, std::string_view text);
  [[nodiscard]] event::Value value_of(const Column& column, std::string_view text);

  const event::FieldDictionary& names_;
  ZeekHeader header_;
  std::string header_from_;      // the context that header_ was read from …
  bool header_is_from_ = false;  // … and still is
  event::Event event_;
  TroubleCount troubles_;
  std::uint64_t at_ = 0;  // of the line in hand
};

}  // namespace hoptrace::decode::zeek
