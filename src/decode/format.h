// The formats that can be read: one row each. A new format is one new file under decode/ and one row in format.cc.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "decode/decoder.h"

namespace hoptrace::decode {

struct Format {
  std::string_view name;        // "evtx": as kept in the case
  std::string_view title;       // "Windows event log (EVTX)"
  std::string_view extensions;  // "evtx|": only to notice that a file's name promises another content
  // Told by content: `head` is the first kHeadBytes (or all, if shorter).
  bool (*is_this)(base::Bytes head, const DecodeOptions& options);
  std::unique_ptr<Splitter> (*splitter)(const DecodeOptions&);
  std::unique_ptr<Decoder> (*decoder)(const event::FieldDictionary&, const DecodeOptions&);
  // A sound file is, from `first_block` on, blocks of so many bytes, each of which is a piece that can be decoded
  // alone; 0: it is not made of blocks.
  std::uint64_t first_block = 0, block_bytes = 0;
};

constexpr std::size_t kHeadBytes = 64 * 1024;

[[nodiscard]] std::span<const Format> formats();
// The format whose content `head` is, or nullptr. The options are those of its decoder.
[[nodiscard]] const Format* identify(base::Bytes head, const DecodeOptions& options = {});
[[nodiscard]] const Format* find_format(std::string_view name);

}  // namespace hoptrace::decode
