// TemplatePattern: a template's definition as it reads wherever it stands, so that it is known again in other chunks.
//
// The bytes of one template differ from chunk to chunk: names are offsets into the chunk, a name stands inside of the
// first definition that uses it and elsewhere is referred to, and sizes count what stands inside. A pattern is the
// tokens without the sizes and with names as their text. Two definitions that match one pattern are read alike by
// tree.h, byte for byte; what the parser does not read (the sizes, the links between names) is not compared.
#pragma once

#include <vector>

#include "base/bytes.h"

namespace hoptrace::decode::evtx {

class TemplatePattern {
 public:
  // Whether the definition's BinXML in [begin, end) of the chunk reads as the pattern does. Never true of one in the
  // chunk's last few bytes.
  [[nodiscard]] bool matches(base::Bytes chunk, std::size_t begin, std::size_t end) const;
  [[nodiscard]] std::size_t memory() const { return bytes_.capacity() + pieces_.capacity() * sizeof(Piece); }

 private:
  friend class PatternWriter;
  // `literal` bytes that must be the same, then perhaps a size, then perhaps a name.
  struct Piece {
    std::uint16_t literal = 0;
    std::uint16_t size = 0;   // 0, or 4 bytes that are passed over
    std::uint16_t units = 0;  // of the name's UTF-16; 0: no name
  };
  std::vector<Piece> pieces_;
  std::vector<std::uint8_t> bytes_;  // of the pieces in turn: literal, name; then some to read ahead
};

// Fills a pattern while a definition is parsed: its places are told in ascending order, then close(). All of them
// must have been read successfully.
class PatternWriter {
 public:
  PatternWriter(base::Bytes chunk, std::size_t begin, TemplatePattern& pattern)
      : chunk_(chunk), at_(begin), pattern_(pattern) {}

  void size(std::size_t at);
  // A reference to the name at `offset`, which stands right behind it where `in_place`.
  void name(std::size_t at, std::size_t offset, bool in_place);
  void close(std::size_t end);

 private:
  TemplatePattern::Piece& piece_up_to(std::size_t at);

  base::Bytes chunk_;
  std::size_t at_;  // told up to here
  TemplatePattern& pattern_;
};

}  // namespace hoptrace::decode::evtx
