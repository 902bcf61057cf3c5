// DocumentScan: finds where one JSON document ends, without understanding it: strings, brackets and their order only.
//
// Fed with a text that may grow; it goes on where it stopped. It refuses early what no JSON document can contain (a
// line break in a string, a closing bracket of the wrong kind, an object where a key must stand), so that a document
// that was cut off does not swallow the ones behind it. RFC 8259 sections 2, 4, 5 and 7.
#pragma once

#include <bitset>
#include <cstddef>
#include <string_view>

namespace hoptrace::decode::json {

class DocumentScan {
 public:
  enum class State { kMore, kEnd, kBroken };

  // Starts at `text[position]`, which is '{' or '['. With `inside`, an object is already open there.
  explicit DocumentScan(std::size_t position = 0, bool inside = false);

  // Goes on in the same text, perhaps longer now.
  State advance(std::string_view text);
  // The text lost its first `size` bytes, all of them behind the scan.
  void shift(std::size_t size) { position_ -= size; }
  // Behind the last bracket (kEnd), at the odd byte (kBroken), or at the end of the text (kMore).
  [[nodiscard]] std::size_t position() const { return position_; }
  [[nodiscard]] const char* why() const { return why_; }

 private:
  static constexpr std::size_t kDepth = 128;  // beyond it nothing is sensible; the decoder's own bound is lower

  bool leave_string(std::string_view text);  // false at the end of the text or on a broken string
  bool open(char c);
  bool close(char c);
  State broken(const char* why);

  std::bitset<kDepth> is_object_;
  std::size_t depth_ = 0;
  std::size_t position_ = 0;
  char before_ = 0;  // the last character that was neither blank nor part of a string
  bool in_string_ = false;
  const char* why_ = nullptr;
};

}  // namespace hoptrace::decode::json
