// BuiltChunk: EVTX chunks written by hand, for tests: only what a test says is in them.
//
// Elements' own sizes are written as zero and every name in place, which Windows would not do and no reader needs.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/crc32.h"
#include "base/unicode.h"
#include "decode/evtx/layout.h"
#include "decode/evtx/raw_value.h"

namespace hoptrace::decode::evtx {

struct BuiltValue {
  std::uint8_t type = type::kNull;
  std::string bytes;
};
[[nodiscard]] inline BuiltValue built_text(std::string_view text) {
  return {type::kString, base::utf16le_from_utf8(text)};
}
template <class Integer>
[[nodiscard]] BuiltValue built_number(std::uint8_t value_type, Integer number) {
  return {value_type, std::string(reinterpret_cast<const char*>(&number), sizeof number)};
}

class BuiltChunk {
 public:
  using Content = std::function<void()>;
  using Attributes = std::vector<std::pair<std::string, Content>>;

  BuiltChunk() : bytes_(kChunkHeaderBytes) {}

  [[nodiscard]] std::size_t at() const { return bytes_.size(); }
  template <class Integer>
  void put(Integer number) {
    raw({reinterpret_cast<const char*>(&number), sizeof number});
  }
  template <class Integer>
  void put_at(std::size_t offset, Integer number) {
    std::memcpy(&bytes_[offset], &number, sizeof number);
  }
  void raw(std::string_view bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }

  // BinXML.
  void element(std::string_view name, const Attributes& attributes, const Content& content,
               std::uint16_t dependency = 0xFFFF, bool in_template = true) {
    put<std::uint8_t>(attributes.empty() ? 0x01 : 0x41);
    if (in_template) put(dependency);
    put<std::uint32_t>(0);
    put_name(name);
    if (!attributes.empty()) put<std::uint32_t>(0);
    for (const auto& [attribute, value] : attributes) {
      put<std::uint8_t>(0x06);
      put_name(attribute);
      value();
    }
    put<std::uint8_t>(0x02);
    if (content) content();
    put<std::uint8_t>(0x04);
  }
  [[nodiscard]] Content literal(std::string_view text) {
    return [this, units = base::utf16le_from_utf8(text)] {
      put<std::uint8_t>(0x05), put<std::uint8_t>(type::kString);
      put(static_cast<std::uint16_t>(units.size() / 2));
      raw(units);
    };
  }
  [[nodiscard]] Content value(std::uint16_t index, std::uint8_t value_type, bool optional = false) {
    return [=, this] { put<std::uint8_t>(optional ? 0x0E : 0x0D), put(index), put(value_type); };
  }
  // A template instance whose definition stands in place; returns the definition's offset.
  std::uint32_t instance(std::uint32_t id, const Content& body, const std::vector<BuiltValue>& values) {
    fragment_header(), put<std::uint16_t>(0x010C), put(id);
    const auto definition = static_cast<std::uint32_t>(at() + 4);
    put(definition), put<std::uint32_t>(0), put(id), raw(std::string(12, '\0'));
    const std::size_t size_at = at();
    put<std::uint32_t>(0), fragment_header(), body(), put<std::uint8_t>(0);
    put_at(size_at, static_cast<std::uint32_t>(at() - size_at - 4));
    put_values(values);
    return definition;
  }
  // An instance of a template that stands elsewhere.
  void instance_of(std::uint32_t id, std::uint32_t definition, const std::vector<BuiltValue>& values) {
    fragment_header(), put<std::uint16_t>(0x010C), put(id), put(definition), put_values(values);
  }
  void fragment_header() { put<std::uint32_t>(0x0001010F); }

  // A record around `content`; returns its offset.
  std::size_t record(std::uint64_t id, const Content& content, std::uint64_t written = kWritten) {
    const std::size_t start = at();
    put<std::uint32_t>(0x2A2A), put<std::uint32_t>(0), put(id), put(written);
    content();
    put<std::uint8_t>(0);
    while ((at() + 4) % 8 != 0) put<std::uint8_t>(0);
    const auto size = static_cast<std::uint32_t>(at() + 4 - start);
    put(size), put_at(start + 4, size);
    if (first_id_ == 0) first_id_ = id;
    return start;
  }

  // The whole chunk with a header that holds. `free_space`: where the header says that the records end.
  [[nodiscard]] std::vector<std::uint8_t> finish() const { return finish(at()); }
  [[nodiscard]] std::vector<std::uint8_t> finish(std::size_t free_space) const {
    BuiltChunk out = *this;
    out.bytes_.resize(kChunkBytes);
    std::memcpy(out.bytes_.data(), "ElfChnk", 8);
    out.put_at(24, first_id_), out.put_at(40, std::uint32_t{128}),
        out.put_at(48, static_cast<std::uint32_t>(free_space));
    const base::Bytes all(out.bytes_);
    if (free_space >= kChunkHeaderBytes && free_space <= kChunkBytes) {
      out.put_at(52, base::crc32(all.first(free_space).subspan(kChunkHeaderBytes)));
    }
    out.put_at(124, base::crc32(all.subspan(128, 384), base::crc32(all.first(120))));
    return out.bytes_;
  }

  static constexpr std::uint64_t kWritten = 131'900'000'000'000'000;  // 2018-12-21

 private:
  void put_name(std::string_view name) {
    const std::string units = base::utf16le_from_utf8(name);
    put(static_cast<std::uint32_t>(at() + 4)), put<std::uint32_t>(0), put<std::uint16_t>(0);
    put(static_cast<std::uint16_t>(units.size() / 2)), raw(units), put<std::uint16_t>(0);
  }
  void put_values(const std::vector<BuiltValue>& values) {
    put(static_cast<std::uint32_t>(values.size()));
    for (const auto& v : values) put(static_cast<std::uint16_t>(v.bytes.size())), put(std::uint16_t{v.type});
    for (const auto& v : values) raw(v.bytes);
  }

  std::vector<std::uint8_t> bytes_;
  std::uint64_t first_id_ = 0;
};

}  // namespace hoptrace::decode::evtx
