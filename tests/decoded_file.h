// decode_file: all records of one file into a sink, as `hunt` would read them but for threads, archives and budgets.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <span>
#include <string>

#include "base/yaml.h"
#include "decode/format.h"

namespace hoptrace::decode {

class TextStream final : public evidence::ByteStream {
 public:
  explicit TextStream(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    const std::size_t size = std::min(into.size(), text_.size() - at_);
    std::memcpy(into.data(), text_.data() + at_, size);
    at_ += size;
    return size;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

inline void decode_file(const std::filesystem::path& path, const event::FieldDictionary& fields, EventSink& sink,
                        const DecodeOptions& options = {}) {
  auto text = base::read_text_file(path.string(), std::size_t{1} << 30);
  ASSERT_TRUE(text) << path;
  const Format* const format = identify(base::bytes_of(*text).first(std::min(text->size(), kHeadBytes)));
  ASSERT_NE(format, nullptr) << path;
  const auto splitter = format->splitter(options);
  const auto decoder = format->decoder(fields, options);
  TextStream stream(std::move(*text));
  for (;;) {
    Piece piece;
    const auto more = splitter->next(stream, piece);
    ASSERT_TRUE(more) << path;
    for (base::Anomaly& anomaly : piece.anomalies) sink.on_anomaly(std::move(anomaly));
    if (!*more) return;
    decoder->decode(piece, sink);
  }
}

}  // namespace hoptrace::decode
