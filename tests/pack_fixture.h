// Pack: the built-in rules with all that is needed to ask them about a file of events. For the tests of
// content/rules.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decode/format.h"
#include "decode/json_kinds.h"
#include "match/matchers.h"
#include "rules/rule_set.h"

namespace hoptrace {

inline const std::filesystem::path kPackSource = HOPTRACE_SOURCE;

class InMemory final : public evidence::ByteStream {
 public:
  explicit InMemory(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
  }
  base::Result<std::size_t> read(std::span<std::uint8_t> into) override {
    const std::size_t size = std::min(into.size(), bytes_.size() - at_);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at_), size, into.begin());
    at_ += size;
    return size;
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

class Pack {
 public:
  // Fails the running test where the pack cannot be loaded.
  explicit Pack(const std::filesystem::path& rules = kPackSource / "content/rules") {
    const std::string content = kPackSource / "content";
    auto tables = rules::LogSourceTable::load(content, fields_);
    auto kinds = decode::JsonKinds::load(content);
    if (!tables || !kinds) {
      ADD_FAILURE() << (tables ? kinds.error() : tables.error()).sentence();
      return;
    }
    kinds_ = std::make_unique<decode::JsonKinds>(*std::move(kinds));
    rules::RuleSetBuilder builder(fields_, *std::move(tables));
    const auto loaded = builder.load(rules);
    EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().sentence());
    rules_ = builder.finish();
  }

  [[nodiscard]] const event::FieldDictionary& fields() const { return fields_; }
  [[nodiscard]] const rules::RuleSet& rules() const { return *rules_; }
  [[nodiscard]] std::shared_ptr<const rules::RuleSet> shared() const { return rules_; }

  // Decodes a file of `format`, piece by piece.
  void decode(std::string_view format, const std::filesystem::path& file, decode::EventSink& sink) const {
    decode::DecodeOptions options;
    options.json_kinds = kinds_.get();
    const decode::Format& row = *decode::find_format(format);
    const auto splitter = row.splitter(options);
    const auto decoder = row.decoder(fields_, options);
    InMemory stream(file);
    decode::Piece piece;
    for (auto more = splitter->next(stream, piece); more && *more; more = splitter->next(stream, piece)) {
      decoder->decode(piece, sink);
      piece = {};
    }
  }

 private:
  event::FieldDictionary fields_;
  std::unique_ptr<decode::JsonKinds> kinds_;
  std::shared_ptr<const rules::RuleSet> rules_;
};

}  // namespace hoptrace
