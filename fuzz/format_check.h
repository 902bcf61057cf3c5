// check_format: one decoder under any bytes, as a file from disk would come: splitter, then decoder, every value as
// text. What must hold of every format of text: pieces cover the file without a gap, offsets lie in it and rise,
// texts are valid UTF-8, and the file read a few bytes at a time gives the same.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>

#include "base/check.h"
#include "base/unicode.h"
#include "decode/format.h"

namespace hoptrace {

class MemoryStream final : public evidence::ByteStream {
 public:
  MemoryStream(base::Bytes bytes, std::size_t step) : rest_(bytes), step_(step) {}
  base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    const std::size_t size = std::min({into.size(), rest_.size(), step_});
    if (size > 0) std::memcpy(into.data(), rest_.data(), size);
    rest_ = rest_.subspan(size);
    return size;
  }

 private:
  base::Bytes rest_;
  std::size_t step_;
};

class Summing final : public decode::EventSink {
 public:
  explicit Summing(std::size_t size) : size_(size) {}
  void on_event(event::Event& event) override {
    base::check(event.origin.offset < size_, "a record begins in its file");
    base::check(events == 0 || event.origin.offset > last_, "records come in the order of their offsets");
    last_ = event.origin.offset;
    for (std::size_t i = 0; i < event.fields().size(); ++i) {
      const std::string_view text = event.text(i);
      base::check(base::is_valid_utf8(text) && base::is_valid_utf8(event.fields()[i].name), "text is UTF-8");
      mix(event.fields()[i].name);
      mix(text);
    }
    mix(event.channel), mix(event.provider), mix(event.computer);
    ++events;
  }
  void on_anomaly(base::Anomaly anomaly) override {
    base::check(!anomaly.detail.empty(), "an anomaly says what it is");
    base::check(anomaly.offset <= size_, "an anomaly lies in its file");
    mix(anomaly.detail);
  }

  std::size_t sum = 0;
  std::size_t events = 0;

 private:
  void mix(std::string_view text) { sum = sum * 31 + std::hash<std::string_view>{}(text); }

  std::size_t size_;
  std::uint64_t last_ = 0;
};

inline std::size_t decode_all(const decode::Format& format, const decode::DecodeOptions& options, base::Bytes bytes,
                              std::size_t step) {
  const event::FieldDictionary fields;
  MemoryStream stream(bytes, step);
  const auto splitter = format.splitter(options);
  const auto decoder = format.decoder(fields, options);
  Summing sink(bytes.size());
  std::uint64_t reached = 0;
  for (bool more = true; more;) {
    decode::Piece piece;
    const auto next = splitter->next(stream, piece);
    base::check(next.has_value(), "memory can always be read");
    more = *next;
    for (base::Anomaly& anomaly : piece.anomalies) sink.on_anomaly(std::move(anomaly));
    if (!more) break;
    base::check(piece.offset == reached && piece.end() > reached && piece.end() <= bytes.size(),
                "pieces cover the file without a gap");
    reached = piece.end();
    decoder->decode(piece, sink);
  }
  return sink.sum;
}

inline void check_format(const decode::Format& format, base::Bytes bytes, const decode::DecodeOptions& options = {}) {
  (void)format.is_this(bytes.first(std::min(bytes.size(), decode::kHeadBytes)), options);
  base::check(decode_all(format, options, bytes, 7) == decode_all(format, options, bytes, bytes.size() + 1),
              "how it is read makes no difference");
}

}  // namespace hoptrace
