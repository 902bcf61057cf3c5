// ProxyDecoder: the lines of a proxy's access log (access_log.h) to Events of the kind proxy or webserver. Which of
// the two formats a piece is in shows in its context: a W3C log's header, or nothing.
//
// Values that say "-" are not there. A W3C record's time is that of its fields date and time, or of #Date where only
// the time is written; both are GMT by the format. One thread.
#pragma once

#include "decode/decoder.h"
#include "decode/line_pieces.h"
#include "decode/proxy/access_log.h"
#include "decode/trouble_count.h"

namespace hoptrace::decode::proxy {

class ProxySplitter : public Splitter {
 public:
  base::Result<bool> next(evidence::ByteStream& stream, Piece& piece) override;

 private:
  LineCutter cutter_;
  std::string header_;  // in force at the next piece
};

class ProxyDecoder : public Decoder {
 public:
  enum class Form { kW3c, kSquid };
  ProxyDecoder(const event::FieldDictionary& names, Form form) : names_(names), form_(form) {}

  void decode(const Piece& piece, EventSink& sink) override;

 private:
  void begin(const Line& line);
  void take_w3c(const Line& line, EventSink& sink);
  void take_squid(const Line& line, EventSink& sink);
  void tell_broken(const Line& line, const char* how);
  void note_time(const Line& line, std::string_view date, std::string_view time);
  void add(std::string_view name, std::string_view text);
  void add(std::string_view name, std::uint64_t number);

  const event::FieldDictionary& names_;
  Form form_;
  W3cHeader header_;
  event::Event event_;
  TroubleCount troubles_;
};

}  // namespace hoptrace::decode::proxy
