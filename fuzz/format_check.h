// check_format: one decoder under any bytes, as a file from disk would come: splitter, then decoder, every value as
// text. What must hold of every format of text: pieces cover the file without a gap, offsets lie in it and rise,
// texts are valid UTF-8, and the file read a few bytes at a time gives the same, and so does what a sieve is shown
// that wants nothing (decode/sieve.h).
#pragma once

#include <algorithm>
#include <cstring>
#include <string>

#include "base/check.h"
#include "base/unicode.h"
#include "decode/format.h"
#include "decode/sieve.h"

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
    for (std::size_t i = 0; i < event.fields().size(); ++i) field(event.fields()[i].name, event.text(i));
    members(event);
  }
  void field(std::string_view name, std::string_view text) {
    base::check(base::is_valid_utf8(text) && base::is_valid_utf8(name), "text is UTF-8");
    mix(name);
    mix(text);
  }
  template <class Record>
  void members(const Record& record) {
    mix(record.channel), mix(record.provider), mix(record.computer);
    sum = sum * 31 + record.event_id + 7 * record.record_id +
          (record.timed ? std::hash<std::int64_t>{}(record.time.ticks) : 0);
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

// Sums up what it is shown as if that were the event.
class SummingSieve final : public decode::Sieve {
 public:
  explicit SummingSieve(Summing& sink) : sink_(sink) {}
  void on_shape(decode::ShapeId shape, std::span<const decode::Slot> slots) override {
    base::check(shape == shapes_.size(), "shapes are numbered in their order");
    auto& names = shapes_.emplace_back();
    for (const decode::Slot& slot : slots) names.emplace_back(slot.name);
  }
  void forget_shapes() override { shapes_.clear(); }
  bool wants(decode::ShapeId shape, const decode::Glance& glance) override {
    bool plain = true;
    base::Arena arena;
    std::vector<decode::Told> told;
    for (std::size_t i = 0; i < shapes_.at(shape).size(); ++i) {
      told.push_back({i, true, i % 2 == 0, true});
      const auto value = glance.value(i, plain);
      if (value) sink_.field(shapes_[shape][i], value->as_text(arena));
    }
    base::check(glance.tell(told, key_) == plain, "a record of plain values has a key");
    sink_.members(glance);
    return false;
  }

 private:
  Summing& sink_;
  decode::RecordKey key_;
  std::vector<std::vector<std::string>> shapes_;
};

inline std::size_t decode_all(const decode::Format& format, decode::DecodeOptions options, base::Bytes bytes,
                              std::size_t step, bool sieved = false) {
  const event::FieldDictionary fields;
  MemoryStream stream(bytes, step);
  Summing sink(bytes.size());
  SummingSieve sieve(sink);
  if (sieved) options.sieve = &sieve;
  const auto splitter = format.splitter(options);
  const auto decoder = format.decoder(fields, options);
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
  const std::size_t sum = decode_all(format, options, bytes, bytes.size() + 1);
  base::check(decode_all(format, options, bytes, 7) == sum, "how it is read makes no difference");
  base::check(decode_all(format, options, bytes, bytes.size() + 1, true) == sum,
              "a sieve is shown what the event is");
}

}  // namespace hoptrace
